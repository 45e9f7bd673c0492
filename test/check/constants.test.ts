import { describe, expect, it } from "vitest";
import { checkSource } from "../../src/check/check.js";
import { meaning } from "../../src/schedule/meaning.js";
import { losses } from "./losses.js";

const seen = (text: string) => checkSource({ file: "t.loss", text }, { library: losses });
const codes = (text: string) => seen(text).diagnostics.map(({ code }) => code);

describe("constants are computed wherever a number may stand", () => {
  it.each([
    ["param w = 1/3\nminimize w*dice", "from epoch 0: 0.333333333333333 dice"],
    ["param a = (1 + 2)*2 param w = -(a - 7) minimize w*dice", "from epoch 0: 1 dice"],
    ["def eps = 1e-3 minimize dice(smooth=eps)", 'from epoch 0: 1 dice {"smooth":0.001'],
    [
      "task { classes: a, b } param w = 0.25 minimize ce(weights=[1 - w, w])",
      'from epoch 0: 1 ce {"weights":[0.75,0.25]',
    ],
    ["def f(k = 1/2) = k*dice minimize f", "from epoch 0: 0.5 dice"],
    ["param late = epoch20 param later = late + 10 - 5 minimize dice then@later ce", "from epoch 25: 1 ce"],
  ])("%s", (text, said) => {
    const { program, diagnostics } = seen(text);
    expect(diagnostics).toEqual([]);
    expect(meaning(program!)).toContain(said);
  });

  it.each([
    ["param a = ramp(0, 1, over=5) minimize a*dice", ["L325"]],
    ["param a = 1/0 minimize a*dice", ["L312"]],
    ["param a = dice + ce minimize a", ["L325"]],
    ["param late = epoch4 param sooner = late - 10 minimize dice then@sooner ce", ["L409"]],
    ["def f(a = 1, a = 2) = a*dice minimize f", ["L208"]],
    ["1e308*dice + 1e308*dice", ["L329"]],
    ["param w = 1e308 + 1e308 minimize w*dice", ["L329"]],
    ["dice then@epoch10..20 (1e308*ce + 1e308*ce)", ["L329"]],
  ])("%s is refused once", (text, expected) => {
    expect(codes(text)).toEqual(expected);
    expect(seen(text).program).toBeUndefined();
  });
});

describe("a sign after a moment", () => {
  it.each([
    ["dice then@epoch10 -ce(label_smoothing=0.1)", 'from epoch 10: -1 ce {"label_smoothing":0.1'],
    ["(0.5 then@epoch10 -0.5 - 1)*dice", "from epoch 10: -1.5 dice"],
    ["dice then@epoch10 -0.5*ce", "from epoch 10: -0.5 ce"],
    ["param late = epoch10 minimize dice then@late+5 ce", "from epoch 15: 1 ce"],
    ["param late = epoch10 minimize dice then@late-5 -ce", "from epoch 5: -1 ce"],
  ])("%s", (text, said) => {
    expect(meaning(seen(text).program!)).toContain(said);
  });
});
