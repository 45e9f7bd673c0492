import { describe, expect, it } from "vitest";
import { contributionOf } from "../../src/ide/time/contribution.js";
import { curveInWords, sparkline } from "../../src/ide/time/sparkline.js";
import { type TimeAxis, timeAxisOf } from "../../src/ide/time/weight-curve.js";
import { analysed } from "./marked.js";

/** What the marked expression adds to the program, at some epochs. */
function share(source: string, epochs: readonly number[]) {
  const { analysis, spans } = analysed(source, { epochs: 100 });
  const found = contributionOf(analysis, { file: "main.loss", ...spans[0]! })!;
  return Object.fromEntries(
    found.parts.map(({ term, curve: course }) => [term.label, epochs.map((at) => Number(course(at).toPrecision(9)))]),
  );
}

describe("the share of an expression", () => {
  it("is its own part of a term that others add to", () => {
    expect(share("0.5*«dice» + 0.3*dice", [0])).toEqual({ dice: [0.5] });
  });

  it("follows phases and fades", () => {
    expect(share("«dice» then@epoch40..60 0.5*ce + dice", [0, 50, 70])).toEqual({ dice: [1, 0.5, 0] });
    expect(share("dice then@epoch40..60 «0.5*ce» + dice", [0, 50, 70])).toEqual({ ce: [0, 0.25, 0.5] });
  });

  it("is told for each use of a definition together", () => {
    expect(share("def f(w = 0.5) = w*«dice» + ce minimize f + 2*f(w=0.25)", [0])).toEqual({ dice: [1] });
  });

  it("is nothing outside of the program", () => {
    expect(share("def f = «dice» minimize ce", [0])).toEqual({});
  });

  it("can be the whole", () => {
    expect(share("«2*dice»", [0])).toEqual({ dice: [2] });
  });
});

describe("a course", () => {
  const axis: TimeAxis = { unit: "epoch", end: 100, known: true, changes: [40, 60] };
  const between = (at: number, low: number, high: number) => Math.max(0, Math.min(1, (at - low) / (high - low)));

  it.each([
    ["0.5", () => 0.5],
    ["0.5, 0 from epoch 40", (at: number) => (at < 40 ? 0.5 : 0)],
    ["0, from epoch 40 rising to 0.2 at epoch 60", (at: number) => 0.2 * between(at, 40, 60)],
    ["1, from epoch 40 falling to 0.1 at epoch 60", (at: number) => 1 - 0.9 * between(at, 40, 60)],
    ["0 rising to 1 at epoch 40", (at: number) => between(at, 0, 40)],
    [
      "0 rising to 1 at epoch 40, then falling to 0.5 at epoch 60",
      (at: number) => between(at, 0, 40) - 0.5 * between(at, 40, 60),
    ],
    [
      "0, 0.1 from epoch 40 rising to 0.3 at epoch 60, 0 from epoch 60",
      (at: number) => (at < 40 || at >= 60 ? 0 : 0.1 + 0.2 * between(at, 40, 60)),
    ],
    ["0 rising to 1 at epoch 100", (at: number) => at / 100],
  ] as const)("is told as %s", (told, course) => {
    expect(curveInWords(course, axis)).toBe(told);
  });

  it("is drawn from 0 to its highest", () => {
    expect(sparkline((at) => at, axis, 8)).toBe("▁▂▃▄▅▆▇█");
    expect(sparkline(() => 0, axis, 4)).toBe("▁▁▁▁");
    expect(sparkline(() => 3, axis, 4)).toBe("████");
    expect(sparkline((at) => (at < 50 ? 1 : -1), axis, 4)).toBe("██▁▁");
  });
});

describe("an axis", () => {
  it("ends with the training, or a little after the last change", () => {
    const { analysis } = analysed("dice then@epoch40 ce");
    expect(timeAxisOf(analysis.draft!)).toEqual({ unit: "epoch", end: 50, known: false, changes: [40] });
    const known = analysed("dice then@epoch40 ce", { epochs: 300 }).analysis;
    expect(timeAxisOf(known.draft!)).toMatchObject({ end: 300, known: true });
  });
});
