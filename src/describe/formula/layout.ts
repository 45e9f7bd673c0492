import { type Kind, subscripts, superscripts } from "./symbols.js";

/** A piece of a formula: its text, and its kind, which decides the space around it. */
export interface Atom {
  readonly text: string;
  readonly kind: Kind;
}

/** A group in braces acts as one atom on what follows it; a group of a single atom keeps that atom's kind, and with it its spacing. */
export const grouped = (atoms: Atom[]): Atom[] =>
  atoms.length <= 1 ? atoms : [{ text: setOnLine(atoms), kind: "ordinary" }];

export const bracketed = (atoms: readonly Atom[]): string => {
  const text = setOnLine(atoms);
  const simple = atoms.length === 1 && atoms[0]!.kind !== "fraction" && !text.includes(" ");
  return simple ? text : `(${text})`;
};

export const accented = (text: string, mark: string): string =>
  [...text].length === 1 ? text + mark : `(${text})${mark}`;

export function scripted(mark: "_" | "^", script: string): string {
  const table = mark === "_" ? subscripts : superscripts;
  const tight = script.replaceAll(" ", "");
  // A word set small is harder to read than one after a mark.
  if (!/[a-z]{3}/.test(tight) && [...tight].every((c) => table.has(c)))
    return [...tight].map((c) => table.get(c)!).join("");
  return [...script].length === 1 || /^[A-Za-z\d\p{Script=Greek}]+$/u.test(script)
    ? mark + script
    : `${mark}(${script})`;
}

/** Atoms on one line, with TeX's spaces between them. */
export function setOnLine(atoms: readonly Atom[]): string {
  let text = "";
  let before: Atom | undefined;
  for (const atom of atoms) {
    const signed = atom.kind === "binary" && (!before || !endsTerm.has(before.kind));
    text += before ? between(before, atom) : "";
    text += atom.text;
    // A sign binds to what follows it, so it opens a term.
    before = signed ? { ...atom, kind: "open" } : atom;
  }
  return text.replace(/ +/g, " ").trim();
}

const bigOperators: ReadonlySet<string> = new Set("ΣΠ∫⋃⋂");

const endsTerm: ReadonlySet<Kind> = new Set(["ordinary", "number", "close", "fraction"]);

function between(a: Atom, b: Atom): string {
  if (a.kind === "open" || b.kind === "close" || b.kind === "comma") return "";
  if (a.kind === "slash" || b.kind === "slash") return "";
  if (a.kind === "comma" || a.kind === "relation" || b.kind === "relation") return " ";
  if (b.kind === "binary") return endsTerm.has(a.kind) ? " " : "";
  if (a.kind === "binary") return " ";
  if (a.kind === "fraction" || (b.kind === "fraction" && endsTerm.has(a.kind))) return " · ";
  if (a.kind === "function") return b.kind === "open" && !bigOperators.has(a.text[0]!) ? "" : " ";
  if (b.kind === "function") return " ";
  if (b.kind === "open" || a.kind === "number") return "";
  return [...a.text].length > 1 || [...b.text].length > 1 || a.kind === "close" ? " " : "";
}
