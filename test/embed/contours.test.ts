import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { type Batch, compile, NonFiniteError, type Task } from "../../src/index.js";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

const zeros = (...shape: number[]) => tf.zeros(shape);

/** What a program says of a batch. */
async function said(source: string, batch: Batch<tf.Tensor>, task: Task = {}): Promise<string | number> {
  const loss = compile(source, { task, backend: "reference" });
  try {
    return (await loss.valueAndGrad(batch)).value;
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  } finally {
    loss.dispose();
  }
}

/** A square around the middle of an image of the given size, as its vertices in pixels. */
const square = (height: number, width: number, half: number, batch = 1) => {
  const [y, x] = [(height - 1) / 2, (width - 1) / 2];
  const corners = [
    [y - half, x - half],
    [y - half, x + half],
    [y + half, x + half],
    [y + half, x - half],
  ];
  return tf.tensor(Array.from({ length: batch }, () => corners).flat(2), [batch, 4, 2]);
};

/** The pixels within it. */
const filled = (height: number, width: number, half: number) =>
  tf.tensor(
    Array.from({ length: height * width }, (_, i) => {
      const [y, x] = [Math.floor(i / width) - (height - 1) / 2, (i % width) - (width - 1) / 2];
      return Number(Math.abs(y) < half && Math.abs(x) < half);
    }),
    [1, height, width],
  );

describe("a contour as a prediction", () => {
  it.each([
    [8, 8],
    [6, 11],
    [15, 4],
  ])("is compared with a mask of any size: %d × %d", async (height, width) => {
    const batch = { prediction: square(height, width, 1.75), target: filled(height, width, 1.75) };
    expect(await said("contour_mask(sigma=0.01)", batch)).toBeLessThan(1e-6);
    expect(await said("contour_mask(sigma=0.01)", { ...batch, target: zeros(1, height, width, 1) })).toBeCloseTo(
      ((height % 2 ? 3 : 4) * (width % 2 ? 3 : 4)) / (height * width),
      6,
    );
  });

  it("is measured in the unit of the spacing", async () => {
    const batch = { prediction: square(9, 9, 2), target: zeros(1, 9, 9), spacing: [3, 0.5] };
    expect(await said("edge_length", batch)).toBeCloseTo(2 * (4 * 3) ** 2 + 2 * (4 * 0.5) ** 2, 6);
    expect(await said("edge_length", { ...batch, spacing: [1, 1] })).toBeCloseTo(64, 6);
  });

  it("may stand beside a segmentation, whose classes its target has", async () => {
    const target = tf.tensor([0, 1, 1, 2, 2, 0, 0, 2, 1, 0, 0, 0], [1, 3, 4]);
    const batch = { prediction: { mask: zeros(1, 3, 4, 3), contour: square(3, 4, 1) }, target };
    const task: Task = { classes: ["background", "cell", "nucleus"], heads: ["mask", "contour"] };
    const alone = (mask: tf.Tensor) => said("contour_mask", { prediction: square(3, 4, 1), target: mask });
    expect(await said("contour_mask on contour", batch, task)).toBeCloseTo(Number(await alone(target.minimum(1))), 9);
    expect(await said("contour_mask[nucleus] on contour", batch, task)).toBeCloseTo(
      Number(await alone(target.equal(2))),
      9,
    );
    expect(await said("0*contour_mask on contour + ce on mask", batch, task)).toBeCloseTo(Math.log(3), 6);
  });

  it("may have a head of its own name, or none", async () => {
    const [contour, target] = [square(7, 7, 2), filled(7, 7, 2)];
    const wanted = await said("contour_mask", { prediction: contour, target });
    expect(await said("contour_mask", { prediction: { outline: contour }, target })).toBe(wanted);
    expect(
      await said("contour_mask on outline", { prediction: { outline: contour }, target }, { heads: ["outline"] }),
    ).toBe(wanted);
    expect(await said("contour_mask on outline", { prediction: contour, target }, { heads: ["outline"] })).toBe(wanted);
  });

  it("counts only where a mask of the target's size is set", async () => {
    const masks = { roi: filled(7, 7, 2) };
    const batch = { prediction: square(7, 7, 2.5), target: filled(7, 7, 2), masks };
    const [inside, all] = [
      await said("contour_mask(sigma=0.1) where roi", batch, { masks: ["roi"] }),
      await said("contour_mask(sigma=0.1)", batch, { masks: ["roi"] }),
    ];
    expect(inside).toBeLessThan(1e-6);
    expect(all).toBeGreaterThan(0.1);
  });
});

