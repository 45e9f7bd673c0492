import type { Chapter } from "../../stdlib/chapters/index.js";
import type { Page } from "./page.js";
import type { RecipePage } from "./recipes.js";
import { firstSentence } from "./sentences.js";

type Entry = Page | RecipePage;

/** A chapter with the pages it presents. */
export interface BookChapter extends Chapter {
  readonly kind: "chapter";
  /** As in the table of contents, from 1. */
  readonly number: number;
  readonly pages: readonly Entry[];
}

/** The whole reference. Pages keep the library's order inside a chapter. */
export const bookOf = (chapters: readonly Chapter[], pages: readonly Entry[]): readonly BookChapter[] =>
  chapters.map((chapter, i) => ({
    kind: "chapter",
    number: i + 1,
    ...chapter,
    pages: pages.filter((page) => roomOf(page) === chapter.presents),
  }));

const roomOf = (page: Entry) => (page.kind === "recipe" ? "recipe" : page.group);

/** The losses of a chapter side by side, in the first row the names of the columns. */
export function comparison({ pages }: BookChapter): readonly (readonly string[])[] {
  const losses = pages.filter((page) => page.kind === "loss");
  if (losses.length)
    return [
      ["loss", "sees", "range", "cost", "use it when"],
      ...losses.map((page) => [
        page.name,
        page.prediction.join(", "),
        briefRange(page.range),
        page.costClass,
        firstSentence(page.advice),
      ]),
    ];
  const recipes = pages.filter((page) => page.kind === "recipe");
  return [["recipe", "made of", "what for"], ...recipes.map((r) => [r.name, r.terms.join(", "), r.summary])];
}

const briefRange = ([low, high]: Page["range"]) => {
  const figure = (x: number) => `${Number(x.toPrecision(3))}`.replace("-", "−");
  if (low !== null && high !== null) return `${figure(low)} … ${figure(high)}`;
  if (low !== null) return `≥ ${figure(low)}`;
  return high !== null ? `≤ ${figure(high)}` : "any";
};
