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
): Marked & { readonly analysis: Analysis } {
  const marks = marked(source);
  const around = { library: stdlib, recipes: standardRecipes, ...options };
  return { ...marks, analysis: analyse({ file: "main.loss", text: marks.text }, around) };
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
