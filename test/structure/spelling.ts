import ts from "typescript";
import type { Source } from "./sources.js";
import { nodes } from "./walk.js";

export type Kind = "operation" | "loss" | "word" | "backend";
/** One that exists of each kind. */
export type Examples = Readonly<Record<Kind, string>>;

/** Something a contributor adds, and how to find where an existing one is told. */
interface Addition {
  readonly kind: Kind;
  /** Where its own record lies: a file, or a folder that counts as one. */
  readonly record: (name: string) => RegExp;
  /** Files that use what exists: a new one needs nothing of them. */
  readonly uses?: RegExp;
}

const additions: readonly Addition[] = [
  { kind: "operation", record: () => /^src\/graph\/ops\//, uses: /^stdlib\// },
  { kind: "loss", record: (name) => new RegExp(`^stdlib/[a-z]+/${name}\\.ts$`) },
  { kind: "word", record: (name) => new RegExp(`^src/language/${name}\\.ts$`) },
  { kind: "backend", record: (name) => new RegExp(`^src/backends/${name}/`) },
];

export interface Touched {
  readonly kind: Kind;
  readonly example: string;
  /** Those outside its record, and one for the record. */
  readonly files: number;
  readonly hasRecord: boolean;
  readonly outside: readonly string[];
}

/** The files that name one of each kind: what adding another would touch. */
export function touched(sources: readonly Source[], examples: Examples): Touched[] {
  return additions.map(({ kind, record, uses }) => {
    const example = examples[kind];
    const isRecord = (file: string) => record(example).test(file);
    const imports = ({ imports }: Source) => kind !== "operation" && imports.some(({ to }) => isRecord(to));
    const found = sources.filter((source) => spells(source, example) || imports(source)).map(({ file }) => file);
    const outside = found.filter((file) => !isRecord(file) && !uses?.test(file));
    const hasRecord = found.some(isRecord);
    return { kind, example, files: outside.length + (hasRecord ? 1 : 0), hasRecord, outside };
  });
}

/**
 * Whether a file spells a name: as an identifier or a part of one in camel case (`plateau`, `isPlateau`), or as a whole string. `Math.atan` is JavaScript's.
 */
export function spells({ text, tree }: Source, name: string): boolean {
  if (!text.toLowerCase().includes(name.toLowerCase())) return false;
  for (const node of nodes(tree)) {
    if (ts.isStringLiteralLike(node) && node.text === name) return true;
    if (ts.isIdentifier(node) && parts(node.text).includes(name) && !followsMath(tree, node)) return true;
  }
  return false;
}

const followsMath = (tree: ts.SourceFile, node: ts.Identifier) =>
  tree.text.slice(0, node.getStart(tree)).endsWith("Math.");

const parts = (name: string) => [name, ...name.split(/(?=[A-Z])|_/).map((part) => part.toLowerCase())];
