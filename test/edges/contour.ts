import { expect } from "vitest";
import type { Claims } from "./claims.js";
import { all, block, type Case, empty, full, half, isStill, judge, wave, worth } from "./judge.js";

const close = (found: number, wanted: number, digits = 5) => expect(found).toBeCloseTo(wanted, digits);
const size = (gradient: readonly number[]) => Math.max(...gradient.map(Math.abs));

/** The corners of a square around the middle of the image, or elsewhere. */
const square = (half: number, y = 2.5, x = 2.5): number[] => [
  ...[y - half, x - half],
  ...[y - half, x + half],
  ...[y + half, x + half],
  ...[y + half, x - half],
];
const contour = (x: readonly number[], g: readonly number[] = block): Case => ({ x, g, vertices: x.length / 2 });
/** A field that displaces nothing. */
const still: Case = { x: all(0, 72), g: block, channels: 2 };
const wide = { spacing: [2, 2] };

const ignoresTarget = async (program: string) => {
  const [a, b] = await Promise.all([empty, full].map((g) => judge(program, contour(square(1.6), g))));
  expect(a).toEqual(b);
  expect(isStill(a!.gradient)).toBe(false);
};

/** Nothing is less than the cost of vertices in one place, and a step along the gradient shrinks a contour. */
const shrinks = async (program: string) => {
  close(await worth(program, contour(all(2.5, 8))), 0, 9);
  expect(await outwards(program, block)).toBeGreaterThan(0);
};

/** How the cost of a square grows with it. */
async function outwards(program: string, g: readonly number[]): Promise<number> {
  const vertices = square(1.6);
  const { gradient } = await judge(program, contour(vertices, g));
  return gradient.reduce((sum, s, i) => sum + s * (vertices[i]! - 2.5), 0);
}

/** In the unit of the spacing a length doubles with it; centred it is that of half an image, whatever the image. */
const measures = async (program: string, power: number) => {
  const vertices = contour(square(1));
  close(await worth(program, { ...vertices, task: wide }), 2 ** power * (await worth(program, vertices)));
  const centred = { x: square(0.5, 0, 0), vertices: 4, task: wide };
  const sized = `${program}(coordinates="centred")`;
  close(await worth(sized, { ...centred, g: block }), await worth(program, contour(square(0.5))));
  close(await worth(sized, { ...centred, g: all(0, 20), size: [4, 5] }), await worth(program, contour(square(0.5))));
};

export const contours: Claims = {
  contour_mask: {
    "An empty target pulls": async () => {
      expect(await outwards("contour_mask", empty)).toBeGreaterThan(0.01);
      const centre = (await judge("contour_mask", contour(square(1.6), empty))).gradient;
      close(centre[0]! + centre[2]! + centre[4]! + centre[6]!, 0, 9);
    },
    "A contour far outside": async () => {
      const { value, gradient } = await judge("contour_mask", contour(square(1, 200, 200)));
      close(value, 9 / 36, 9);
      expect(size(gradient)).toBeLessThan(1e-9);
      const fields = { start: { shape: [1, 4, 2], data: square(1, 9, 9) } };
      const gone = await judge("contour_mask(start=start)", { ...still, x: wave(72), fields });
      close(gone.value, await worth("contour_mask(start=start)", { ...still, fields }), 12);
      expect(isStill(gone.gradient)).toBe(true);
    },
    "Inside is by the even–odd rule": async () => {
      close(await worth("contour_mask(sigma=0.01)", contour(square(1.75), empty)), 16 / 36);
      close(await worth("contour_mask(sigma=0.01)", contour([...square(1.75), ...square(1.75)], empty)), 0);
    },
    "Vertices in one place": async () => {
      for (const renderer of ["polygon", "triangles", "hard"])
        for (const x of [all(2.5, 8), [1, 1, 4, 4, 1, 1], [0, 2, 3, 2, 5, 2, 2, 2]]) {
          const { value, gradient } = await judge(`contour_mask(renderer="${renderer}")`, contour(x));
          expect(Number.isFinite(value)).toBe(true);
          expect(gradient.every(Number.isFinite)).toBe(true);
        }
    },
    "`hard` jumps": async () => {
      const [here, there] = await Promise.all(
        [1.6, 1.6001].map((half) => judge('contour_mask(renderer="hard")', contour(square(half)))),
      );
      expect(here!.value).toBe(there!.value);
      expect(isStill(here!.gradient)).toBe(false);
    },
    "Ignored and masked pixels": async () =>
      close(await worth("contour_mask", { ...contour(square(1, 200, 200)), roi: half }), 3 / 18, 9),
  },
  balloon: {
    "It does not depend": () => ignoresTarget("balloon"),
    "A contour that encloses": async () => {
      const around = await judge("balloon", contour(square(60)));
      expect(around.value).toBe(0);
      expect(size(around.gradient)).toBe(0);
      const outside = await judge("balloon", contour(square(1, 200, 200)));
      close(outside.value, 1, 9);
      expect(size(outside.gradient)).toBeLessThan(1e-9);
    },
    "With several displacements": async () => {
      const once = await worth("balloon(diameter=4, iterations=1)", still);
      close(await worth("balloon(diameter=4, iterations=3)", still), 3 * once, 9);
      close(await worth('balloon(diameter=4, iterations=3, supervise="last")', still), once, 9);
    },
    "With `hard` the gradient": async () => {
      const program = ['contour_mask(renderer="hard")', 'balloon(renderer="hard")'];
      const c = contour(square(1.6));
      const [mask, force] = await Promise.all(program.map((one) => judge(one, c)));
      const both = await judge(program.join(" + "), c);
      close(both.value, mask!.value + force!.value, 9);
      expect(size(both.gradient.map((s, i) => s - mask!.gradient[i]! - force!.gradient[i]!))).toBeGreaterThan(0.01);
    },
  },
  curvature: {
    "It does not depend": () => ignoresTarget("curvature"),
    "Least, 0": () => shrinks("curvature"),
    "A vertex midway": async () => {
      // A line there and back, whose ends alone bend: they pull at what lies between with the same strength.
      const line = [0, 1, 2, 1].flatMap((y) => [y, 2]);
      const { value, gradient } = await judge("curvature", contour(line));
      close(value, (2 + 0 + 2 + 0) / 4, 9);
      for (const i of [2, 3, 6, 7]) close(gradient[i]!, 0, 9);
    },
    "Lengths are in the unit": () => measures("curvature", 1),
  },
  edge_length: {
    "It does not depend": () => ignoresTarget("edge_length"),
    "Least, 0": () => shrinks("edge_length"),
    "Smooth everywhere": async () =>
      expect(isStill((await judge("edge_length", contour(all(2.5, 8)))).gradient)).toBe(true),
    "Lengths are in the unit": () => measures("edge_length", 2),
  },
};
