import { describe, expect, it } from "vitest";
import { definition, highlights, references } from "../../src/ide/index.js";
import type { Span } from "../../src/text.js";
import { analysed, files, marking } from "./marked.js";

const shared = "def shared(k = 1) = k*dice[vessel]\ndef other = shared(k=2)\n";
const used = files({ "shared.loss": shared });

const inFile = (spans: readonly Span[], file: string) => spans.filter((span) => span.file === file);

describe("definition", () => {
  it.each([
    ["def a = dice  minimize |a", "«def «a» = dice»  minimize a"],
    ["def a = dice  minimize a|", "«def «a» = dice»  minimize a"],
    ["param w = 0.5  minimize w|*dice", "«param «w» = 0.5»  minimize w*dice"],
    ["param late = epoch4  minimize dice then@la|te+1 ce", "«param «late» = epoch4»  minimize dice then@late+1 ce"],
    ["def f(w = 1) = |w*dice  minimize f", "def f(««w» = 1») = w*dice  minimize f"],
    ["def f(w = 1) = w*dice  minimize f(|w=2)", "def f(««w» = 1») = w*dice  minimize f(w=2)"],
    ["task { classes: a, b }  minimize dice[|b]", "task { «classes: a, «b»» }  minimize dice[b]"],
    ["task { classes: a, b }  minimize dice[|1]", "task { «classes: a, «b»» }  minimize dice[1]"],
    ["task { heads: x, y }  minimize dice on |y", "task { «heads: x, «y»» }  minimize dice on y"],
    ["task { masks: roi }  minimize dice where r|oi", "task { «masks: «roi»» }  minimize dice where roi"],
    ["task { fields: n }  minimize nms_edge(normals=|n)", "task { «fields: «n»» }  minimize nms_edge(normals=n)"],
  ])("%s", (source, expected) => {
    const { analysis, offset, text } = analysed(source);
    const found = definition(analysis, offset)!;
    expect(found.target.file).toBe("main.loss");
    expect(marking(text, [found.target, found.name])).toBe(expected);
  });

  it("leads into files that are used, and to the files themselves", () => {
    const { analysis, offset } = analysed('use "./shared.loss"  minimize sha|red', used);
    const found = definition(analysis, offset)!;
    expect(found.target.file).toBe("shared.loss");
    expect(shared.slice(found.name.start, found.name.end)).toBe("shared");
    const use = analysed('use "./sha|red.loss"  minimize shared', used);
    expect(definition(use.analysis, use.offset)).toMatchObject({ target: { file: "shared.loss", start: 0 } });
  });

  it("leads to recipes of the library", () => {
    const { analysis, offset } = analysed("dice_|ce_hd");
    expect(definition(analysis, offset)?.target.file).toBe("dice_ce_hd.loss");
  });

  it.each(["di|ce", "dice | + ce", "nonsen|se", "0.|5*dice", "dice th|en@epoch4 ce"])("is nowhere for %s", (source) => {
    const { analysis, offset } = analysed(source);
    expect(definition(analysis, offset)).toBeUndefined();
  });
});

describe("highlights", () => {
  it.each([
    ["def |a = dice  minimize a + 2*a", "def «a» = dice  minimize «a» + 2*«a»"],
    ["di|ce + 0.5*dice[1] + ce", "«dice» + 0.5*«dice»[1] + ce"],
    [
      "def f(w = 1) = w*dice  def g(w = 2) = |w*ce  minimize f(w=3) + g(w=4)",
      "def f(w = 1) = w*dice  def g(«w» = 2) = «w»*ce  minimize f(w=3) + g(«w»=4)",
    ],
    [
      "task { classes: a, b }  minimize dice[|b] + ce[0..1] + ce[1]",
      "task { classes: a, «b» }  minimize dice[«b»] + ce[0..1] + ce[«1»]",
    ],
    [
      "task { heads: a, b masks: a }  minimize dice on |a + ce where a",
      "task { heads: «a», b masks: a }  minimize dice on «a» + ce where a",
    ],
    [
      "dice then@epoch1..2 co|sine ce + ramp(0, 1, over=2, ease=cosine)*dice",
      "dice then@epoch1..2 «cosine» ce + ramp(0, 1, over=2, ease=«cosine»)*dice",
    ],
  ])("%s", (source, expected) => {
    const { analysis, offset, text } = analysed(source);
    const found = highlights(analysis, offset);
    expect(
      marking(
        text,
        found.map(({ span }) => span),
      ),
    ).toBe(expected);
  });

  it("tells the declaration from the rest", () => {
    const { analysis, offset } = analysed("def a = dice  minimize |a");
    expect(highlights(analysis, offset).map(({ kind }) => kind)).toEqual(["declaration", "reference"]);
  });
});

describe("references", () => {
  it("are found in the files that are used", () => {
    const { analysis, offset, text } = analysed('use "./shared.loss"  minimize |shared + other', used);
    const found = references(analysis, offset);
    expect(marking(text, inFile(found, "main.loss"))).toBe('use "./shared.loss"  minimize «shared» + other');
    expect(marking(shared, inFile(found, "shared.loss"))).toBe(shared.replaceAll("shared", "«shared»"));
    expect(references(analysis, offset, { declaration: false })).toHaveLength(2);
  });

  it("are found in used files for the classes of the program that uses them", () => {
    const source = 'use "./shared.loss" task { classes: background, ves|sel }  minimize shared[vessel]';
    const { analysis, offset } = analysed(source, used);
    const found = references(analysis, offset);
    expect(inFile(found, "main.loss")).toHaveLength(2);
    expect(marking(shared, inFile(found, "shared.loss"))).toContain("dice[«vessel»]");
  });

  it("are found in the files that use this one", () => {
    const user = 'use "./main.loss"  minimize mine';
    const others = [analysed(user, files({ "main.loss": "def mine = dice" }), "user.loss").analysis];
    const { analysis, offset } = analysed("def m|ine = dice");
    expect(references(analysis, offset)).toHaveLength(1);
    const found = references(analysis, offset, { others });
    expect(marking(user, inFile(found, "user.loss"))).toBe('use "./main.loss"  minimize «mine»');
    expect(inFile(found, "main.loss")).toHaveLength(1);
  });
});
