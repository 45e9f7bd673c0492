import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { referenceBackend as reference } from "../../src/backends/reference/index.js";
import type { Expr } from "../../src/graph/trace.js";
import { compile } from "../../src/index.js";
import { bump, derivatives, smoothStep } from "../../stdlib/terms/level-set.js";
import {
  evolved,
  laplacian,
  levelCurvature,
  mirrored,
  regularisation,
} from "../../stdlib/terms/level-set-evolution.js";
import { compute, World } from "../backends/world.js";

interface Stored {
  readonly shape: readonly [number, number, number, number];
  readonly data: readonly number[];
}
const read = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../oracle/cases/${name}.json`, import.meta.url), "utf8")) as T;

type Operators = Readonly<Record<string, Stored>> & { readonly id: string };
const { cases_operators } = read<{ cases_operators: readonly Operators[] }>("delse_operators");

/** Each operator of the published layers, by the name it has in the cases. */
const operators: Readonly<Record<string, (phi: Expr) => Expr>> = {
  grad_y: (phi) => derivatives(phi, phi.scope)[0]!,
  grad_x: (phi) => derivatives(phi, phi.scope)[1]!,
  curvature: (phi) => levelCurvature(phi, phi.scope),
  // A half width of 0.3 times 30 pixels, that of the evolution.
  dirac: (phi) => bump(phi, 9),
  heaviside_eps_m1: (phi) => smoothStep(phi, 1),
  laplacian: (phi) => laplacian(phi, phi.scope),
  dist_reg_p2: (phi) => regularisation(phi, phi.scope),
  neumann: (phi) => mirrored(phi, "two", phi.scope),
};

const computed = (build: (phi: Expr) => Expr, { shape, data }: Stored) => {
  const world = new World(2, 1, shape.slice(0, 3));
  return compute(reference, world, [build(world.exactly(world.full, data)).node])[0]!;
};

describe("the operators of a level set are those of DELSE's layers", () => {
  const pairs = cases_operators.flatMap((c) => Object.keys(operators).map((name) => [c.id, name, c] as const));
  it.each(pairs)("%s: %s", (_, name, c) => {
    const found = computed(operators[name]!, c.phi!);
    expect(found).toHaveLength(c[name]!.data.length);
    found.forEach((x, i) => {
      expect(Math.abs(x - c[name]!.data[i]!)).toBeLessThan(2e-5);
    });
  });

  it("the border condition holds in all corners where that is asked for", () => {
    const shape = [1, 4, 5, 1] as const;
    const data = Array.from({ length: 20 }, (_, i) => i);
    const [all, two] = (["all", "two"] as const).map((corners) =>
      computed((phi) => mirrored(phi, corners, phi.scope), { shape, data }),
    );
    expect([0, 4, 15, 19].map((i) => all![i])).toEqual([12, 12, 7, 7]);
    expect([0, 4, 15, 19].map((i) => two![i])).toEqual([12, 4, 15, 7]);
  });
});

describe("the evolved level set", () => {
  interface Case {
    readonly id: string;
    readonly params: { readonly T: number; readonly shift: number; readonly gradient_of: string };
    readonly extra: Readonly<Record<string, Stored>>;
  }
  const { cases } = read<{ cases: readonly Case[] }>("delse_evolution");
  const distinct = cases.filter(({ params }) => params.gradient_of === "vf");

  it.each(distinct.map((c) => [c.id, c] as const))(
    "ends where that of DELSE's layers ends: %s",
    (_, { params, extra }) => {
      const { phi0, vector_field, g, phi_T } = extra;
      const world = new World(2, 1, phi0!.shape.slice(0, 3), { "class:axes": 2 });
      const phi = world.exactly(world.full, phi0!.data);
      const field = world.exactly([...world.pixels, "class:axes"], vector_field!.data);
      const parts = [0, 1].map((i) => field.take("class:axes", [i]).sumOver([`class:${i}`]));
      const gate = g ? world.exactly(world.full, g.data) : undefined;
      const how = {
        steps: params.T,
        timestep: 5,
        reach: 9,
        regularisation: 0.2,
        corners: "two",
        detach: true,
      } as const;
      const [found] = compute(reference, world, [evolved(phi.add(params.shift), parts, gate, how, world.scope).node]);
      // The published code computes in single precision; the cases put its own difference to float64 at up to 6e-5.
      found!.forEach((x, i) => {
        expect(Math.abs(x - phi_T!.data[i]!)).toBeLessThan(2e-4);
      });
    },
  );
});

/** A circle as a signed distance, below 0 inside. */
const [height, width] = [21, 23];
const circle = (radius: number, y0 = 10, x0 = 11) =>
  Array.from({ length: height * width }, (_, i) => Math.hypot(Math.floor(i / width) - y0, (i % width) - x0) - radius);
const image = (data: readonly number[]) => tf.tensor4d([...data], [1, height, width, 1]);

describe("level sets as losses", () => {
  beforeAll(async () => {
    await tf.setBackend("cpu");
  });
  const target = image(circle(6).map((d) => Number(d < 0)));
  const value = async (source: string, phi: readonly number[]) =>
    (await compile(source).valueAndGrad({ prediction: image(phi), target })).value;

  it("a motion towards the target lowers what the evolution costs, and its slope says so", async () => {
    const task = { labels: ["object"], heads: ["phi", "field", "gate"] };
    const loss = compile("level_set_evolution(motion=field, gate=gate) on phi", { task });
    const gate = tf.zeros([1, height, width, 1]);
    const phi = image(circle(4));
    // Outwards: φ falls along v = −∇φ.
    const outwards = (by: number) =>
      tf.tensor4d(
        circle(0).flatMap((_, i) => {
          const [y, x] = [Math.floor(i / width) - 10, (i % width) - 11];
          const length = Math.max(1e-6, Math.hypot(y, x));
          return [(by * -y) / length, (by * -x) / length];
        }),
        [1, height, width, 2],
      );
    const at = async (by: number) => loss.valueAndGrad({ prediction: { phi, field: outwards(by), gate }, target });
    const [still, moved] = [await at(0), await at(0.08)];
    expect(moved.value).toBeLessThan(0.7 * still.value);
    const descent = tf.sum(tf.mul(still.gradients.field!, outwards(1))).dataSync()[0]!;
    expect(descent).toBeLessThan(-1);
  });

  it("the curvature of a circle is one over its radius", async () => {
    expect(await value("level_set_curvature(reach=1)", circle(6))).toBeCloseTo(1 / 36, 2);
    expect(await value("level_set_curvature(reach=1)", circle(3))).toBeGreaterThan(2.5 / 36);
    expect(
      await value(
        "level_set_curvature",
        circle(6).map(() => 20),
      ),
    ).toBe(0);
  });

  it("a distance costs nothing to regularise, twice a distance half a square", async () => {
    const ramp = Array.from({ length: height * width }, (_, i) => 0.6 * Math.floor(i / width) + 0.8 * (i % width));
    expect(await value("level_set_regularisation", ramp)).toBeLessThan(1e-9);
    expect(
      await value(
        "level_set_regularisation",
        ramp.map((x) => 2 * x),
      ),
    ).toBeCloseTo(0.5, 5);
    expect(
      await value(
        "level_set_regularisation",
        ramp.map((x) => x / 2),
      ),
    ).toBeCloseTo(1 / (2 * Math.PI ** 2), 5);
  });

  it("the regularisation of the evolution descends that energy", async () => {
    const rough = circle(6).map((d, i) => 1.5 * d + 0.8 * Math.sin(1.1 * i));
    const stepped = computed((phi) => phi.add(regularisation(phi, phi.scope).mul(0.1)), {
      shape: [1, height, width, 1],
      data: rough,
    });
    expect(await value("level_set_regularisation", stepped)).toBeLessThan(
      0.95 * (await value("level_set_regularisation", rough)),
    );
  });
});
