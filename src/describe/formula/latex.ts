import { type Atom, accented, bracketed, grouped, scripted, setOnLine } from "./layout.js";
import { accents, type Kind, symbols, typefaces, upright } from "./symbols.js";

/** A LaTeX formula as one line of Unicode: `\frac{2\sum_i p_i g_i}{N}` becomes `(2 Σᵢ pᵢ gᵢ)/N`. Unknown commands stay readable by their name. */
export const unicodeFormula = (latex: string): string => setOnLine(new Reader(latex).atoms());

const tokens = /\\(?:[A-Za-z]+\*?|.)|\d+(?:\.\d+)?|[^\s]/gu;

/** Parses LaTeX into atoms; from incomplete LaTeX it returns what could be parsed. */
class Reader {
  readonly #tokens: string[];
  #at = 0;

  constructor(latex: string) {
    // Spaces count inside \text; everywhere else TeX ignores them.
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
        const script = setOnLine(this.#argument());
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
    if (accent !== undefined) return [{ text: accented(setOnLine(this.#argument()), accent), kind: "ordinary" }];
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
