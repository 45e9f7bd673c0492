import { describe, expect, it } from "vitest";
import { referenceBackend as reference } from "../../src/backends/reference/index.js";
import { gradient } from "../../src/graph/gradient.js";
import { Expr } from "../../src/loss.js";
import { dilate, erodeCross, softSkeleton } from "../../stdlib/terms/skeleton.js";
import { compute, World } from "../backends/world.js";
import { softSkeletonCases } from "../routines/skeleton/cases.js";

/** The soft skeleton, and what it is made of, as the code of its authors computes them; images with equal neighbours have no one slope, and only others give it. */
describe.each(softSkeletonCases.map((c) => [c.id, c] as const))("the soft skeleton of %s", (_, c) => {
  const world = new World((c.input.shape.length - 2) as 2 | 3, 1, c.input.shape.slice(0, -1));
  const { space } = world.scope;
  const image = world.exactly(world.full, c.input.data);
  const skeleton = softSkeleton(image, space, c.params.num_iter);

  it.each([
    ["eroded", erodeCross(image, space), c.soft_erode],
    ["dilated", dilate(image, space), c.soft_dilate],
    ["opened", dilate(erodeCross(image, space), space), c.soft_open],
    ["thinned", skeleton, c.skeleton],
  ] as const)("%s", (_, traced, expected) => {
    closeTo(compute(reference, world, [traced.node])[0]!, expected.data);
  });

  it.runIf(c.grad_of_weighted_sum)("has the slope", () => {
    const { weights, grad } = c.grad_of_weighted_sum!;
    const root = skeleton.mul(world.exactly(world.full, weights.data, false)).sumOver(world.full);
    const [slope] = gradient(world.graph, root.node, [image.node]).map((node) => new Expr(world.scope, node));
    closeTo(compute(reference, world, [slope!.node])[0]!, grad);
  });
});

function closeTo(found: readonly number[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  expected.forEach((value, i) => {
    expect(found[i], `entry ${i}`).toBeCloseTo(value, 5);
  });
}
