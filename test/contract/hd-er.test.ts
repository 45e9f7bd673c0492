import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { compile } from "../../src/index.js";

const length = 24;

interface Square {
  readonly at: number;
  readonly side: number;
}
const thick: Square = { at: 3, side: 10 };
const thin: Square = { at: 17, side: 4 };

/** What squares of errors cost where nothing should be. */
async function costOf(source: string, ...squares: readonly Square[]): Promise<number> {
  const within = (place: number, { at, side }: Square) => place >= at && place < at + side;
  const pixels = Array.from({ length: length ** 2 }, (_, i) =>
    Number(squares.some((square) => within(Math.floor(i / length), square) && within(i % length, square))),
  );
  const prediction = tf.tensor(pixels, [1, length, length, 1]);
  const target = tf.zerosLike(prediction);
  const loss = compile(source, { task: { prediction: "probabilities" }, backend: "reference" });
  const { value } = await loss.evaluate({ prediction, target });
  loss.dispose();
  tf.dispose([prediction, target]);
  return value * length ** 2;
}

describe("hd_er", () => {
  it("has nothing left to erode after the first time, unless what is left is stretched", async () => {
    const once = await costOf("hd_er(erosions=1)", thick);
    // ½ is left inside, 3/10 along the sides, 1/10 at a corner.
    expect(once).toBeCloseTo(64 * 0.5 + 32 * 0.3 + 4 * 0.1, 6);
    expect(await costOf("hd_er(erosions=10, alpha=3)", thick)).toBe(once);
    expect(await costOf("hd_er(erosions=10, alpha=3, normalize=true)", thick)).toBeGreaterThan(once);
  });

  it("sees the thickest error of an image in the end, when stretched", async () => {
    const source = "hd_er(normalize=true)";
    const both = await costOf(source, thick, thin);
    const [alone, other] = [await costOf(source, thick), await costOf(source, thin)];
    expect(other).toBeGreaterThan(0);
    expect(both - alone).toBeLessThan(0.1 * other);
  });
});
