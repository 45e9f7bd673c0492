import { describe, expect, it } from "vitest";
import { type Analysis, analyse, codeActions, refactoringsAt } from "../../src/ide/index.js";
import { meaning } from "../../src/schedule/meaning.js";
import { analysed, edited } from "./marked.js";

/** The text after the refactoring with a title like this, or the titles there are. */
function refactored(source: string, title: RegExp): { text: string; analysis: Analysis; before: Analysis } {
  const { analysis, spans, offset, text } = analysed(source);
  const range = spans[0] ?? { start: offset, end: offset };
  const actions = refactoringsAt(analysis, range);
  const action = actions.find((a) => title.test(a.title));
  if (!action) return { text: `none but ${actions.map((a) => a.title).join(", ")}`, analysis, before: analysis };
  const changed = edited(text, action.edits);
  return { text: changed, analysis: analyse({ file: "main.loss", text: changed }, analysis.options), before: analysis };
}

const cases: [string, RegExp, string][] = [
  ["0.5*(«dice + ce») then@epoch4 betti", /Extract/, "def part = dice + ce\n\nminimize 0.5*(part) then@epoch4 betti"],
  ["0.5*«(dice + ce)» then@epoch4 betti", /Extract/, "def part = dice + ce\n\nminimize 0.5*part then@epoch4 betti"],
  ["0.5*« dice » + ce", /Extract/, "def part = dice\n\nminimize 0.5* part  + ce"],
  [
    "/// So.\ndef f(w = 0.5, v = 2) = «w*dice» + v*ce\n\nminimize f(w=0.25)",
    /Extract/,
    "def part(w = 0.5) = w*dice\n\n/// So.\ndef f(w = 0.5, v = 2) = part(w=w) + v*ce\n\nminimize f(w=0.25)",
  ],
  [
    "def part = ce\nminimize part + «dice[1] on aux»",
    /Extract/,
    "def part = ce\ndef part2 = dice[1] on aux\n\nminimize part + part2",
  ],
  ["def a = dice + ce\n\nminimize 0.5*|a", /Inline/, "\nminimize 0.5*(dice + ce)"],
  [
    "/// Doc.\ndef |a = dice + ce\nminimize 0.5*a + a then@epoch4 a",
    /Inline/,
    "minimize 0.5*(dice + ce) + dice + ce then@epoch4 dice + ce",
  ],
  ["def a = dice + ce\nminimize |a - a", /Inline/, "def a = dice + ce\nminimize dice + ce - a"],
  ["def a = dice + ce\nminimize betti - |a", /Inline/, "minimize betti - (dice + ce)"],
  ["def f(w = 0.5) = w*dice + (1 - w)*ce\nminimize |f(w=0.25)", /Inline/, "minimize 0.25*dice + (1 - 0.25)*ce"],
  ["def f(w = 0.5) = w*dice + tversky(alpha=w)\nminimize |f", /Inline/, "minimize 0.5*dice + tversky(alpha=0.5)"],
  [
    "def g(w = 1) = w*dice  def f(w = 2) = g(w=w)\nminimize |f(w=-1)",
    /Inline/,
    "def g(w = 1) = w*dice  \nminimize g(w=-1)",
  ],
  ["def a = dice + ce\nminimize |a[1]", /Inline/, "minimize (dice + ce)[1]"],
  ["def a = dice\nminimize |a[1] + a[0]", /Inline/, "def a = dice\nminimize dice[1] + a[0]"],
  [
    "def a = dice then@epoch4 ce\nminimize betti then@epoch1 |a",
    /Inline/,
    "minimize betti then@epoch1 (dice then@epoch4 ce)",
  ],
  [
    "task { classes: a, b, c }\nminimize dice[|1] + ce[!0]",
    /name/,
    "task { classes: a, b, c }\nminimize dice[b] + ce[!0]",
  ],
  ["task { classes: a, b, c }\nminimize ce[!|0..1]", /name/, "task { classes: a, b, c }\nminimize ce[!a, b]"],
];

describe("refactorings", () => {
  it.each(cases)("%s %s", (source, title, expected) => {
    const { text, analysis, before } = refactored(source, title);
    expect(text).toBe(expected);
    // What the program means stays.
    expect(analysis.diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code)).toEqual(
      before.diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code),
    );
    if (before.program) expect(meaning(analysis.program!)).toBe(meaning(before.program));
  });

  it("write out the defaults of a loss, and change nothing", () => {
    const { text, analysis, before } = refactored("0.5*tver|sky(alpha=0.3)", /defaults/);
    expect(text).toMatch(/^0\.5\*tversky\(alpha=0\.3, beta=/);
    expect(meaning(analysis.program!)).toBe(meaning(before.program!));
  });

  it.each([
    ["dice then@epoch4|0 ce", "dice then@epoch40..50 ce"],
    ["dice then@step|40 ce", "dice then@step40..1040 ce"],
  ])("turn a switch into a fade: %s", (source, expected) => {
    expect(refactored(source, /Fade/).text).toBe(expected);
  });

  it.each([
    ["0.5*(di«ce + c»e)", /Extract/],
    ["def a = a + dice\nminimize |a", /Inline/],
    ["|dice_ce", /Inline/],
    ["param w = 0.5  def a = w*dice  def f(w = 2) = w*|a  minimize f", /Inline/],
    ["dice[|1]", /name/],
    ["0.5*(|dice + ", /./],
  ])("are not offered for %s", (source, title) => {
    expect(refactored(source, title).text).toMatch(/^none but/);
  });

  it("stand behind the fixes of what is wrong there", () => {
    const { analysis, offset } = analysed("dise + 0.5*t|versky");
    expect(codeActions(analysis, { start: offset, end: offset }).map(({ kind }) => kind)).toContain("refactor.rewrite");
    const actions = codeActions(analysis, { start: 0, end: offset });
    expect(actions[0]).toMatchObject({ kind: "quickfix", title: "Change to `dice`", diagnostic: { code: "L201" } });
  });
});
