import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { referenceBackend as reference } from "../../src/backends/reference/index.js";
import { compile } from "../../src/index.js";
import { edgeNormals } from "../../stdlib/terms/edges.js";
import { compute, World } from "../backends/world.js";

const [height, width] = [25, 27];
const centre = [12, 13] as const;

/** Row and column from the middle of the image. */
const drawn = (value: (y: number, x: number) => number): number[] =>
  Array.from({ length: height * width }, (_, i) => value(Math.floor(i / width) - centre[0], (i % width) - centre[1]));

/** A line through the middle whose normal has an angle, a pixel wide. */
const line = (angle: number) => drawn((y, x) => Number(Math.abs(y * Math.sin(angle) + x * Math.cos(angle)) <= 0.5));
const circle = (radius: number) => drawn((y, x) => Number(Math.abs(Math.hypot(y, x) - radius) <= 0.5));

/** The normals found, pixel by pixel. */
function normalsOf(edges: readonly number[], radius = 4): readonly (readonly [number, number])[] {
  const world = new World(2, 1, [1, height, width]);
  const mask = world.exactly(world.full, edges);
  const [ny, nx] = compute(
    reference,
    world,
    edgeNormals(mask, radius, world.scope).map((n) => n.node),
  );
  return ny!.map((y, i) => [y, nx![i]!]);
}

const degrees = (found: readonly [number, number], wanted: readonly [number, number]) =>
  (Math.acos(Math.min(1, Math.abs(found[0] * wanted[0] + found[1] * wanted[1]))) * 180) / Math.PI;

/** The angle that Dollár and Zitnick's toolbox finds, from the same second derivatives of an ideal straight edge. */
const dollar = (angle: number) => Math.atan(Math.sin(angle) ** 2 / Math.cos(angle) ** 2) * Math.sign(Math.tan(angle));

describe("normals of the target's edges", () => {
  it.each([0, 10, 22.5, 30, 45, 60, 75, 90, 120, 150].map((d) => [d]))("are those of a line at %d degrees", (d) => {
    const angle = (d * Math.PI) / 180;
    const edges = line(angle);
    const found = normalsOf(edges);
    const off: number[] = [];
    edges.forEach((edge, i) => {
      const far = Math.max(Math.abs(Math.floor(i / width) - centre[0]), Math.abs((i % width) - centre[1]));
      if (edge && far <= 6) off.push(degrees(found[i]!, [Math.sin(angle), Math.cos(angle)]));
    });
    expect(off.length).toBeGreaterThan(8);
    // What is left is the staircase of a line a pixel wide.
    expect(Math.max(...off)).toBeLessThan(7);
    expect(off.reduce((a, b) => a + b) / off.length).toBeLessThan(3.5);
    edges.forEach((edge, i) => {
      if (edge) expect(Math.hypot(...found[i]!)).toBeCloseTo(1, 6);
    });
  });

  it("are not those of the formula of Dollár's toolbox, which is right on the axes and the diagonals only", () => {
    const off = (d: number) => Math.abs(((dollar((d * Math.PI) / 180) - (d * Math.PI) / 180) * 180) / Math.PI);
    expect(off(0)).toBeCloseTo(0, 9);
    expect(off(45)).toBeCloseTo(0, 9);
    expect(off(22.5)).toBeGreaterThan(12);
  });

  it("are radii of a circle", () => {
    const edges = circle(8);
    const found = normalsOf(edges, 2);
    edges.forEach((edge, i) => {
      const [y, x] = [Math.floor(i / width) - centre[0], (i % width) - centre[1]];
      if (edge) expect(degrees(found[i]!, [y / Math.hypot(y, x), x / Math.hypot(y, x)])).toBeLessThan(8);
    });
  });

  it("lie across a sheet in space", () => {
    const world = new World(3, 1, [1, 7, 9, 8]);
    const [a, b, c] = [0.6, 0.64, 0.48];
    const sheet = Array.from({ length: 7 * 9 * 8 }, (_, i) => {
      const [z, y, x] = [Math.floor(i / 72) - 3, (Math.floor(i / 8) % 9) - 4, (i % 8) - 4];
      return Number(Math.abs(a * z + b * y + c * x) <= 0.5);
    });
    const normals = compute(
      reference,
      world,
      edgeNormals(world.exactly(world.full, sheet), 2, world.scope).map((n) => n.node),
    );
    const middle = 3 * 72 + 4 * 8 + 4;
    const along = Math.abs(a * normals[0]![middle]! + b * normals[1]![middle]! + c * normals[2]![middle]!);
    expect((Math.acos(Math.min(1, along)) * 180) / Math.PI).toBeLessThan(5);
  });

  it("are 0 where there is nothing to bend", () => {
    for (const [y, x] of normalsOf(drawn(() => 0))) expect([y, x]).toEqual([0, 0]);
    normalsOf(drawn(() => 1)).forEach((found, i) => {
      const [y, x] = [Math.floor(i / width), i % width];
      if (y > 5 && y < height - 6 && x > 5 && x < width - 6) expect(found).toEqual([0, 0]);
    });
  });

  it.each([0, 1, 2].map((row) => [row]))("lie across an edge %d pixels from the border", (row) => {
    for (const edges of [drawn((y) => Number(y + centre[0] === row)), drawn((y) => Number(centre[0] - y === row))]) {
      const found = normalsOf(edges);
      edges.forEach((edge, i) => {
        if (edge) expect(degrees(found[i]!, [1, 0])).toBeLessThan(1e-3);
      });
    }
  });

  it.each([20, 45, 70].map((d) => [d]))("keep their direction where an edge at %d degrees ends at the border", (d) => {
    const angle = (d * Math.PI) / 180;
    const edges = drawn((y, x) => Number(Math.abs((y + centre[0]) * Math.sin(angle) + x * Math.cos(angle)) <= 0.5));
    const found = normalsOf(edges);
    const ends = edges.flatMap((edge, i) => (edge && i < 4 * width ? [i] : []));
    expect(ends.length).toBeGreaterThan(3);
    for (const i of ends) expect(degrees(found[i]!, [Math.sin(angle), Math.cos(angle)])).toBeLessThan(12);
  });

  it("are the same beside a mask as at the border", async () => {
    await tf.setBackend("cpu");
    // An edge beside a mask that hides the upper rows, and the same edge where the image begins there.
    const [hidden, edge] = [5, drawn((y, x) => Number(y + centre[0] === 5 || x === 3))];
    const p = drawn((y, x) => 0.5 + 0.4 * Math.sin(0.7 * y + 0.4 * x * x));
    const from = (first: number, data: readonly number[]) =>
      tf.tensor4d(data.slice(first * width), [1, height - first, width, 1]);
    const roi = tf.tensor3d(
      drawn((y) => Number(y + centre[0] >= hidden)),
      [1, height, width],
    );
    const loss = compile("edge_direction where roi", { task: { prediction: "probabilities", masks: ["roi"] } });
    const value = async (first: number, roi: tf.Tensor) =>
      (await loss.valueAndGrad({ prediction: from(first, p), target: from(first, edge), masks: { roi } })).value;
    expect(await value(0, roi)).toBeCloseTo(await value(hidden, tf.ones([1, height - hidden, width])), 6);
  });
});

