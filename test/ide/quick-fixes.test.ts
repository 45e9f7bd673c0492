import { describe, expect, it } from "vitest";
import { catalog } from "../../src/diagnostics/catalog/index.js";
import type { FixExample, QuickFix } from "../../src/ide/actions/fix-context.js";
import { fixContextOf } from "../../src/ide/actions/fix-context.js";
import { quickFixesByReport } from "../../src/ide/actions/fixes/index.js";
import type { Refactoring } from "../../src/ide/actions/refactoring.js";
import { refactorings } from "../../src/ide/actions/refactorings/index.js";
import { analyse, codeActions } from "../../src/ide/index.js";
import { meaning } from "../../src/schedule/meaning.js";
import { analysed, edited, files } from "./marked.js";

const reportsOf = new Map<QuickFix, string[]>();
for (const [key, fixes] of Object.entries(quickFixesByReport)) {
  if (typeof fixes === "string") continue;
  for (const fix of fixes) {
    if (fix === "carried") continue;
    reportsOf.set(fix, [...(reportsOf.get(fix) ?? []), catalog[key as keyof typeof catalog].code]);
  }
}

/** What a fix makes of each report that it is there for, as the text of the file in which the report stands. */
function fixed(fix: QuickFix, { before, files: others = {}, inFile = "main.loss" }: FixExample) {
  const { analysis } = analysed(before, files(others));
  const mine = analysis.diagnostics.filter(({ code }) => reportsOf.get(fix)!.includes(code));
  return mine.flatMap((diagnostic) => {
    const context = fixContextOf(analysis, diagnostic);
    const { text } = [...analysis.sources.values()].find(({ file }) => file.endsWith(inFile))!;
    return context ? fix.offer(context).map(({ title, edits }) => ({ title, after: edited(text, edits) })) : [];
  });
}

const cases = [...reportsOf.keys()].flatMap((fix) => fix.examples.map((example) => ({ ...example, example, fix })));

describe("quick fixes", () => {
  it.each(cases)("$before ⇒ $after", ({ fix, example, title }) => {
    const results = fixed(fix, example);
    const named = title === undefined ? results : results.filter((result) => result.title === title);
    expect(
      named.map(({ after }) => after),
      JSON.stringify(results),
    ).toContain(example.after);
  });
});

const refactoringCases = refactorings.flatMap((refactoring) =>
  refactoring.examples.map((example) => ({ ...example, refactoring })),
);

function refactored({ offer }: Refactoring, before: string) {
  const { analysis, spans, offset, text } = analysed(before);
  const { start, end } = spans[0] ?? { start: offset, end: offset };
  const offered = offer({ analysis, start, end });
  return { analysis, text: offered && edited(text, offered.edits) };
}

describe("refactorings", () => {
  it.each(refactoringCases)("$before ⇒ $after", ({ refactoring, before, after }) => {
    const { analysis, text } = refactored(refactoring, before);
    expect(text).toBe(after);
    const now = analyse({ file: "main.loss", text: after }, analysis.options);
    const errors = ({ diagnostics }: typeof now) =>
      diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code);
    expect(errors(now)).toEqual(errors(analysis));
    if (analysis.program && !refactoring.changesMeaning) expect(meaning(now.program!)).toBe(meaning(analysis.program));
  });

  const byTitle = (title: RegExp, before: string) => {
    const { analysis, spans, offset } = analysed(before);
    const range = spans[0] ?? { start: offset, end: offset };
    return codeActions(analysis, range).filter((action) => action.kind !== "quickfix" && title.test(action.title));
  };

  it.each([
    ["0.5*(di«ce + c»e)", /Extract/],
    ["def a = a + dice\nminimize |a", /Inline/],
    ["|dice_ce", /Inline/],
    ["param w = 0.5  def a = w*dice  def f(w = 2) = w*|a  minimize f", /Inline/],
    ["dice[|1]", /name/],
    ["0.5*(|dice + ", /./],
  ])("are not offered for %s", (source, title) => {
    expect(byTitle(title, source)).toEqual([]);
  });

  it("stand behind the fixes of what is wrong there", () => {
    const { analysis, offset } = analysed("dise + 0.5*t|versky");
    expect(codeActions(analysis, { start: offset, end: offset }).map(({ kind }) => kind)).toContain("refactor.rewrite");
    const actions = codeActions(analysis, { start: 0, end: offset });
    expect(actions[0]).toMatchObject({ kind: "quickfix", title: "Change to `dice`", diagnostic: { code: "L201" } });
  });
});
