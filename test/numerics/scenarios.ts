import fc from "fast-check";
import type { BatchOptions, Scenario } from "../../src/testing/batches.js";
import { type ContractCase, imageShape, isContour } from "../../src/testing/cases.js";
import { type PredictionKind, predictionKinds } from "../../src/testing/predictions.js";
import { type RegionKind, regionKinds } from "../../src/testing/regions.js";

/** Batches of images of some sides on which losses have been known to break. */
export interface Breaking {
  readonly rank: 2 | 3;
  readonly batches: (one: ContractCase) => fc.Arbitrary<Partial<BatchOptions>>;
}

const side = fc.integer({ min: 2, max: 5 });
const square = fc.tuple(side, side);
const sides = {
  plane: square,
  pixel: fc.constant([1, 1]),
  line: fc.oneof(
    side.map((n) => [1, n]),
    side.map((n) => [n, 1]),
  ),
  slice: fc.tuple(fc.nat(2), square).map(([axis, [a, b]]) => [a, b].toSpliced(axis, 0, 1)),
} satisfies Readonly<Record<string, fc.Arbitrary<readonly number[]>>>;

/** A contour that is moved by 10000 pixels as a whole has, in single precision, lost its form; one whose vertices are moved apart has not. */
const predictedIn = (one: ContractCase): readonly PredictionKind[] =>
  isContour(one) ? predictionKinds.filter((kind) => kind !== "high" && kind !== "low") : predictionKinds;

const breaking = (
  spaces: fc.Arbitrary<readonly number[]>,
  { prediction, target }: Partial<Scenario> = {},
  rank: 2 | 3 = 2,
): Breaking => ({
  rank,
  batches: (one) =>
    fc.record({
      shape: spaces.map((space) => imageShape(one, space)),
      seed: fc.nat(1_000_000),
      scenario: fc.record({
        prediction: fc.constantFrom<PredictionKind[]>(...(prediction ? [prediction] : predictedIn(one))),
        target: fc.constantFrom<RegionKind[]>(...(target ? [target] : regionKinds)),
      }),
      reach: fc.constant(4),
    }),
});

export const scenarios: Readonly<Record<string, Breaking>> = {
  "logits of ±10000": breaking(sides.plane, { prediction: "tied" }),
  "logits of exactly 0": breaking(sides.plane, { prediction: "zero" }),
  "equal pixels": breaking(sides.plane, { prediction: "repeated" }),
  "an empty mask": breaking(sides.plane, { target: "empty" }),
  "a full mask": breaking(sides.plane, { target: "full" }),
  "a mask of one pixel": breaking(sides.plane, { target: "one pixel" }),
  "an image of one pixel": breaking(sides.pixel),
  "an image one pixel wide": breaking(sides.line),
  "a volume one voxel thick": breaking(sides.slice, {}, 3),
};
