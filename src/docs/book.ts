import type { Chapter } from "../../stdlib/chapters/index.js";
import type { LossDescription } from "../describe/loss.js";
import type { RecipeDescription } from "../describe/recipe.js";
import { firstSentence } from "../describe/sentences.js";
import { threeDigits } from "./markup.js";

type Entry = LossDescription | RecipeDescription;

/** A chapter with the pages it presents. */
export interface BookChapter extends Chapter {
  readonly kind: "chapter";
  /** Its number in the table of contents, from 1. */
  readonly number: number;
  readonly pages: readonly Entry[];
}

/** The whole reference. Pages keep the library's order inside a chapter. */
export const bookOf = (chapters: readonly Chapter[], pages: readonly Entry[]): readonly BookChapter[] =>
  chapters.map((chapter, i) => ({
    kind: "chapter",
    number: i + 1,
    ...chapter,
    pages: pages.filter((page) => groupOf(page) === chapter.presents),
  }));

const groupOf = (page: Entry) => (page.kind === "recipe" ? "recipe" : page.group);

/** A table that compares the losses of a chapter; the first row holds the titles of the columns. */
export function chapterComparison({ pages }: BookChapter): readonly (readonly string[])[] {
  const losses = pages.filter((page) => page.kind === "loss");
  if (losses.length)
    return [
      ["loss", "input", "range", "cost", "use it when"],
      ...losses.map((page) => [
        page.name,
        page.prediction.join(", "),
        rangeText(page.range),
        page.costClass,
        firstSentence(page.advice),
      ]),
    ];
  const recipes = pages.filter((page) => page.kind === "recipe");
  return [["recipe", "made of", "what for"], ...recipes.map((r) => [r.name, r.terms.join(", "), r.summary])];
}

const rangeText = ([low, high]: LossDescription["range"]) => {
  if (low !== null && high !== null) return `${threeDigits(low)} … ${threeDigits(high)}`;
  if (low !== null) return `≥ ${threeDigits(low)}`;
  return high !== null ? `≤ ${threeDigits(high)}` : "any";
};