describe("a displacement as a prediction", () => {
  const target = filled(24, 24, 4);

  it("of nothing leaves the circle where it is", async () => {
    const moved = { prediction: zeros(1, 24, 24, 2), target };
    const circle = tf.tensor(
      Array.from({ length: 32 }, (_, k) => [
        11.5 + 8 * Math.sin((2 * Math.PI * k) / 32),
        11.5 + 8 * Math.cos((2 * Math.PI * k) / 32),
      ]).flat(),
      [1, 32, 2],
    );
    const wanted = Number(await said("contour_mask", { prediction: circle, target }));
    expect(await said('contour_mask(supervise="last")', moved)).toBeCloseTo(wanted, 6);
    expect(await said("contour_mask", moved)).toBeCloseTo(3 * wanted, 6);
  });

  it("moves the contours of a field along its vectors", async () => {
    const still = square(24, 24, 4);
    const prediction = tf.tensor(Array.from({ length: 24 * 24 }, () => [1, -2]).flat(), [1, 24, 24, 2]);
    const moved = { prediction, target, fields: { first: still.sub(tf.tensor([3, -6])) } };
    const program = 'contour_mask(start=first, supervise="last")';
    const wanted = Number(await said("contour_mask", { prediction: still, target }));
    expect(await said(program, moved, { fields: ["first"] })).toBeCloseTo(wanted, 6);
  });

  it("goes no further than it may reach", async () => {
    const prediction = zeros(1, 24, 24, 2).add(1e4);
    const at = (by: number) =>
      said(`contour_mask(iterations=1, centre=[${11.5 + by}, ${11.5 + by}])`, {
        prediction: zeros(1, 24, 24, 2),
        target,
      });
    expect(await said("contour_mask(iterations=1, reach=2.5)", { prediction, target })).toBeCloseTo(
      Number(await at(2.5)),
      6,
    );
  });
});

describe("what does not fit", () => {
  it.each<[string, string, Batch<tf.Tensor>, Task, string]>([
    [
      "a loss of pixels",
      "dice",
      { prediction: zeros(2, 9, 2), target: zeros(2, 8, 8) },
      {},
      "`dice` reads pixels, but the prediction holds vertices of contours, [batch, points, 2].",
    ],
    [
      "one channel",
      "contour_mask",
      { prediction: zeros(2, 8, 8, 1), target: zeros(2, 8, 8) },
      {},
      "`contour_mask` needs contours: their vertices [batch, points, 2], or a displacement for each pixel [batch, h, w, 2]; the prediction has 1 channel.",
    ],
    [
      "a target that is no mask",
      "contour_mask",
      { prediction: zeros(2, 9, 2), target: zeros(2, 8, 8, 3) },
      {},
      "The target has the shape [2, 8, 8, 3], which does not fit the contours [2, 9, 2]: give a mask [2, h, w] of any size.",
    ],
    [
      "another number of samples",
      "contour_mask",
      { prediction: zeros(3, 9, 2), target: zeros(2, 8, 8) },
      {},
      "The contours have the shape [3, 9, 2]; they must be [2, points, 2], as many samples as the target has.",
    ],
    [
      "several classes",
      "contour_mask",
      { prediction: zeros(2, 9, 2), target: zeros(2, 8, 8) },
      { classes: ["a", "b"] },
      "The prediction [2, 9, 2] holds contours of one class, but the task names 2: a, b.",
    ],
    [
      "a volume",
      "dice",
      { prediction: zeros(2, 9, 2), target: zeros(2, 8, 8) },
      { space: "3d" },
      "The prediction [2, 9, 2] holds contours, which lie in a plane; the task says `space: 3d`.",
    ],
    [
      "three coordinates",
      "contour_mask",
      { prediction: zeros(2, 9, 3), target: zeros(2, 8, 8) },
      {},
      "The prediction has the shape [2, 9, 3]; it must be [batch, h, w, class] or [batch, d, h, w, class], or [batch, points, 2] for contours.",
    ],
  ])("%s is refused in words that say what would", async (_, source, batch, task, message) => {
    expect(await said(source, batch, task)).toBe(`BatchError: ${message}`);
  });
});

it.each(["wasm", "tfjs"] as const)("a vertex that is not finite is named on %s", (backend) => {
  const loss = compile("curvature", { backend });
  const prediction = tf.tensor([1, 1, 1, 5, Number.NaN, 5], [1, 3, 2]);
  expect(() => loss({ prediction, target: tf.zeros([1, 8, 8]) })).toThrow(NonFiniteError);
  expect(() => loss({ prediction, target: tf.zeros([1, 8, 8]) })).toThrow(/\[0, 2, 0\]/);
  loss.dispose();
});
