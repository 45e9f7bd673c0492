import { describe, expect, it } from "vitest";
import { inlayHints } from "../../src/ide/index.js";
import { analysed } from "./marked.js";

/** The text with the hints where they are shown. */
function shown(source: string, options: Parameters<typeof analysed>[1] = {}): string {
  const { analysis, text } = analysed(source, options);
  const hints = [...inlayHints(analysis)].reverse();
  return hints.reduce((out, { offset, label }) => `${out.slice(0, offset)}‹${label}›${out.slice(offset)}`, text);
}

describe("inlay hints", () => {
  it.each([
    ["0.5*(dice + 0.2*ce)", "0.5*(dice‹weight 0.5› + 0.2*ce‹weight 0.1›)"],
    ["(dice + ce)/4", "(dice‹weight 0.25› + ce‹weight 0.25›)/4"],
    ["-(dice - 0.5*ce)", "-(dice‹weight -1› - 0.5*ce‹weight 0.5›)"],
    ["dice - (ce + 2*betti)", "dice - (ce‹weight -1› + 2*betti‹weight -2›)"],
    ["0.5*dice + 0.2*ce", "0.5*dice + 0.2*ce"],
    ["0.5*(dice)", "0.5*(dice)"],
    ["2*(dice[1](smooth=1) + ce) on aux", "2*(dice[1](smooth=1)‹weight 2› + ce‹weight 2›) on aux"],
    ["ramp(0, 0.4, over=10)*(dice + 0.5*ce)", "ramp(0, 0.4, over=10)*(dice‹weight 0 → 0.4› + 0.5*ce‹weight 0 → 0.2›)"],
    ["param w = 0.25  minimize w*(dice + 2*ce)", "param w = 0.25  minimize w*(dice‹weight 0.25› + 2*ce‹weight 0.5›)"],
    [
      "def both = dice + ce  minimize 0.5*(both + 0.5*betti)",
      "def both = dice + ce  minimize 0.5*(both‹weight 0.5› + 0.5*betti‹weight 0.25›)",
    ],
  ])("say what a product comes to: %s", (source, expected) => {
    expect(shown(source)).toBe(expected);
  });

  it.each([
    ["dice then@epoch40 ce", "dice then@epoch40 ce"],
    ["dice then@epoch40 ce then@epoch60 betti", "dice then@epoch40‹until epoch60› ce then@epoch60 betti"],
    [
      "param late = epoch40  minimize dice then@late..late+10 ce then@late+20 betti",
      "param late = epoch40  minimize dice then@late..late+10‹= epoch40..epoch50, until epoch60› ce then@late+20‹= epoch60› betti",
    ],
    ['dice then@plateau("val") ce', 'dice then@plateau("val") ce'],
    [
      "dice then@epoch10..20 ce then@epoch40..60 betti",
      "dice then@epoch10..20‹until epoch60› ce then@epoch40..60 betti",
    ],
  ])("say what moments come to: %s", (source, expected) => {
    expect(shown(source)).toBe(expected);
  });

  it.each([
    [
      "task { classes: background, vessel } minimize dice",
      "task‹: softmax over background, vessel› { classes: background, vessel } minimize dice",
    ],
    ["task { labels: a, b } minimize dice", "task‹: sigmoid for each of a, b› { labels: a, b } minimize dice"],
    [
      "task { prediction: probabilities classes: a, b } minimize dice",
      "task { prediction: probabilities classes: a, b } minimize dice",
    ],
    ["task { space: 2d } minimize dice", "task { space: 2d } minimize dice"],
  ])("say which activation is put in: %s", (source, expected) => {
    expect(shown(source)).toBe(expected);
  });

  it("say it at the first term where the host describes the task", () => {
    expect(shown("0.5*dice + ce", { task: { classes: ["a", "b"] } })).toBe("0.5*dice‹: softmax over a, b› + ce");
  });

  it("are of a range those that stand in it", () => {
    const { analysis, spans } = analysed("0.5*(dice + «0.2*ce») then@epoch4 ce then@epoch9 betti");
    expect(inlayHints(analysis, spans[0]).map(({ label }) => label)).toEqual(["weight 0.1"]);
  });
});
