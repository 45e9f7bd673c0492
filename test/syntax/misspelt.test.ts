import { describe, expect, it } from "vitest";
import { parse } from "../../src/syntax/index.js";

const reports = (text: string) =>
  parse({ file: "t.loss", text }).diagnostics.map(({ code, message }) => `${code} ${message}`);

describe("misspelt words of the language", () => {
  it.each([
    ["taks { classes: a, b } minimize dice", "taks", "task"],
    ["minimise dice", "minimise", "minimize"],
    ["minimze 0.5*dice", "minimze", "minimize"],
    ["parm w = 1\nminimize w*dice", "parm", "param"],
    ["deff f = dice\nminimize f", "deff", "def"],
    ['usee "a.loss"\nminimize dice', "usee", "use"],
    ["dice the@epoch3 ce", "the", "then"],
    ["dice then@epoch 40 ce", "epoch 40", "epoch40"],
    ["dice then@step 40 ce", "step 40", "step40"],
  ])("%s is one report", (text, found, right) => {
    expect(reports(text)).toEqual([`L125 \`${found}\` is not a word of the language; here \`${right}\` is meant.`]);
    const [edit] = parse({ file: "t.loss", text }).diagnostics[0]!.fixes![0]!.edits;
    expect(reports(text.slice(0, edit!.span.start) + edit!.text + text.slice(edit!.span.end))).toEqual([]);
  });

  it.each([
    "tasks + dice",
    "minimized*dice",
    "param then_ = 1 minimize then_*dice",
    "def deff = dice minimize deff",
    "dice then@minimized ce",
    "dice then@_ (minimized ())",
  ])("%s holds none", (text) => expect(reports(text)).toEqual([]));
});
