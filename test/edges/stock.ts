import { expect } from "vitest";
import type { LossDeclaration } from "../../src/loss.js";
import { all, block, empty, full, judge, wave, worth } from "./judge.js";

/** Sentences that many records say in the same words, and what must hold wherever they stand, also in records yet to be written. */
export const stock: readonly (readonly [said: RegExp, holds: (loss: LossDeclaration) => Promise<void>])[] = [
  [
    /finite at (logits of )?±10000|^linear in the logits once saturated/i,
    async ({ name }) => {
      for (const g of [empty, full, block])
        for (const x of [all(1e4), all(-1e4), block.map((b, i) => (b === i % 2 ? 1e4 : -1e4))]) {
          const { value, gradient } = await judge(name, { x, g });
          expect(Number.isFinite(value)).toBe(true);
          expect(gradient.every(Number.isFinite)).toBe(true);
        }
    },
  ],
  [
    /where (no pixel counts|nothing is left),? 0|0 where no pixel counts|where none is left/i,
    async ({ name }) => expect(await worth(name, { x: wave(), g: block, roi: empty })).toBe(0),
  ],
  [
    /saturated logits have zero gradient/i,
    async ({ name }) => {
      for (const x of [all(1e4), all(-1e4)]) {
        const { gradient } = await judge(name, { x, g: block });
        expect(Math.max(...gradient.map(Math.abs))).toBe(0);
      }
    },
  ],
  [
    /any mask(, empty or full,)? is ordinary|full masks need no special treatment/i,
    async (loss) => {
      const masks = /any mask|empty and full masks/i.test(loss.edges) ? [empty, full] : [full];
      for (const g of masks) {
        const { value, gradient } = await judge(sized(loss), { x: wave(), g });
        expect(Number.isFinite(value)).toBe(true);
        expect(gradient.some((s) => s !== 0)).toBe(true);
      }
    },
  ],
  [
    /given probabilities are kept 1e-7 away/i,
    async ({ name }) => {
      const wrong = await judge(name, { p: empty, g: full });
      const nearly = await judge(name, { p: all(1e-7), g: full });
      expect(wrong.value).toBeCloseTo(nearly.value, 6);
      expect(wrong.value).toBeGreaterThan(10);
    },
  ],
  [
    /absent from target and prediction (costs )?0/,
    async ({ name }) => expect(await worth(name, { p: empty, g: empty })).toBeCloseTo(0, 9),
  ],
  [
    /from the target alone,? almost 1/,
    async ({ name, params }) => {
      for (const p of [all(0.3), block]) expect(await worth(name, { p, g: empty })).toBeGreaterThan(0.999);
      if ("absent" in params.shape) expect(await worth(`${name}(absent="zero")`, { p: block, g: empty })).toBe(0);
      expect(await worth(`${name}(smooth=9)`, { p: block, g: empty })).toBeLessThan(0.8);
    },
  ],
];

/** A program whose filters fit into six pixels. */
const sized = ({ name }: LossDeclaration) => (name === "hd_cv" ? "hd_cv(radii=[1])" : name);
