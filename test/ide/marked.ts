import type { Edit } from "../../src/diagnostics/diagnostic.js";
import { type AnalyseOptions, type Analysis, analyse } from "../../src/ide/analysis.js";
import type { Span } from "../../src/text.js";
import { stdlib } from "../../stdlib/index.js";
import { recipes } from "../../stdlib/recipes.gen.js";

/** A text with places marked in it. */
export interface Marked {
  readonly text: string;
  /** Where `|` stood; the first, if there are several. */
  readonly offset: number;
  readonly offsets: readonly number[];
  /** What stood between `«` and `»`, in order. */
  readonly spans: readonly { readonly start: number; readonly end: number }[];
}

/** Takes the marks out of a text: `0.5*di|ce`, `«dice» + ce`. None of the three has a meaning in the language. */
export function marked(source: string): Marked {
  const offsets: number[] = [];
  const spans: { start: number; end: number }[] = [];
  const open: number[] = [];
  let text = "";
  for (const sign of source) {
    if (sign === "|") offsets.push(text.length);
    else if (sign === "«") open.push(text.length);
    else if (sign === "»") spans.push({ start: open.pop()!, end: text.length });
    else text += sign;
  }
  spans.sort((a, b) => a.start - b.start || b.end - a.end);
  return { text, offset: offsets[0] ?? -1, offsets, spans };
}

/** The marked text analysed with the standard library, unless the options say otherwise. */
export function analysed(
  source: string,
  options: Partial<AnalyseOptions> = {},
  file = "main.loss",
): Marked & { readonly analysis: Analysis } {
  const marks = marked(source);
  const around = { library: stdlib, recipes: standardRecipes, ...options };
  return { ...marks, analysis: analyse({ file, text: marks.text }, around) };
}

/** The same objects in every test: reading is remembered for each. */
const standardRecipes = recipes;

/** Files for `use`, by their path as seen from the main file's folder: `{ "shared.loss": "def region = dice" }`. */
export const files = (texts: Readonly<Record<string, string>>): Pick<AnalyseOptions, "resolve" | "files"> => ({
  resolve: (path) => {
    const text = texts[path.replace(/^\.\//, "")];
    if (text === undefined) throw new Error(`there is no file \`${path}\`.`);
    return text;
  },
  files: () => Object.keys(texts).map((name) => `./${name}`),
});

/** The text of a span in which marks show its place: `0.5*«dice»`. */
export const showSpan = (text: string, { start, end }: Pick<Span, "start" | "end">): string =>
  `${text.slice(0, start)}«${text.slice(start, end)}»${text.slice(end)}`;

/** The text with marks around several places, which may hold one another. */
export function marking(text: string, spans: readonly Pick<Span, "start" | "end">[]): string {
  const opening = spans.map(({ start, end }) => ({ at: start, length: end - start, sign: "«" }));
  const closing = spans.map(({ start, end }) => ({ at: end, length: end - start, sign: "»" }));
  // From the end of the text on; where one closes and another opens, the closing mark comes first.
  const marks = [...opening, ...closing].sort(
    (a, b) => b.at - a.at || (a.sign === b.sign ? 0 : a.sign === "«" ? -1 : 1),
  );
  return marks.reduce((out, { at, sign }) => out.slice(0, at) + sign + out.slice(at), text);
}

/** The text after some edits, which do not overlap; of several at one place the first comes first, as editors do it. */
export function edited(text: string, edits: readonly Edit[]): string {
  const last = [...edits].reverse().sort((a, b) => b.span.start - a.span.start);
  for (const [i, { span }] of last.entries())
    if (i > 0 && span.end > last[i - 1]!.span.start) throw new Error("edits overlap");
  return last.reduce((out, { span, text: next }) => out.slice(0, span.start) + next + out.slice(span.end), text);
}
