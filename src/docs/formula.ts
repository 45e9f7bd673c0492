import { accents, type Kind, subscripts, superscripts, symbols, typefaces, upright } from "./symbols.js";
import { wrap } from "./wrap.js";

interface Atom {
  readonly text: string;
  readonly kind: Kind;
}

/** A LaTeX formula as one line of Unicode: `\frac{2\sum_i p_i g_i}{N}` becomes `(2 Σᵢ pᵢ gᵢ)/N`. Unknown commands stay readable by their name. */
export const readable = (latex: string): string => set(new Reader(latex).atoms());

/** A formula for a terminal: what its letters stand for comes on lines of its own. */
export const formulaLines = (latex: string, width: number): readonly string[] =>
  latex.split(/,\s*\\quad\s*/).flatMap((part) => wrap(readable(part), width).split("\n"));

const tokens = /\\(?:[A-Za-z]+\*?|.)|\d+(?:\.\d+)?|[^\s]/gu;

/** Reads LaTeX into atoms; torn text yields what could be read. */
class Reader {
  readonly #tokens: string[];
  #at = 0;

  constructor(latex: string) {
    // Between words a blank counts; elsewhere TeX sets its own.
    const kept = latex.replace(
      /\\text\{([^}]*)\}/g,
      (_, words: string) => `\\text{${words.trim().replaceAll(" ", "~")}}`,
    );
    this.#tokens = [...(kept.match(tokens) ?? [])];
  }

  atoms(end?: string): Atom[] {
    const atoms: Atom[] = [];
    while (this.#at < this.#tokens.length && this.#tokens[this.#at] !== end) {
      const token = this.#tokens[this.#at]!;
      if (token === "_" || token === "^") {
        this.#at++;
        const script = set(this.#argument());
        const base = atoms.pop() ?? { text: "", kind: "ordinary" };
        atoms.push({ ...base, text: base.text + scripted(token, script) });
      } else atoms.push(...this.#atom());
    }
    if (end !== undefined) this.#at++;
    return atoms;
  }

  /** What a command applies to: a group in braces, or the next atom. */
  #argument(): Atom[] {
    const token = this.#tokens[this.#at];
    if (token === undefined) return [];
    if (token === "{") {
      this.#at++;
      return this.atoms("}");
    }
    // Without braces it is one digit: \frac12 is a half.
    if (/^\d./.test(token)) this.#tokens.splice(this.#at, 1, token.slice(0, 1), token.slice(1));
    return this.#atom();
  }

  #words(): string {
    const atoms = this.#argument();
    return atoms.map((a) => a.text).join(atoms.every((a) => a.text.length === 1) ? "" : " ");
  }

  #atom(): Atom[] {
    const token = this.#tokens[this.#at++]!;
    if (token === "{") return grouped(this.atoms("}"));
    if (token.startsWith("\\")) return this.#command(token.slice(1).replace("*", ""));
    return [{ text: plain.get(token) ?? token, kind: kindOf(token) }];
  }

  #command(name: string): Atom[] {
    const symbol = symbols.get(name);
    if (symbol) return [symbol];
    if (name === "frac" || name === "tfrac" || name === "dfrac") {
      const above = this.#argument();
      return [{ text: `${bracketed(above)}/${bracketed(this.#argument())}`, kind: "fraction" }];
    }
    if (name === "sqrt") return [{ text: `√${bracketed(this.#argument())}`, kind: "ordinary" }];
    const accent = accents.get(name);
    if (accent !== undefined) return [{ text: accented(set(this.#argument()), accent), kind: "ordinary" }];
    if (upright.has(name)) return [{ text: this.#words(), kind: name === "operatorname" ? "function" : "ordinary" }];
    if (typefaces.has(name)) return grouped(this.#argument());
    if (name === "begin" || name === "end") return this.#environment(name);
    if (name === "\\") return [{ text: ";", kind: "comma" }];
    if (name === "|") return [{ text: "‖", kind: "ordinary" }];
    return invisible.has(name) ? [] : [{ text: name, kind: "ordinary" }];
  }

  #environment(edge: "begin" | "end"): Atom[] {
    const cases = this.#words() === "cases";
    if (!cases) return [];
    return [edge === "begin" ? { text: "{ ", kind: "open" } : { text: " }", kind: "close" }];
  }
}

/** Spacing, sizes and the dots of `\left.`: they show nothing on one line. */
const invisible: ReadonlySet<string> = new Set(
  ["left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "quad", "qquad", "limits"].concat([
    "displaystyle",
    "textstyle",
    "nolimits",
    ",",
    ";",
    ":",
    "!",
    " ",
  ]),
);

const plain: ReadonlyMap<string, string> = new Map([
  ["-", "−"],
  ["*", "∗"],
  ["'", "′"],
  ["&", " "],
  ["~", " "],
]);

function kindOf(token: string): Kind {
  if (/^\d/.test(token)) return "number";
  if ("+-*".includes(token)) return "binary";
  if ("=<>:".includes(token)) return "relation";
  if ("([".includes(token)) return "open";
  if (")]!".includes(token)) return "close";
  if (",;".includes(token)) return "comma";
  return token === "/" ? "slash" : "ordinary";
}

/** A group in braces is one thing to what follows it, but keeps its parts for spacing when it is only one. */
const grouped = (atoms: Atom[]): Atom[] => (atoms.length <= 1 ? atoms : [{ text: set(atoms), kind: "ordinary" }]);

const bracketed = (atoms: readonly Atom[]): string => {
  const text = set(atoms);
  const simple = atoms.length === 1 && atoms[0]!.kind !== "fraction" && !text.includes(" ");
  return simple ? text : `(${text})`;
};

const accented = (text: string, mark: string): string => ([...text].length === 1 ? text + mark : `(${text})${mark}`);

function scripted(mark: "_" | "^", script: string): string {
  const table = mark === "_" ? subscripts : superscripts;
  const tight = script.replaceAll(" ", "");
  // A word set small is harder to read than one after a mark.
  if (!/[a-z]{3}/.test(tight) && [...tight].every((c) => table.has(c)))
    return [...tight].map((c) => table.get(c)!).join("");
  return [...script].length === 1 || /^[A-Za-z\d\p{Script=Greek}]+$/u.test(script)
    ? mark + script
    : `${mark}(${script})`;
}

/** Sets atoms on one line with TeX's spaces between them. */
function set(atoms: readonly Atom[]): string {
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
