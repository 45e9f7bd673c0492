import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { compile } from "../../src/index.js";

/** What geometry says of a soft ball: the sizes of its level sets, and how they bend. */

const radius = 14;
const width = 2;

interface Grid {
  readonly lengths: readonly number[];
  readonly spacing: readonly number[];
}
const image: Grid = { lengths: [56, 56], spacing: [1, 1] };
const flattened: Grid = { lengths: [56, 28], spacing: [1, 2] };
const volume: Grid = { lengths: [40, 40, 40], spacing: [1.4, 1.4, 1.4] };

/** How the probability falls with the distance from the middle. */
const profile = (distance: number) => 1 / (1 + Math.exp((distance - radius) / width));

const pixels = ({ lengths }: Grid) => lengths.reduce((a, b) => a * b, 1);

/** The prediction at each pixel. */
function ball(grid: Grid): number[] {
  const { lengths, spacing } = grid;
  return Array.from({ length: pixels(grid) }, (_, i) => {
    let rest = i;
    const squares = lengths.map((_, k) => {
      const axis = lengths.length - 1 - k;
      const at = rest % lengths[axis]!;
      rest = Math.floor(rest / lengths[axis]!);
      return ((at - (lengths[axis]! - 1) / 2) * spacing[axis]!) ** 2;
    });
    return profile(Math.sqrt(squares.reduce((a, b) => a + b)));
  });
}

/** The integral of a function of the distance over all contours, each counted by its share of the fall from 1 to 0. */
function overContours(rank: 2 | 3, cost: (distance: number) => number): number {
  const step = 0.01;
  let total = 0;
  for (let r = step / 2; r < 4 * radius; r += step) {
    const size = rank === 2 ? 2 * Math.PI * r : 4 * Math.PI * r ** 2;
    total += (profile(r - step / 2) - profile(r + step / 2)) * size * cost(r);
  }
  return total;
}

/** The value of a loss times the size of the image: an integral instead of a mean. */
async function integral(source: string, grid: Grid): Promise<number> {
  const shape = [1, ...grid.lengths, 1];
  const prediction = tf.tensor(ball(grid), shape);
  const target = tf.zeros(shape);
  const loss = compile(source, {
    task: { prediction: "probabilities", spacing: [...grid.spacing] },
    backend: "reference",
  });
  const { value } = await loss.evaluate({ prediction, target });
  loss.dispose();
  tf.dispose([prediction, target]);
  return value * pixels(grid) * grid.spacing.reduce((a, b) => a * b, 1);
}

describe("active_contour", () => {
  it.each([
    ["the perimeter of a disc", image, 2],
    ["the perimeter where pixels are twice as wide as high", flattened, 2],
    ["the surface of a ball", volume, 3],
  ] as const)("measures %s", async (_, grid, rank) => {
    const found = await integral("active_contour(lambda=0)", grid);
    expect(found / overContours(rank, () => 1)).toBeCloseTo(1, 1.5);
  });

  it("measures the same with the authors' indices, which leave two rows and columns out of the mean", async () => {
    const found = await integral('active_contour(lambda=0, stencil="chen2019")', image);
    const share = image.lengths.reduce((product, length) => (product * (length - 2)) / length, 1);
    expect((found * share) / overContours(2, () => 1)).toBeCloseTo(1, 1.5);
  });
});

describe("elastica", () => {
  it.each([
    ["a disc, whose curvature is 1/r", image, 2],
    ["a disc where pixels are twice as wide as high", flattened, 2],
    ["a ball, whose curvatures add up to 2/r", volume, 3],
  ] as const)("measures the bending of %s", async (_, grid, rank) => {
    const found = await integral("elastica(alpha=0, lambda=0, epsilon=1e-12)", grid);
    expect(found / overContours(rank, (r) => ((rank - 1) / r) ** 2)).toBeCloseTo(1, 1);
  });

  it("measures length and bending together", async () => {
    const [both, length, bending] = await Promise.all(
      ["alpha=2, beta=3", "alpha=1, beta=0", "alpha=0, beta=1"].map((how) =>
        integral(`elastica(${how}, lambda=0)`, image),
      ),
    );
    expect(both).toBeCloseTo(2 * length! + 3 * bending!, 9);
  });

  it("bends more with the mixed differences of the authors' code", async () => {
    const found = await integral('elastica(alpha=0, lambda=0, stencil="chen2020")', image);
    expect(found / overContours(2, (r) => 1 / r ** 2)).toBeGreaterThan(1.5);
  });
});
