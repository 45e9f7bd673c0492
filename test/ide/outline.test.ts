import { describe, expect, it } from "vitest";
import {
  type DocumentSymbol,
  documentLinks,
  documentSymbols,
  foldingRanges,
  selectionRanges,
  workspaceSymbols,
} from "../../src/ide/index.js";
import { analysed, files, marking } from "./marked.js";

const lines = (symbols: readonly DocumentSymbol[], depth = 0): string[] =>
  symbols.flatMap(({ kind, name, detail, children }) => [
    `${"  ".repeat(depth)}${kind} ${name}${detail && `: ${detail}`}`,
    ...lines(children, depth + 1),
  ]);

describe("document symbols", () => {
  it("are the items with their parts", () => {
    const { analysis } = analysed(
      `use "./x.loss"
task { classes: background, vessel  space: 2d }
param late = epoch40
/// Overlap first.
def region(w = 0.5) = w*dice + (1 - w)*ce
minimize region then@late..late+10 region + 0.2*cldice[vessel]`,
      files({ "x.loss": "def x = dice" }),
    );
    expect(lines(documentSymbols(analysis))).toEqual([
      "task task",
      "  entry classes: background, vessel",
      "    class background",
      "    class vessel",
      "  entry space: 2d",
      "param late: epoch40",
      "def region: Overlap first.",
      "  parameter w: 0.5",
      "program minimize",
      "  phase from the beginning: region",
      "  phase then@late..late+10: region + 0.2*cldice[vessel]",
    ]);
  });

  it("hold the name within the whole, and the parts within what they are parts of", () => {
    const { analysis } = analysed("task { heads: a, b } def f(w = 1) = w*dice minimize f then@epoch4 ce");
    const judge = (symbols: readonly DocumentSymbol[], outer?: DocumentSymbol): void => {
      for (const symbol of symbols) {
        expect(symbol.selection.start).toBeGreaterThanOrEqual(symbol.span.start);
        expect(symbol.selection.end).toBeLessThanOrEqual(symbol.span.end);
        if (outer) expect(symbol.span.start >= outer.span.start && symbol.span.end <= outer.span.end).toBe(true);
        judge(symbol.children, symbol);
      }
    };
    judge(documentSymbols(analysis));
  });

  it("go on where the text is torn", () => {
    expect(lines(documentSymbols(analysed("def = dice  def b = ").analysis))).toEqual(["def b"]);
  });
});

describe("workspace symbols", () => {
  const analyses = [
    analysed("task { classes: background, vessel } def region_vessels = dice  minimize region_vessels").analysis,
    analysed("def rough = dice  param gain = 2  def vessel_region(w = 1) = w*ce", {}, "other.loss").analysis,
  ];
  const found = (query: string) => workspaceSymbols(analyses, query).map(({ name, span }) => `${span.file} ${name}`);

  it.each([
    ["rgv", ["main.loss region_vessels"]],
    ["vessel", ["main.loss vessel", "other.loss vessel_region", "main.loss region_vessels"]],
    ["gain", ["other.loss gain"]],
    ["zz", []],
  ])("for `%s`", (query, expected) => {
    expect(found(query)).toEqual(expected);
  });

  it("are all of them for nothing, but no parts of definitions", () => {
    expect(found("")).toHaveLength(6);
  });
});

describe("folding", () => {
  it("folds items, phases and runs of comments", () => {
    const { analysis, text } = analysed(`// one
// two

// alone
task {
  classes: a, b
}
def f = dice( // kept
  smooth=1
)
minimize f
  then@epoch4 f +
    ce
  then@epoch8 ce`);
    const folded = foldingRanges(analysis).map(
      ({ span, kind }) => `${kind} ${JSON.stringify(text.slice(span.start, span.end))}`,
    );
    expect(folded).toEqual([
      'comment "// one\\n// two"',
      'block "task {\\n  classes: a, b\\n}"',
      'block "def f = dice( // kept\\n  smooth=1\\n)"',
      'block "minimize f\\n  then@epoch4 f +\\n    ce\\n  then@epoch8 ce"',
      'block "epoch4 f +\\n    ce"',
    ]);
  });

  it("has nothing to fold on one line", () => {
    expect(foldingRanges(analysed("task { classes: a, b } minimize dice").analysis)).toEqual([]);
  });
});

describe("selection", () => {
  it("grows from the innermost part to the file", () => {
    const { analysis, offset, text } = analysed("def a = ce minimize 0.5*(dice[0](smo|oth=1) + a)");
    const grown = selectionRanges(analysis, offset).map(({ start, end }) => text.slice(start, end));
    expect(grown).toEqual([
      "smooth",
      "smooth=1",
      "dice[0](smooth=1)",
      "dice[0](smooth=1) + a",
      "(dice[0](smooth=1) + a)",
      "0.5*(dice[0](smooth=1) + a)",
      "minimize 0.5*(dice[0](smooth=1) + a)",
      text,
    ]);
  });

  it("takes a comment as a whole", () => {
    const { analysis, offset, text } = analysed("dice // so | it is");
    expect(selectionRanges(analysis, offset).map(({ start, end }) => text.slice(start, end))).toEqual([
      "// so  it is",
      text,
    ]);
  });
});

describe("document links", () => {
  it("are the paths of `use`, from where the file is", () => {
    const { analysis, text } = analysed('use "../a/shared.loss"  minimize dice', {}, "x/b/main.loss");
    const [link] = documentLinks(analysis);
    expect(marking(text, [link!.span])).toBe('use "«../a/shared.loss»"  minimize dice');
    expect(link!.target).toBe("x/a/shared.loss");
    expect(documentLinks(analysed('use "./a.loss').analysis)[0]!.target).toBe("a.loss");
  });
});
