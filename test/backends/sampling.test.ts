import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import type { Bindings } from "../../src/backends/backend.js";
import { execute } from "../../src/backends/interpret.js";
import { legalize } from "../../src/backends/legalize.js";
import { type Nd, referenceBackend as reference } from "../../src/backends/reference/index.js";
import { tfjsBackend } from "../../src/backends/tfjs/index.js";
import type { Axis } from "../../src/graph/ops/axes.js";
import { sampled } from "../../src/graph/sampling.js";
import { compute, scattered, World } from "./world.js";

const borders = ["edge", 0, 0.75] as const;
const list = "item:p";
/** Positions as a list, as a warp of every pixel, and with places of its own for each class. */
const layouts: Readonly<Record<string, (world: World) => readonly Axis[]>> = {
  "a list": () => ["batch", list],
  "a warp": (world) => world.pixels,
  "a list for each class": () => ["batch", list, "class"],
};

interface Scene {
  readonly rank: 2 | 3;
  readonly layout: string;
  readonly border: number | "edge";
}

const scenes = ([2, 3] as const).flatMap((rank) =>
  Object.keys(layouts).flatMap((layout) =>
    borders.map((border): readonly [string, Scene] => [
      `${rank}-D, ${layout}, border ${border}`,
      { rank, layout, border },
    ]),
  ),
);

/** Positions from well before the first pixel to well behind the last. */
function build({ rank, layout, border }: Scene) {
  const world = new World(rank, 2, rank === 2 ? [2, 4, 5] : [2, 3, 4, 3], { [list]: 6 });
  const axes = layouts[layout]!(world);
  const image = world.value(world.full);
  const positions = world.scope.space.map((axis) => world.value(axes, -1.9, world.sizes.get(axis)! + 0.9));
  const value = sampled(image, positions, border);
  return { world, axes, value, root: world.weighted(value) };
}

/** Pixel by pixel: the sum over all pixels of their value and what a tent of width 1 around each has at the position. */
function brute({ world, axes }: ReturnType<typeof build>, border: number | "edge"): number[] {
  const [image, ...positions] = [...world.given.values()].map(({ data }) => data);
  const space = world.scope.space.map((axis) => world.sizes.get(axis)!);
  const classes = world.classes;
  const perSample = space.reduce((a, b) => a * b, 1);
  const places = axes.filter((a) => a !== "batch" && a !== "class").reduce((n, a) => n * world.sizes.get(a)!, 1);
  const out: number[] = [];
  for (let n = 0; n < 2; n++)
    for (let i = 0; i < places; i++)
      for (let c = 0; c < classes; c++) {
        const at = positions.map(
          (data) => data![axes.includes("class") ? (n * places + i) * classes + c : n * places + i]!,
        );
        const where = border === "edge" ? at.map((x, k) => Math.min(Math.max(x, 0), space[k]! - 1)) : at;
        let [sum, weight] = [0, 0];
        for (let pixel = 0; pixel < perSample; pixel++) {
          let [rest, tent] = [pixel, 1];
          for (let k = space.length - 1; k >= 0; k--) {
            tent *= Math.max(0, 1 - Math.abs(where[k]! - (rest % space[k]!)));
            rest = Math.floor(rest / space[k]!);
          }
          sum += tent * image![(n * perSample + pixel) * classes + c]!;
          weight += tent;
        }
        out.push(sum + (border === "edge" ? 0 : (1 - weight) * border));
      }
  return out;
}

describe("values between pixels", () => {
  it.each(scenes)("%s: a tent around every pixel", (_, scene) => {
    const built = build(scene);
    const [found] = compute(reference, built.world, [built.value.node]);
    const wanted = brute(built, scene.border);
    expect(found).toHaveLength(wanted.length);
    found!.forEach((x, i) => {
      expect(x).toBeCloseTo(wanted[i]!, 9);
    });
  });

  it.each(scenes)("%s: gradients by image and by position are those of differences", (_, scene) => {
    const { world, root } = build(scene);
    const slopes = compute(reference, world, world.gradients(root));
    const roots = legalize(world.graph, reference, [root.node]);
    const bindings = world.bindings(reference);
    const at = (name: string, entry: number, by: number) => {
      const { data, shape } = bindings.tensors.get(name)!;
      const moved: Nd = reference.upload(
        Array.from(data, (x, i) => (i === entry ? x + by : x)),
        shape,
      );
      const given: Bindings<Nd> = { ...bindings, tensors: new Map([...bindings.tensors, [name, moved]]) };
      return execute(reference, roots, given)[0]!.data[0]!;
    };
    let moving = 0;
    world.wanted.forEach(({ node, data }, k) => {
      const chosen = data.map((_, i) => i).filter((i) => i % Math.ceil(data.length / 20) === 0);
      for (const i of chosen) {
        const difference = (at(node.attributes.name, i, 1e-6) - at(node.attributes.name, i, -1e-6)) / 2e-6;
        expect(slopes[k]![i]).toBeCloseTo(difference, 6);
        if (k > 0 && difference !== 0) moving++;
      }
    });
    expect(moving).toBeGreaterThan(5);
  });

  it.each(["cpu", "wasm"].flatMap((device) => scenes.map(([name, scene]) => [device, name, scene] as const)))(
    "%s, %s: as in float64",
    async (device, _, scene) => {
      expect(await tf.setBackend(device)).toBe(true);
      const { world, root, value } = build(scene);
      const roots = [value.node, ...world.gradients(root)];
      const wanted = compute(reference, world, roots);
      compute(tfjsBackend(), world, roots).forEach((found, k) => {
        found.forEach((x, i) => {
          expect(x).toBeCloseTo(wanted[k]![i]!, 4);
        });
      });
    },
  );

  it("at the centre of a pixel is the pixel, and the gradient is that towards the next", () => {
    const world = new World(2, 1, [1, 3, 4], { [list]: 2 });
    const pixels = scattered(12, 0, 1, 1);
    const image = world.exactly(world.full, pixels);
    const y = world.exactly(["batch", list], [1, 2]);
    const x = world.exactly(["batch", list], [2, 3]);
    const value = sampled(image, [y, x]);
    const slopes = world.gradients(value.sumOver(value.axes));
    const [found, , , byX] = compute(reference, world, [value.node, ...slopes]);
    expect(found).toEqual([pixels[6], pixels[11]]);
    expect(byX![0]).toBeCloseTo(pixels[7]! - pixels[6]!, 12);
    expect(byX![1]).toBe(0);
  });
});
