import { readFileSync } from "node:fs";
import { describeRecipes } from "../../src/describe/recipe.js";
import { chapters } from "../../stdlib/chapters/index.js";
import { recipes, stdlib } from "../../stdlib/index.js";

/** A program that a reader of the documentation may copy. */
export interface Shown {
  /** Where it stands. */
  readonly from: string;
  readonly source: string;
}

const ofLosses: readonly Shown[] = stdlib.flatMap((loss) =>
  loss.examples.map((source) => ({ from: loss.name, source })),
);

const ofRecipes: readonly Shown[] = describeRecipes({ library: stdlib, recipes }).map(({ name }) => ({
  from: "recipes",
  source: name,
}));

const ofChapters: readonly Shown[] = chapters.flatMap(({ name, sections }) =>
  sections.flatMap(({ programs = [] }) => programs.map(([source]) => ({ from: name, source }))),
);

/** What some programs of the language reference leave to those around them. */
const surroundings: readonly (readonly [mark: string, before: string])[] = [
  ["theny", "def theny = dice def online = ce def epoch_loss = bce minimize "],
  ["then@late (", "param late = epoch30 minimize "],
  ["on aux", "task { classes: background, three, eight, zero heads: main, aux masks: roi } minimize "],
];

const page = readFileSync(new URL("../../grammar/grammar.md", import.meta.url), "utf8");

const ofLanguage: readonly Shown[] = [...page.matchAll(/^```loss\n([\s\S]*?)^```$/gm)].map(([, text]) => {
  const [, before = ""] = surroundings.find(([mark]) => text!.includes(mark)) ?? [];
  return { from: "grammar.md", source: before + text!.trim() };
});

export const shown: readonly Shown[] = [...ofLosses, ...ofRecipes, ...ofChapters, ...ofLanguage];

/** The file that a program of the language reference uses. */
export const used = "def shared = dice + ce";
