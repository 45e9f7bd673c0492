import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkSource } from "../../src/check/check.js";
import type { Ease, Program } from "../../src/program/program.js";
import { timeOf, unmeasured } from "../../src/schedule/clock.js";
import { meaning } from "../../src/schedule/meaning.js";
import { easingCurves, risen } from "../../src/schedule/ramp.js";
import { everLive, finalWeights, phaseAt, sample, weightsAt } from "../../src/schedule/timeline.js";
import { losses } from "../check/losses.js";

const program = (text: string, timing: { epochs?: number; stepsPerEpoch?: number } = {}): Program => {
  const { program, diagnostics } = checkSource({ file: "t.loss", text }, { library: losses, ...timing });
  if (!program) throw new Error(JSON.stringify(diagnostics));
  return program;
};

const names = Object.keys(easingCurves) as Ease[];

describe("easings", () => {
  it.each(names)("%s goes from 0 to 1 and never falls", (ease) => {
    expect(easingCurves[ease](0)).toBe(0);
    expect(easingCurves[ease](1)).toBe(1);
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(unit, unit, (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(risen(ease, low)).toBeLessThanOrEqual(risen(ease, high) + 1e-15);
        expect(risen(ease, a)).toBeGreaterThanOrEqual(0);
        expect(risen(ease, a)).toBeLessThanOrEqual(1);
      }),
    );
    expect(risen(ease, -3)).toBe(0);
    expect(risen(ease, 7)).toBe(1);
  });

  it("has the documented values", () => {
    expect(risen("linear", 0.25)).toBe(0.25);
    expect(risen("cosine", 0.5)).toBeCloseTo(0.5, 12);
    expect(risen("cosine", 1 / 3)).toBeCloseTo(0.25, 12);
    expect(risen("exponential", 0.5)).toBeCloseTo(1 / (1 + Math.exp(2.5)), 12);
    expect(risen("sigmoid", 0.5)).toBeCloseTo(0.5, 12);
    expect(risen("sigmoid", 0.3)).toBeCloseTo(
      (1 / (1 + Math.exp(2)) - 1 / (1 + Math.exp(5))) / (1 - 2 / (1 + Math.exp(5))),
      12,
    );
  });
});

describe("the clock", () => {
  it("derives what is not reported where it can", () => {
    const timing = { epochs: 10, stepsPerEpoch: 100 };
    expect(timeOf({ step: 250 }, timing)).toMatchObject({ epoch: 2, step: 250, progress: 0.25 });
    expect(timeOf({ epoch: 3 }, timing)).toMatchObject({ epoch: 3, step: 300, progress: 0.3 });
    expect(timeOf({ epoch: 3, step: 350 }, timing)).toMatchObject({ epoch: 3, step: 350, progress: 0.35 });
    expect(timeOf({ step: 250 }, {})).toMatchObject({ epoch: 0, step: 250, progress: 0 });
    expect(timeOf({ epoch: 20 }, timing).progress).toBe(1);
  });

  it("knows when a program would stand still", () => {
    const steps = program("dice then@step10 ce");
    expect(unmeasured(steps, { epoch: 3 })).toBe("step");
    expect(unmeasured(steps, { step: 3 })).toBeUndefined();
    expect(unmeasured(program("dice then@step10 ce", { stepsPerEpoch: 5 }), { epoch: 3 })).toBeUndefined();
    expect(unmeasured(program("dice then@epoch10 ce"), { step: 3 })).toBe("epoch");
    expect(unmeasured(program("dice"), {})).toBeUndefined();
  });
});

describe("the timeline", () => {
  it("takes a phase's moment as its first", () => {
    const p = program("0.5*dice + hd_dt then@epoch40 betti");
    const at = (epoch: number) => weightsAt(p, timeOf({ epoch }, p.timing));
    expect(at(0)).toEqual([0.5, 1, 0]);
    expect(at(39)).toEqual([0.5, 1, 0]);
    expect(at(40)).toEqual([0, 0, 1]);
    expect(phaseAt(p, timeOf({ epoch: 40 }, {}))).toBe(1);
    expect(finalWeights(p)).toEqual([0, 0, 1]);
  });

  it("reaches every percentage at its epoch", () => {
    for (const part of [7, 14, 28, 29, 55, 57, 58]) {
      const p = program(`dice then@${part}% ce`, { epochs: 100 });
      expect(phaseAt(p, timeOf({ epoch: part - 1 }, p.timing))).toBe(0);
      expect(phaseAt(p, timeOf({ epoch: part }, p.timing))).toBe(1);
    }
  });

  it("moves weights between ends of different units", () => {
    const p = program("ramp(0, 1, over=epoch10..step2000)*dice", { stepsPerEpoch: 100 });
    expect(weightsAt(p, timeOf({ step: 1500 }, p.timing))[0]).toBeCloseTo(0.5, 12);
    expect(weightsAt(p, timeOf({ epoch: 15 }, p.timing))[0]).toBeCloseTo(0.5, 12);
    expect(weightsAt(p, timeOf({ epoch: 20 }, p.timing))[0]).toBe(1);
  });

  it("counts a ramp's length from the beginning of its phase, in the unit of the phase", () => {
    const p = program("dice then@step100 ramp(0, 1, over=50)*ce");
    expect(weightsAt(p, timeOf({ step: 125 }, {}))).toEqual([0, 0.5]);
    const inDef = program("def late = ramp(0, 1, over=10)*ce minimize dice then@epoch20 late");
    expect(weightsAt(inDef, timeOf({ epoch: 25 }, {}))).toEqual([0, 0.5]);
  });

  it("ends a session on the weights after all ramps", () => {
    expect(finalWeights(program("dice + ramp(0, 0.3, over=20)*ce"))).toEqual([1, 0.3]);
  });

  it("knows what never counts before training ends", () => {
    expect(everLive(program("dice then@epoch5 ce then@epoch50 betti", { epochs: 20 }))).toEqual([0, 1]);
    expect(everLive(program("dice then@epoch5 ce then@epoch50 betti"))).toEqual([0, 1, 2]);
  });

  it("samples both sides of a change", () => {
    const p = program("dice then@epoch4 ce", { epochs: 10 });
    const { at, weights, unit } = sample(p, 10);
    expect(unit).toBe("epoch");
    expect(at[0]).toBe(0);
    expect(at.at(-1)).toBe(10);
    const i = at.indexOf(4);
    expect(weights[i - 1]).toEqual([1, 0]);
    expect(weights[i]).toEqual([0, 1]);
    expect(at).toEqual([...at].sort((a, b) => a - b));
  });

  it("refuses to fire a trigger by itself", () => {
    const p = program('dice then@plateau("val") ce');
    expect(p.blocked?.map(({ code }) => code)).toEqual(["L501"]);
    expect(phaseAt(p, timeOf({ epoch: 99 }, {}))).toBe(0);
    expect(phaseAt(p, timeOf({ epoch: 99 }, {}), new Set([1]))).toBe(1);
    expect(meaning(p)).toBe(
      'from epoch 0: 1 dice {"smooth":0.00001,"batch":false}\nonce plateau("val", patience=5, delta=0): 1 ce {"label_smoothing":0}',
    );
  });
});
