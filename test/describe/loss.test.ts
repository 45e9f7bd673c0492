import { describe, expect, it } from "vitest";
import { describeLoss, dimensionsInWords, rangeInWords } from "../../src/describe/loss.js";
import { describeRecipes } from "../../src/describe/recipe.js";
import { pageMarkdown } from "../../src/docs/markdown.js";
import { pageTerminal } from "../../src/docs/terminal/page.js";
import { displayWidth } from "../../src/docs/terminal/wrap.js";
import { recipes, stdlib } from "../../stdlib/index.js";

const plain = (text: string) => text;
const look = { colors: { bold: plain, dim: plain, cyan: plain, yellow: plain }, width: 80 };
const around = { library: stdlib, recipes };
const words = (s: string) => s.replace(/\s+/g, " ");

describe.each(stdlib.map((loss) => [loss.name, loss] as const))("the page of %s", (_, loss) => {
  const page = describeLoss(loss, around);

  it("shows every parameter the declaration has, with a meaning", () => {
    expect(page.parameters.map((p) => p.name)).toEqual(Object.keys(loss.params.shape));
    for (const p of page.parameters) expect(p.meaning, p.name).not.toBe("");
    for (const p of page.parameters) expect(p.accepts, p.name).not.toBe("any value");
  });

  it("turns the formula into one readable line", () => {
    expect(page.formula.text).not.toMatch(/[\\{}]|\bfrac\b|undefined/);
    expect(page.formula.text.length).toBeGreaterThan(3);
  });

  it("says all of it in Markdown and in a terminal", () => {
    const [md, text] = [pageMarkdown(page), pageTerminal(page, look)];
    for (const part of [loss.summary, loss.advice, loss.edges, loss.reference]) {
      expect(words(md)).toContain(words(part));
      expect(words(text)).toContain(words(part));
    }
    for (const example of loss.examples) expect(md).toContain(`\`\`\`loss\n${example}\n\`\`\``);
    expect(md).toContain(`$$${loss.formula}$$`);
  });

  it("keeps prose within the width", () => {
    const prose = pageTerminal(page, look)
      .split("\n")
      .filter((line) => line.includes(" ") && !loss.examples.includes(line.trim()));
    for (const line of prose) if (line.trim().includes(" ")) expect(displayWidth(line), line).toBeLessThanOrEqual(90);
  });

  it("is plain data", () => expect(JSON.parse(JSON.stringify(page))).toEqual(page));
});

describe("recipes", () => {
  const [page, bare] = describeRecipes({
    library: stdlib,
    recipes: [
      {
        file: "a.loss",
        text: "/// Both at once. And more\n/// of it.\ndef both(w = 0.5, late = epoch40) = w*dice + ce\ndef bare = dice",
      },
    ],
  });

  it("are read from their definitions", () => {
    expect(page).toEqual({
      kind: "recipe",
      name: "both",
      summary: "Both at once.",
      doc: "Both at once. And more\nof it.",
      signature: "both(w = 0.5, late = epoch40)",
      parameters: [
        { name: "w", default: "0.5" },
        { name: "late", default: "epoch40" },
      ],
      terms: ["dice", "ce"],
      source: "def both(w = 0.5, late = epoch40) = w*dice + ce",
    });
    expect(bare).toMatchObject({ signature: "bare", summary: "", parameters: [] });
  });

  it("have pages", () => {
    expect(pageMarkdown(page!)).toContain("```loss\ndef both(");
    expect(pageTerminal(page!, look)).toContain("late  default epoch40");
  });
});

describe("facts in words", () => {
  it("of ranges", () => {
    expect(rangeInWords([0, 1])).toBe("from 0 to 1");
    expect(rangeInWords([0, null])).toBe("at least 0");
    expect(rangeInWords([null, 0])).toBe("at most 0");
    expect(rangeInWords([null, null])).toBe("any number");
  });
  it("of dimensions", () => {
    expect(dimensionsInWords([2, 3])).toBe("images and volumes (2-D, 3-D)");
    expect(dimensionsInWords([3])).toBe("volumes (3-D)");
  });
});
