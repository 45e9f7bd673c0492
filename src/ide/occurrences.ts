import type { Module } from "../modules/load.js";
import type { Span } from "../text.js";
import type { Analysis } from "./analysis.js";
import { visit } from "./ast-path.js";
import type { ResolvedSymbol } from "./symbol.js";
import { symbolOf } from "./symbol-at.js";

/** A name where it stands. All occurrences of one thing have the same identity, in whichever file and analysis they are. */
export interface Occurrence {
  readonly meaning: ResolvedSymbol;
  readonly span: Span;
  readonly identity: string;
  /** Whether it is declared here. */
  readonly declares: boolean;
  /** Written as a name or as a text between quotes. A number only points to what has a name elsewhere: `dice[1]`. */
  readonly written: "name" | "quoted" | "number";
}

const remembered = new WeakMap<Analysis, Map<Module, readonly Occurrence[]>>();

/** Every name in a file that was read, in the order of the text. */
export function occurrencesIn(module: Module, analysis: Analysis): readonly Occurrence[] {
  const perModule = remembered.get(analysis) ?? new Map<Module, readonly Occurrence[]>();
  remembered.set(analysis, perModule);
  const known = perModule.get(module) ?? find(module, analysis);
  perModule.set(module, known);
  return known;
}

function find(module: Module, analysis: Analysis): readonly Occurrence[] {
  const found: Occurrence[] = [];
  visit(module.file, (path) => {
    const node = path.at(-1)!;
    if (node.kind !== "ident" && node.kind !== "string" && node.kind !== "index-range") return;
    const meaning = symbolOf(analysis, path, module);
    if (!meaning) return;
    const declares = meaning.declared !== undefined && same(meaning.declared, node.span);
    const written = node.kind === "ident" ? "name" : node.kind === "string" ? "quoted" : "number";
    found.push({ meaning, span: node.span, identity: identityOf(meaning, analysis), declares, written });
  });
  return found.sort((a, b) => a.span.start - b.span.start);
}

const same = (a: Span, b: Span): boolean => a.file === b.file && a.start === b.start;

/** What is declared in a text is known by that place, anything else by what it is. */
function identityOf(meaning: ResolvedSymbol, { source }: Analysis): string {
  const { declared, kind } = meaning;
  if (declared) return `${declared.file}:${declared.start}`;
  const name = kind === "class" ? (meaning.name ?? `${meaning.indices}`) : "name" in meaning ? meaning.name : "";
  const owner = kind === "parameter" || kind === "option" ? `${ownerName(meaning)}.` : "";
  const scope = ["class", "head", "mask", "field"].includes(kind) ? source.file : "";
  return `${kind} ${scope} ${owner}${name}`;
}

function ownerName({ owner }: Extract<ResolvedSymbol, { kind: "parameter" | "option" }>): string {
  if (owner.kind === "loss") return owner.declaration.name;
  return owner.kind === "builtin" ? owner.word.name : owner.def.name.kind === "ident" ? owner.def.name.name : "";
}

/** Every occurrence in the files of an analysis and of others of the same workspace, each place once. Without the library's recipes. */
export function occurrencesOf(identity: string, analyses: readonly Analysis[]): Occurrence[] {
  const met = new Map<string, Occurrence>();
  for (const analysis of analyses) {
    for (const module of analysis.modules) {
      for (const occurrence of occurrencesIn(module, analysis)) {
        const { file, start } = occurrence.span;
        const place = `${file}:${start}`;
        if (occurrence.identity === identity && !met.has(place)) met.set(place, occurrence);
      }
    }
  }
  return [...met.values()];
}

/** The name at an offset of the main file; a name is found at both of its ends. */
export function occurrenceAt(analysis: Analysis, offset: number): Occurrence | undefined {
  const touching = occurrencesIn(analysis.main, analysis).filter(
    ({ span }) => span.start <= offset && offset <= span.end,
  );
  return touching.find(({ span }) => offset < span.end) ?? touching[0];
}
