import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { reserved } from "../../grammar/words.js";
import { format } from "../../src/syntax/format.js";
import { limits } from "../../src/syntax/limits.js";
import { parse } from "../../src/syntax/parse.js";

const page = readFileSync(new URL("../../grammar/grammar.md", import.meta.url), "utf8");
const blocks = [...page.matchAll(/^```loss(?: error=(L\d+))?\n([\s\S]*?)^```$/gm)].map(([, code, text]) => ({
  code,
  text: text!,
}));

describe("the language reference", () => {
  it("shows programs and mistakes", () => {
    expect(blocks.length).toBeGreaterThan(20);
    expect(blocks.length).toBe(page.match(/^```loss/gm)!.length);
  });

  it.each(blocks)("$text", ({ code, text }) => {
    const codes = parse({ file: "grammar.md", text }).diagnostics.map((d) => d.code);
    // Mistakes of other kinds are the checker's to find: the text itself is in order.
    expect(codes).toEqual(code?.startsWith("L1") ? [code] : []);
  });

  it("shows its longest program as the formatter writes it", () => {
    const { text } = blocks[1]!;
    expect(format(text)).toBe(text);
  });

  it("lists the reserved words and the bounds", () => {
    for (const word of reserved) expect(page).toContain(`\`${word}\``);
    for (const bound of [limits.characters, limits.nesting, limits.operators, limits.reports]) {
      expect(page).toContain(bound.toLocaleString("en-US"));
    }
  });
});