describe("thin edges", () => {
  beforeAll(async () => {
    await tf.setBackend("cpu");
  });

  const edges = circle(7);
  const image = (data: readonly number[]) => tf.tensor4d([...data], [1, height, width, 1]);
  const nms = compile("nms_edge", { task: { prediction: "probabilities" } });
  const value = async (p: readonly number[]) =>
    (await nms.valueAndGrad({ prediction: image(p), target: image(edges) })).value;

  it("cost less than thick ones, and those less than none", async () => {
    const ring = (half: number) => drawn((y, x) => (Math.abs(Math.hypot(y, x) - 7) <= half ? 0.95 : 0.05));
    const [thin, thick, flat] = [await value(ring(0.5)), await value(ring(2.5)), await value(drawn(() => 0.5))];
    expect(thin).toBeLessThan(0.6);
    expect(thick).toBeGreaterThan(1);
    expect(flat).toBeCloseTo(Math.log(5), 5);
    expect(await value(ring(0.5).map((p, i) => (edges[i] ? 0.05 : 1 - p)))).toBeGreaterThan(5);
  });

  it("grow thin under the slope", async () => {
    const blurred = drawn((y, x) => Math.exp(-((Math.hypot(y, x) - 7) ** 2) / 8));
    const { gradient } = await nms.valueAndGrad({ prediction: image(blurred), target: image(edges) });
    const slope = Array.from(gradient.dataSync());
    const sum = (where: (i: number) => boolean) => slope.filter((_, i) => where(i)).reduce((a, b) => a + b, 0);
    expect(sum((i) => edges[i] === 1)).toBeLessThan(-0.5);
    expect(sum((i) => edges[i] === 0)).toBeGreaterThan(0.5);
  });

  it("are judged in the task's classes, each with its own edges", async () => {
    const both = tf.concat([image(edges), image(line(0.4))], -1);
    const prediction = tf.randomUniform([1, height, width, 2], -2, 2, "float32", 1);
    const task = { labels: ["ring", "line"] };
    const { value } = await compile("nms_edge", { task }).valueAndGrad({ prediction, target: both });
    const one = await Promise.all(
      [0, 1].map(async (c) => {
        const part = (x: tf.Tensor) => tf.slice(x, [0, 0, 0, c], [-1, -1, -1, 1]);
        return (await compile("nms_edge").valueAndGrad({ prediction: part(prediction), target: part(both) })).value;
      }),
    );
    expect(value).toBeCloseTo((one[0]! + one[1]!) / 2, 5);
  });
});
