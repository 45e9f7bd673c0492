import type { Edit } from "../diagnostics/diagnostic.js";
import { wordNamed } from "../language/index.js";
import { reserved } from "../syntax/index.js";
import type { Span } from "../text.js";
import { type Analysis, moduleOf } from "./analysis.js";
import { type Occurrence, occurrenceAt, occurrencesIn, occurrencesOf } from "./occurrences.js";
import type { ResolvedSymbol } from "./symbol.js";
import { declarationInTask } from "./task-declarations.js";

/** Why not, as a sentence for a person. */
export interface Refused {
  readonly refused: string;
}

export interface Renameable {
  /** What will be replaced; without quotes. */
  readonly span: Span;
  readonly name: string;
}

export interface Renamed {
  /** In every file that is known. */
  readonly edits: readonly Edit[];
}

const nouns: Partial<Record<ResolvedSymbol["kind"], string>> = {
  def: "definition",
  param: "parameter",
  local: "parameter",
  class: "class",
  head: "head",
  mask: "mask",
  field: "field",
};

/** Whether what stands at an offset has a name that can be changed. `undefined` where there is no name at all. */
export function prepareRename(analysis: Analysis, offset: number): Renameable | Refused | undefined {
  const here = occurrenceAt(analysis, offset);
  if (!here) return undefined;
  const refused = refuse(here, analysis);
  if (refused !== undefined) return { refused };
  const { span, meaning, written } = here;
  const inner = written === "quoted" ? { ...span, start: span.start + 1, end: span.end - 1 } : span;
  return { span: inner, name: nameOf(meaning) };
}

const nameOf = (meaning: ResolvedSymbol): string => ("name" in meaning ? (meaning.name ?? "") : "");

function refuse({ meaning, written }: Occurrence, analysis: Analysis): string | undefined {
  const { kind, declared } = meaning;
  const name = `\`${nameOf(meaning)}\``;
  if (kind === "loss") return `${name} is a loss of the library and keeps its name.`;
  if (kind === "parameter") return `${name} is a parameter of the library and keeps its name.`;
  if (kind === "builtin" || kind === "easing" || kind === "task-key") return `${name} is a word of the language.`;
  const noun = nouns[kind];
  if (noun === undefined) return "Only definitions, parameters, and what a task lists can be renamed.";
  if (written === "number") return "This is the index of a class. Its name is in the task.";
  if (!declared) return `No file says what ${name} is, so there is nothing to rename.`;
  if (!analysis.modules.some(({ source }) => source.file === declared.file))
    return `${name} is a recipe of the library and keeps its name.`;
  return undefined;
}

/** Give what stands at an offset another name wherever it stands: in this file, those it uses, and those of `others` that refer to it. */
export function rename(
  analysis: Analysis,
  offset: number,
  name: string,
  others: readonly Analysis[] = [],
): Renamed | Refused {
  const here = occurrenceAt(analysis, offset);
  if (!here) return { refused: "There is no name here." };
  const all = [analysis, ...others];
  const places = occurrencesOf(here.identity, all);
  const refused =
    refuse(here, analysis) ?? (name === nameOf(here.meaning) ? undefined : refuseName(name, here, places, all));
  if (refused !== undefined) return { refused };
  const edits = places
    .filter(({ written }) => written !== "number")
    .map(({ span, written }) => ({ span, text: written === "quoted" ? JSON.stringify(name) : name }));
  return { edits };
}

function refuseName(
  name: string,
  { meaning }: Occurrence,
  places: readonly Occurrence[],
  analyses: readonly Analysis[],
): string | undefined {
  const shown = `\`${name}\``;
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    return `${shown} is not a valid name: names consist of the letters a–z and A–Z, digits and \`_\`, and do not begin with a digit.`;
  if (reserved.includes(name)) return `${shown} is a word of the language and cannot be a name.`;
  const { kind } = meaning;
  if (kind === "class" || kind === "head" || kind === "mask" || kind === "field")
    return refuseListed(name, kind, meaning.declared!, places, analyses);
  if (wordNamed(name)) return `${shown} is part of the language and cannot be defined anew.`;
  if (/^(?:epoch|step)\d+$/.test(name)) return `${shown} is a moment and cannot be a name.`;
  if (kind === "local") return refuseParameter(name, meaning, analyses);
  return refuseItem(name, meaning.declared!, places, analyses);
}

/** A definition's new name must be free wherever it will be seen, also from within definitions with parameters. */
function refuseItem(
  name: string,
  declared: Span,
  places: readonly Occurrence[],
  analyses: readonly Analysis[],
): string | undefined {
  const files = new Set([declared.file, ...places.map(({ span }) => span.file)]);
  for (const analysis of analyses) {
    for (const module of analysis.modules) {
      // A file that uses the definition's sees it, whether or not it uses it.
      const sees = files.has(module.source.file) || module.uses.some((use) => use.module.source.file === declared.file);
      if (!sees) continue;
      const entity = analysis.library.find(module, name);
      if (entity?.kind === "loss") return `\`${name}\` is a loss of the library, which the new name would hide.`;
      if (entity)
        return `\`${name}\` is already defined${"module" in entity ? ` in ${entity.module.source.file}` : ""}.`;
      for (const item of module.file.items) {
        if (item.kind !== "def" || !item.parameters.some((p) => p.name.name === name)) continue;
        if (places.some(({ span }) => within(span, item.body.span)))
          return `\`${name}\` is a parameter of ${titled(item.name)}, which uses this.`;
      }
    }
  }
  return undefined;
}

function refuseParameter(
  name: string,
  { owner }: Extract<ResolvedSymbol, { kind: "local" }>,
  analyses: readonly Analysis[],
): string | undefined {
  const { def, module } = owner;
  if (def.parameters.some((p) => p.name.name === name))
    return `${titled(def.name)} already has a parameter \`${name}\`.`;
  for (const analysis of analyses) {
    const own = moduleOf(analysis, module.source.file);
    const uses =
      own &&
      occurrencesIn(own, analysis).find(({ meaning, span }) => nameOf(meaning) === name && within(span, def.body.span));
    // The word after `name=` in a call is no use of what has that name outside.
    if (uses && (uses.meaning.kind === "loss" || uses.meaning.kind === "def" || uses.meaning.kind === "param"))
      return `${titled(def.name)} uses \`${name}\`, which the parameter would hide.`;
  }
  return undefined;
}

const titled = (name: { kind: string; name?: string }): string =>
  name.name === undefined ? "the definition" : `\`${name.name}\``;

function refuseListed(
  name: string,
  kind: "class" | "head" | "mask" | "field",
  declared: Span,
  places: readonly Occurrence[],
  analyses: readonly Analysis[],
): string | undefined {
  const owner = analyses.find(({ source }) => source.file === declared.file);
  if (owner && declarationInTask(owner, kind, name)) return `The task already lists the ${kind} \`${name}\`.`;
  // A file that several programs use refers to the classes of whichever program uses it.
  const shared = places.find(({ span }) => span.file !== declared.file);
  const other =
    shared &&
    analyses.find(
      ({ source, modules }) =>
        source.file !== declared.file && modules.slice(1).some((m) => m.source.file === shared.span.file),
    );
  if (other) return `${shared.span.file} refers to it, and ${other.source.file} uses that file, too.`;
  return undefined;
}

const within = (inner: Span, outer: Span): boolean =>
  inner.file === outer.file && outer.start <= inner.start && inner.end <= outer.end;
