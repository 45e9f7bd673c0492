import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkSource } from "../../src/check/check.js";
import type { Ease, Program } from "../../src/program/program.js";
import { timeOf } from "../../src/schedule/clock.js";
import { risen } from "../../src/schedule/ramp.js";
import { weightsAt } from "../../src/schedule/timeline.js";
import { losses } from "./losses.js";

/** A random schedule as a tree of its own, so that its meaning can be computed without the checker. */
type Schedule =
  | { readonly kind: "loss"; readonly name: string }
  | { readonly kind: "sum"; readonly sign: 1 | -1; readonly of: readonly [Schedule, Schedule] }
  | { readonly kind: "scaled"; readonly by: number; readonly of: Schedule }
  | {
      readonly kind: "ramped";
      readonly from: number;
      readonly to: number;
      readonly length: number;
      readonly of: Schedule;
    }
  | { readonly kind: "switch"; readonly at: number; readonly of: readonly [Schedule, Schedule] }
  | {
      readonly kind: "fade";
      readonly from: number;
      readonly to: number;
      readonly ease: Ease;
      readonly of: readonly [Schedule, Schedule];
    };

const print = (s: Schedule): string => {
  switch (s.kind) {
    case "loss":
      return s.name;
    case "sum":
      return `(${print(s.of[0])} ${s.sign === 1 ? "+" : "-"} ${print(s.of[1])})`;
    case "scaled":
      return `${s.by}*${print(s.of)}`;
    case "ramped":
      return `(ramp(${s.from}, ${s.to}, over=${s.length})*${print(s.of)})`;
    case "switch":
      return `(${print(s.of[0])} then@epoch${s.at} ${print(s.of[1])})`;
    case "fade":
      return `(${print(s.of[0])} then@epoch${s.from}..${s.to} ${s.ease} ${print(s.of[1])})`;
  }
};

/** What it weighs at an epoch, straight from the definition; `start` is when the phase around it begins. */
const meaning = (s: Schedule, epoch: number, start = 0): Map<string, number> => {
  const combine = (a: Map<string, number>, x: number, b: Map<string, number>, y: number) => {
    const sum = new Map<string, number>();
    for (const [name, weight] of a) sum.set(name, (sum.get(name) ?? 0) + x * weight);
    for (const [name, weight] of b) sum.set(name, (sum.get(name) ?? 0) + y * weight);
    return sum;
  };
  const nothing = new Map<string, number>();
  switch (s.kind) {
    case "loss":
      return new Map([[s.name, 1]]);
    case "sum":
      return combine(meaning(s.of[0], epoch, start), 1, meaning(s.of[1], epoch, start), s.sign);
    case "scaled":
      return combine(meaning(s.of, epoch, start), s.by, nothing, 0);
    case "ramped": {
      const r = risen("linear", (epoch - start) / s.length);
      return combine(meaning(s.of, epoch, start), s.from + (s.to - s.from) * r, nothing, 0);
    }
    case "switch":
      return epoch < s.at ? meaning(s.of[0], epoch, start) : meaning(s.of[1], epoch, s.at);
    case "fade": {
      const r = risen(s.ease, (epoch - s.from) / (s.to - s.from));
      return combine(meaning(s.of[0], epoch, start), 1 - r, meaning(s.of[1], epoch, s.from), r);
    }
  }
};

const names = ["dice", "ce", "bce", "boundary", "cldice"] as const;
const epochs = fc.integer({ min: 0, max: 40 });
const numbers = fc.integer({ min: 0, max: 8 }).map((n) => n / 4);

const { schedule } = fc.letrec<{ schedule: Schedule }>((tie) => {
  const two = fc.tuple(tie("schedule"), tie("schedule"));
  return {
    schedule: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.record({ kind: fc.constant("loss" as const), name: fc.constantFrom(...names) }),
      fc.record({ kind: fc.constant("sum" as const), sign: fc.constantFrom(1 as const, -1 as const), of: two }),
      fc.record({ kind: fc.constant("scaled" as const), by: numbers, of: tie("schedule") }),
      fc.record({
        kind: fc.constant("ramped" as const),
        from: numbers,
        to: numbers,
        length: fc.integer({ min: 1, max: 30 }),
        of: tie("schedule"),
      }),
      fc.record({ kind: fc.constant("switch" as const), at: epochs, of: two }),
      fc
        .record({
          kind: fc.constant("fade" as const),
          from: epochs,
          length: fc.integer({ min: 1, max: 20 }),
          ease: fc.constantFrom<Ease>("linear", "cosine", "exponential", "sigmoid"),
          of: two,
        })
        .map(({ kind, from, length, ease, of }) => ({ kind, from, to: from + length, ease, of })),
    ),
  };
});

