import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import { leastEdit, rangeOf, stretchOf } from "../../src/lsp/convert.js";

const documentOf = (text: string) => TextDocument.create("file:///a.loss", "loss", 1, text);
/** Texts full of what is hard to count: ends of lines of all kinds, signs of two UTF-16 units, halves of them. */
const texts = fc
  .array(fc.constantFrom("a", " ", "\n", "\r\n", "\r", "é", "∑", "\u{1F600}", "\ud83d", "\ude00"), { maxLength: 30 })
  .map((parts) => parts.join(""));

describe("places", () => {
  it("are counted in UTF-16, from 0, over every kind of line end", () => {
    const document = documentOf("é∑\u{1F600}x\r\nab\rc\nd");
    const place = (offset: number) => rangeOf(document, { start: offset, end: offset }).start;
    expect(place(4)).toEqual({ line: 0, character: 4 });
    expect(place(7)).toEqual({ line: 1, character: 0 });
    expect(place(10)).toEqual({ line: 2, character: 0 });
    expect(place(12)).toEqual({ line: 3, character: 0 });
    expect(place(99)).toEqual({ line: 3, character: 1 });
  });

  it("come back as they went, but for those between the signs of one line end", () => {
    fc.assert(
      fc.property(texts, fc.nat(40), fc.nat(40), (text, a, b) => {
        const [start, end] = [Math.min(a, b, text.length), Math.min(Math.max(a, b), text.length)];
        const document = documentOf(text);
        const outside = (at: number) => (text[at - 1] === "\r" && text[at] === "\n" ? at - 1 : at);
        expect(stretchOf(document, rangeOf(document, { start, end }))).toEqual({
          start: outside(start),
          end: outside(end),
        });
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});

describe("the least edit", () => {
  it("leaves what both texts begin and end with", () => {
    const [edit] = leastEdit(documentOf("0.5 * dice + ce\n"), "0.5*dice + ce\n");
    expect(edit).toEqual({
      range: { start: { line: 0, character: 3 }, end: { line: 0, character: 6 } },
      newText: "*",
    });
    expect(leastEdit(documentOf("dice\n"), "dice\n")).toEqual([]);
  });

  it("makes one text the other", () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const document = documentOf(before);
        expect(TextDocument.applyEdits(document, leastEdit(document, after))).toBe(after);
      }),
      { seed: 7, numRuns: 2000 },
    );
  });
});
