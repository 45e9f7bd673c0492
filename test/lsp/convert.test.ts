import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import { offsetRangeOf, rangeOf, textEditsOf } from "../../src/lsp/protocol/convert.js";

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
        expect(offsetRangeOf(document, rangeOf(document, { start, end }))).toEqual({
          start: outside(start),
          end: outside(end),
        });
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});

describe("edits", () => {
  const edit = (start: number, end: number, text: string) => ({ span: { file: "/a.loss", start, end }, text });

  it("end lines as the text does", () => {
    const document = documentOf("a\r\nb\r\n");
    expect(TextDocument.applyEdits(document, textEditsOf(document, [edit(4, 4, "\nc")]))).toBe("a\r\nb\r\nc\r\n");
  });

  it("that would change nothing are not made", () => {
    const document = documentOf("a\r\nb");
    expect(textEditsOf(document, [edit(1, 2, ""), edit(1, 3, "\n"), edit(0, 1, "a")])).toEqual([]);
  });

  it("do what they say, but for what stands between the signs of a line end", () => {
    fc.assert(
      fc.property(texts, texts, fc.nat(40), fc.nat(40), (text, put, a, b) => {
        const [start, end] = [Math.min(a, b, text.length), Math.min(Math.max(a, b), text.length)];
        const document = documentOf(text);
        const made = TextDocument.applyEdits(document, textEditsOf(document, [edit(start, end, put)]));
        const plain = (t: string) => t.replaceAll("\r", "");
        expect(plain(made)).toBe(plain(text.slice(0, start) + put + text.slice(end)));
      }),
      { seed: 7, numRuns: 2000 },
    );
  });
});
