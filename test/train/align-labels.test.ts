import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { alignLabels, costMap, maskEdges } from "../../src/train/align-labels.js";

interface Alignment {
  readonly id: string;
  readonly shape: readonly [number, number];
  readonly params: {
    readonly radius: number;
    readonly lambda_: number;
    readonly alpha: number;
    readonly smoothing: number;
    readonly iterations: number;
  };
  readonly true_mask: readonly number[];
  readonly noisy_mask: readonly number[];
  readonly edges_of_true: readonly number[];
  readonly edges_of_noisy: readonly number[];
  readonly edge_probability: readonly number[];
  readonly h: readonly number[];
  readonly aligned: readonly number[];
  readonly first_step: readonly number[];
}
const { cases_alignment } = JSON.parse(
  readFileSync(new URL("../oracle/cases/steal_alignment.json", import.meta.url), "utf8"),
) as { cases_alignment: readonly Alignment[] };

const differing = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a).filter((x, i) => x !== b[i]).length;

describe.each(cases_alignment)("the label alignment of STEAL's own code: $id", (c) => {
  const [height, width] = c.shape;
  const { lambda_: lambda, ...params } = c.params;
  const align = (iterations: number) =>
    alignLabels(c.noisy_mask, c.edge_probability, height, width, { ...params, lambda, iterations });

  it("draws the same edges", () => {
    expect(Array.from(maskEdges(c.true_mask, height, width, params.radius))).toEqual(c.edges_of_true);
    expect(Array.from(maskEdges(c.noisy_mask, height, width, params.radius))).toEqual(c.edges_of_noisy);
  });

  it("walks the same cost map", () => {
    costMap(c.edges_of_noisy, c.edge_probability, lambda, params.alpha).forEach((x, i) => {
      expect(x).toBeCloseTo(c.h[i]!, 7);
    });
  });

  it("takes the same first step and ends at the same label", () => {
    expect(Array.from(align(1))).toEqual(c.first_step);
    expect(Array.from(align(params.iterations))).toEqual(c.aligned);
    expect(Array.from(align(params.iterations))).toEqual(c.aligned);
  });
});

describe("aligned labels", () => {
  const [height, width] = [24, 24];
  const square = (y0: number, x0: number, side: number) =>
    Array.from({ length: height * width }, (_, i) => {
      const [y, x] = [Math.floor(i / width) - y0, (i % width) - x0];
      return Number(y >= 0 && y < side && x >= 0 && x < side);
    });

  it("are nearer to the truth than what they were made of", () => {
    const truth = square(6, 6, 12);
    const noisy = square(7, 5, 12);
    const edges = maskEdges(truth, height, width, 1);
    const aligned = alignLabels(noisy, edges, height, width, { iterations: 10 });
    expect(differing(aligned, truth)).toBeLessThan(0.6 * differing(noisy, truth));
  });

  it("stay empty, and are refused where numbers are missing", () => {
    expect(differing(alignLabels(new Uint8Array(24), new Float32Array(24), 4, 6), new Uint8Array(24))).toBe(0);
    expect(() => alignLabels([1, 0], [0, 0], 4, 6)).toThrow(/2 numbers do not make an image of 4 × 6 pixels/);
  });
});
