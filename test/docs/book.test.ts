import { describe, expect, it } from "vitest";
import { describeLoss } from "../../src/describe/loss.js";
import { describeRecipes } from "../../src/describe/recipe.js";
import { firstSentence } from "../../src/describe/sentences.js";
import { bookOf, chapterComparison } from "../../src/docs/book.js";
import { bookMarkdown, contentsMarkdown } from "../../src/docs/markdown.js";
import { bookTerminal, chapterTerminal, contentsTerminal } from "../../src/docs/terminal/chapter.js";
import { displayWidth } from "../../src/docs/terminal/wrap.js";
import * as train from "../../src/train/index.js";
import { chapters } from "../../stdlib/chapters/index.js";
import { recipes, stdlib } from "../../stdlib/index.js";

const plain = (text: string) => text;
const look = (width: number) => ({ colors: { bold: plain, dim: plain, cyan: plain, yellow: plain }, width });
const around = { library: stdlib, recipes };
const pages = [...stdlib.map((loss) => describeLoss(loss, around)), ...describeRecipes(around)];
const book = bookOf(chapters, pages);
const words = (text: string) => text.replace(/[\s─]+/g, " ");

describe("the book", () => {
  it("has every loss and recipe in one chapter", () => {
    const names = book.flatMap((chapter) => chapter.pages.map((page) => page.name));
    expect(names.toSorted()).toEqual(pages.map((page) => page.name).toSorted());
  });

  it("has chapters that nothing else is called", () => {
    const taken = new Set(pages.map((page) => page.name));
    expect(chapters.filter(({ name }) => taken.has(name))).toEqual([]);
    expect(new Set(chapters.map(({ name }) => name)).size).toBe(chapters.length);
  });

  it("names in its prose only what there is", () => {
    const known = new Set([
      ...pages.map((page) => page.name),
      ...pages.flatMap((page) => page.parameters.map((p) => p.name)),
      ...Object.keys(train),
    ]);
    const named = chapters.flatMap(({ introduction, sections }) =>
      [introduction, ...sections.map(({ text }) => text)].flatMap((text) =>
        [...text.matchAll(/`([a-z]\w*)`/g)].map(([, name]) => name!),
      ),
    );
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  it("puts losses side by side by what their records say", () => {
    const rows = chapterComparison(book.find(({ name }) => name === "boundaries")!);
    const hdDt = stdlib.find(({ name }) => name === "hd_dt")!;
    expect(rows[0]).toEqual(["loss", "input", "range", "cost", "use it when"]);
    expect(rows).toContainEqual(["hd_dt", "probabilities", "≥ 0", "transform", firstSentence(hdDt.advice)]);
    expect(rows.find(([name]) => name === "boundary")?.[2]).toBe("any");
    const made = chapterComparison(book.find(({ name }) => name === "recipes")!);
    expect(made.find(([name]) => name === "region_then_boundary")?.[1]).toBe("generalized_dice, boundary");
  });

  it.each([72, 80, 120])("keeps to %d columns", (width) => {
    const text = bookTerminal(book, look(width));
    const programs = new Set(
      pages.flatMap((page) => (page.kind === "loss" ? page.examples : [])).map((e) => e.program),
    );
    for (const line of text.split("\n"))
      if (/\S\s\S/.test(line.trim()) && !programs.has(line.trim()) && !/[=({*]/.test(line))
        expect(displayWidth(line), line).toBeLessThanOrEqual(width);
  });

  it("says all of it, whoever reads", () => {
    const [markdown, text] = [words(bookMarkdown(book)), words(bookTerminal(book, look(80)))];
    for (const { introduction, sections } of book)
      for (const part of [introduction, ...sections.map((section) => section.text)]) {
        expect(markdown).toContain(words(part));
        expect(text).toContain(words(part));
      }
  });
});

describe("the contents", () => {
  it("name every page, with its summary", () => {
    const [markdown, text] = [contentsMarkdown(book), contentsTerminal(book, look(80))];
    for (const { name, summary } of pages) {
      expect(markdown).toContain(`- \`${name}\` — ${summary}`);
      expect(text).toContain(name);
      expect(words(text)).toContain(words(summary));
    }
  });
});

describe("a table in a terminal", () => {
  it("becomes a list where columns would be too narrow", () => {
    const regions = book.find(({ name }) => name === "regions")!;
    expect(chapterTerminal(regions, look(120))).toMatch(/^ {2}loss +input +range +cost +use it when$/m);
    expect(chapterTerminal(regions, look(60))).toMatch(/^ {2}dice {2}probabilities · 0 … 1 · linear$/m);
  });
});
