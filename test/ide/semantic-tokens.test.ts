import { describe, expect, it } from "vitest";
import { semanticTokens } from "../../src/ide/index.js";
import { analysed, files } from "./marked.js";

/** Each token with its type and modifiers: `dice:function.defaultLibrary`. */
function told(source: string): string[] {
  const { analysis, text } = analysed(source, files({ "x.loss": "def shared = dice" }));
  return semanticTokens(analysis).map(({ span, type, modifiers }) =>
    [`${text.slice(span.start, span.end)}:${type}`, ...modifiers].join("."),
  );
}

describe("semantic tokens", () => {
  it.each<[string, string[]]>([
    ["0.5*dice", ["0.5:number", "*:operator", "dice:function.defaultLibrary"]],
    ["dice_ce", ["dice_ce:function.defaultLibrary"]],
    [
      "param late = epoch40",
      ["param:keyword", "late:variable.readonly.declaration", "=:operator", "epoch:type", "40:number"],
    ],
    ["nonsense", []],
    [
      "dice then@30% ce",
      [
        "dice:function.defaultLibrary",
        "then:keyword",
        "@:operator",
        "30:number",
        "%:type",
        "ce:function.defaultLibrary",
      ],
    ],
    ["dice // so", ["dice:function.defaultLibrary", "// so:comment"]],
    [
      "/// so\ndef a = dice",
      [
        "/// so:comment.documentation",
        "def:keyword",
        "a:function.declaration",
        "=:operator",
        "dice:function.defaultLibrary",
      ],
    ],
    [
      "def f(w = 1) = w*dice",
      [
        "def:keyword",
        "f:function.declaration",
        "w:parameter.declaration",
        "=:operator",
        "1:number",
        "=:operator",
        "w:parameter",
        "*:operator",
        "dice:function.defaultLibrary",
      ],
    ],
    [
      "task { classes: a space: 2d } minimize dice[a]",
      [
        "task:keyword",
        "classes:property.defaultLibrary",
        "a:enumMember.declaration",
        "space:property.defaultLibrary",
        "2:number",
        "d:type",
        "minimize:keyword",
        "dice:function.defaultLibrary",
        "a:enumMember",
      ],
    ],
    [
      "dice on aux where roi",
      ["dice:function.defaultLibrary", "on:keyword", "aux:property.readonly", "where:keyword", "roi:variable"],
    ],
    ['use "./x.loss"', ["use:keyword", '"./x.loss":string']],
    ["dice(smooth=1)", ["dice:function.defaultLibrary", "smooth:property", "=:operator", "1:number"]],
    [
      'dice then@plateau("val") ce',
      [
        "dice:function.defaultLibrary",
        "then:keyword",
        "@:operator",
        "plateau:function.defaultLibrary",
        '"val":event',
        "ce:function.defaultLibrary",
      ],
    ],
    [
      "dice then@epoch1..9 cosine ce",
      [
        "dice:function.defaultLibrary",
        "then:keyword",
        "@:operator",
        "epoch:type",
        "1:number",
        "..:operator",
        "9:number",
        "cosine:enumMember.defaultLibrary",
        "ce:function.defaultLibrary",
      ],
    ],
  ])("%s", (source, expected) => {
    expect(told(source)).toEqual(expected);
  });

  it("are of a range those that touch it", () => {
    const { analysis, text, spans } = analysed("0.5*«dice + 2*c»e then@epoch4 betti");
    const found = semanticTokens(analysis, spans[0]).map(({ span }) => text.slice(span.start, span.end));
    expect(found).toEqual(["dice", "+", "2", "*", "ce"]);
  });
});
