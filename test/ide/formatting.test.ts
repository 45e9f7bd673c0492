import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatting, rangeFormatting } from "../../src/ide/index.js";
import { format } from "../../src/syntax/format.js";
import { programs } from "../syntax/programs.js";
import { edited, marked } from "./marked.js";

const analysis = (text: string) => ({ source: { file: "main.loss", text } });

describe("formatting", () => {
  it("changes only what differs", () => {
    const text = "0.5 * dice+ce\n";
    const edits = formatting(analysis(text));
    expect(edits.map(({ span, text: next }) => [span.start, span.end, next])).toEqual([
      [3, 4, ""],
      [5, 6, ""],
      [10, 10, " "],
      [11, 11, " "],
    ]);
    expect(edited(text, edits)).toBe("0.5*dice + ce\n");
  });

  it("leaves a text with a mistake, and one that is laid out, as they are", () => {
    expect(formatting(analysis("0.5 *"))).toEqual([]);
    expect(formatting(analysis("0.5*dice + ce\n"))).toEqual([]);
  });

  it("does for any program what the formatter does, without touching a word", () => {
    fc.assert(
      fc.property(programs(true), (text) => {
        const edits = formatting(analysis(text));
        expect(edited(text, edits)).toBe(format(text));
        for (const { span, text: next } of edits) {
          expect(next.trim()).toBe("");
          expect(text.slice(span.start, span.end)).toMatch(/^[\s,]*$/);
        }
      }),
      { seed: 11, numRuns: 200 },
    );
  });

  it("keeps within a range", () => {
    const { text, spans } = marked("def a = 0.5 * dice\ndef b = «0.5 * dice»\n\n\nminimize a+b");
    const edits = rangeFormatting(analysis(text), spans[0]!);
    expect(edited(text, edits)).toContain("def a = 0.5 * dice\n");
    expect(edited(text, edits)).toContain("def b = 0.5*dice\n");
    expect(edited(text, edits)).toContain("minimize a+b");
  });
});