const program = (text: string): Program => {
  const result = checkSource({ file: "random.loss", text }, { library: losses });
  if (!result.program) throw new Error(`${text}\n${JSON.stringify(result.diagnostics)}`);
  return result.program;
};

const weighed = (p: Program, epoch: number): Map<string, number> => {
  const weights = weightsAt(p, timeOf({ epoch }, p.timing));
  return new Map(p.terms.map((term, i) => [term.label, weights[i]!]));
};

const expectSame = (found: Map<string, number>, wanted: Map<string, number>, text: string, epoch: number) => {
  for (const name of names) {
    const [a, b] = [found.get(name) ?? 0, wanted.get(name) ?? 0];
    const size = Math.max(1, Math.abs(a), Math.abs(b));
    if (Math.abs(a - b) > 1e-9 * size) expect.fail(`${text}\nepoch ${epoch}, ${name}: ${a} instead of ${b}`);
  }
};

const moments = [0, 0.5, 1, 3, 7, 10, 12.25, 15, 19, 20, 25, 30, 33, 39, 40, 41, 50, 60, 100];

describe("the time algebra", () => {
  it("means at every moment what its parts mean at that moment", () => {
    fc.assert(
      fc.property(schedule, (s) => {
        const text = print(s);
        const p = program(text);
        for (const epoch of moments) expectSame(weighed(p, epoch), meaning(s, epoch), text, epoch);
      }),
      { numRuns: 400 },
    );
  });

  it("is the same through definitions", () => {
    fc.assert(
      fc.property(schedule, schedule, epochs, (a, b, at) => {
        const text = `def f = ${print(a)} def g = ${print(b)} minimize (f + g) then@epoch${at} 2*g`;
        const whole: Schedule = {
          kind: "switch",
          at,
          of: [
            { kind: "sum", sign: 1, of: [a, b] },
            { kind: "scaled", by: 2, of: b },
          ],
        };
        const p = program(text);
        for (const epoch of moments) expectSame(weighed(p, epoch), meaning(whole, epoch), text, epoch);
      }),
      { numRuns: 150 },
    );
  });

  it("orders phases, joins equal ones and keeps no weight that is always zero", () => {
    fc.assert(
      fc.property(schedule, (s) => {
        const { phases, terms } = program(print(s));
        expect(phases[0]!.from).toEqual({ unit: "epoch", value: 0 });
        for (let i = 1; i < phases.length; i++) {
          const [before, after] = [phases[i - 1]!, phases[i]!];
          expect("unit" in before.from && "unit" in after.from && before.from.value < after.from.value).toBe(true);
          const sorted = (phase: typeof before) => [...phase.weights].sort((x, y) => x.term - y.term);
          expect(sorted(after)).not.toEqual(sorted(before));
        }
        const used = new Set(phases.flatMap(({ weights }) => weights.map(({ term }) => term)));
        expect([...used].sort((a, b) => a - b)).toEqual(terms.map((_, i) => i));
        for (const { weights } of phases) {
          for (const { weight } of weights) expect(weight).not.toEqual({ kind: "constant", value: 0 });
        }
        expect(new Set(terms.map(({ label }) => label)).size).toBe(terms.length);
      }),
      { numRuns: 300 },
    );
  });

  it("finds that a fade from a sum to itself changes nothing", () => {
    const { phases } = program("0.5*dice + ce then@epoch10..20 cosine ce + 0.5*dice");
    expect(phases).toHaveLength(1);
  });

  it("nests as the language's reference says", () => {
    const { phases, terms } = program("(dice then@epoch10 ce) + (bce then@epoch40 cldice)");
    const shown = phases.map(({ weights }) => weights.map(({ term }) => terms[term]!.label).join(" + "));
    expect(shown).toEqual(["dice + bce", "ce + bce", "ce + cldice"]);
  });
});
