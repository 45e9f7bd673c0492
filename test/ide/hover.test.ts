import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { hover } from "../../src/ide/hover/hover.js";
import { stdlib } from "../../stdlib/index.js";
import { recipes } from "../../stdlib/recipes.gen.js";
import { analysed, files } from "./marked.js";

/*
 * hover.md shows texts with a mark, each followed by what the editor then says, as a quotation. UPDATE_GOLDEN=1 rewrites it; review reads the diff.
 */
const page = new URL("./hover.md", import.meta.url);
const section = /^````loss\n([\s\S]*?)\n````\n((?:>.*\n)*)/gm;
const shared =
  "//! What several files share.\n\n/// Overlap of the vessels, mixed by `w`.\ndef region(w = 0.5) = w*dice[1] + (1 - w)*ce";

/** What recipes of edges and contours name. */
const task = "task { fields: normals heads: main, motion } ";

const said = (text: string) => {
  const { analysis, offset } = analysed(text, { ...files({ "shared.loss": shared }), epochs: 100 });
  return hover(analysis, offset)?.markdown ?? "nothing";
};

describe("hover", () => {
  it("says what the page shows", () => {
    const text = readFileSync(page, "utf8");
    const wanted = text.replace(section, (_, program: string) => {
      const lines = said(program).split("\n");
      return `\`\`\`\`loss\n${program}\n\`\`\`\`\n${lines.map((line) => `> ${line}`.trimEnd()).join("\n")}\n`;
    });
    if (process.env.UPDATE_GOLDEN) writeFileSync(page, wanted);
    else expect(text).toBe(wanted);
    expect(text.match(section)!.length).toBeGreaterThan(25);
  });

  it("tells every loss of the library in full, within a screen", () => {
    for (const { name, summary, params } of stdlib) {
      const markdown = said(`|${name}`);
      expect(markdown, name).toContain(summary);
      for (const parameter of Object.keys(params.shape))
        expect(markdown, name).toMatch(new RegExp(`^- \`${parameter}[\`=]`, "m"));
      // Lists are a line an item; paragraphs a line or two.
      expect(markdown.split("\n").filter(Boolean).length, name).toBeLessThanOrEqual(40);
    }
  });

  it("expands every recipe to a program that means the same", () => {
    const names = recipes.flatMap(({ text }) => [...text.matchAll(/^def (\w+)/gm)].map(([, name]) => name!));
    expect(names.length).toBeGreaterThan(15);
    const meaning = (text: string) => {
      const { terms, phases } = analysed(`${task}minimize ${text}|`, { epochs: 100 }).analysis.program ?? {};
      return { terms: terms?.map(({ span, ...term }) => term), phases };
    };
    let told = 0;
    for (const name of names) {
      const expansion = /\*\*Expands to\*\*[^\n]*\n\n```loss\n([\s\S]*?)```/.exec(
        said(`${task}minimize |${name}`),
      )?.[1];
      if (expansion === undefined) continue;
      told++;
      expect(meaning(expansion), name).toEqual(meaning(name));
    }
    expect(told).toBeGreaterThan(10);
  });

  it("covers the name under the cursor", () => {
    const { analysis, offset, text } = analysed("0.5*di|ce + ce");
    const { start, end } = hover(analysis, offset)!.span;
    expect(text.slice(start, end)).toBe("dice");
  });

  it("has nothing to say of blanks", () => {
    const { analysis, offset } = analysed("dice  |  + ce");
    expect(hover(analysis, offset)).toBeUndefined();
  });
});
