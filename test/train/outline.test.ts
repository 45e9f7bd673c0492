import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { compile, fillPolygon } from "../../src/index.js";

/** A specification of contours, followed by gradients until a circle lies on a blob that it overlaps in part. */

const spec = readFileSync(new URL("../../examples/specs/outlines.loss", import.meta.url), "utf8");
const [height, width, nodes, steps] = [36, 44, 24, 200];

beforeAll(async () => {
  await tf.setBackend("cpu");
});

/** Two discs that run into each other: neither round nor convex. */
const blob = Array.from({ length: height * width }, (_, i) => {
  const [y, x] = [Math.floor(i / width), i % width];
  return Number(Math.hypot(y - 15, x - 16) < 9 || Math.hypot(y - 21, x - 27) < 7);
});

const circle = Array.from({ length: nodes }, (_, k) => {
  const angle = (2 * Math.PI * k) / nodes;
  return [24 + 8 * Math.sin(angle), 24 + 8 * Math.cos(angle)] as const;
});

function overlap(vertices: readonly (readonly [number, number])[]): number {
  const mask = fillPolygon(vertices, height, width);
  const both = mask.filter((inside, i) => inside && blob[i]).length;
  return both / mask.filter((inside, i) => inside || blob[i]).length;
}

describe("an outline that follows its gradients", () => {
  it.each(["reference", "tfjs"] as const)("comes to lie on the mask: %s", async (backend) => {
    const loss = compile(spec, { backend });
    const target = tf.tensor(blob, [1, height, width]);
    const outline = tf.variable(tf.tensor(circle.flat(), [1, nodes, 2]));
    const optimizer = tf.train.adam(0.3);
    expect(overlap(circle)).toBeLessThan(0.5);
    for (let step = 0; step < steps; step++)
      optimizer.minimize(() => loss({ prediction: outline, target }, { epoch: step / 10 }), false, [outline]);
    const numbers = Array.from(await outline.data());
    const found = circle.map((_, k) => [numbers[2 * k]!, numbers[2 * k + 1]!] as const);
    expect(overlap(found)).toBeGreaterThan(0.9);
    loss.dispose();
    tf.dispose([target, outline]);
  });
});
