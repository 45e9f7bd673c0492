import { expect } from "vitest";
import type { Claims } from "./claims.js";
import { all, block, empty, full, half, image, isStill, judge, wave, worth } from "./judge.js";

const close = (found: number, wanted: number, digits = 5) => expect(found).toBeCloseTo(wanted, digits);
const rightAngle = (Math.PI / 2) ** 2;

export const annotation: Claims = {
  edge_bce: {
    "By the formula an image": async () => {
      for (const g of [empty, full]) {
        close(await worth("edge_bce", { x: wave(), g }), await worth("bce", { x: wave(), g }));
        const { value, slope } = await judge('edge_bce(one_sided="zero")', { x: wave(), g });
        expect(value).toBe(0);
        expect(isStill(slope)).toBe(true);
      }
    },
  },
  nms_edge: {
    "A sample without edge pixels": async () => {
      const { value, slope } = await judge("nms_edge", { x: wave(), g: empty });
      expect(value).toBe(0);
      expect(isStill(slope)).toBe(true);
    },
    "Values between pixels": async () => {
      close(await worth("nms_edge", { p: all(0.3), g: block }), Math.log(5));
      close(await worth("nms_edge(length=3)", { p: all(0.3), g: block }), Math.log(7));
    },
    "Steps along a normal": async () => {
      const c = { x: wave(), g: block };
      close(await worth("nms_edge", c), await worth("nms_edge", { ...c, task: { spacing: [3, 2] } }), 9);
    },
  },
  edge_direction: {
    "A normal has no sign": async () => {
      const ramp = image((_, x) => 0.1 + 0.1 * x);
      const row = image((y) => Number(y === 2));
      close(await worth("edge_direction", { p: ramp, g: row }), Math.PI / 2, 4);
      const column = image((_, x) => Number(x === 2));
      const falling = ramp.map((p) => 1 - p);
      close(
        await worth("edge_direction", { p: ramp, g: column }),
        await worth("edge_direction", { p: falling, g: column }),
      );
    },
    "Where the prediction is flat": async () => {
      const { value, slope } = await judge("edge_direction", { x: all(0.4), g: block });
      close(value, Math.PI / 2);
      expect(isStill(slope)).toBe(true);
    },
    "The cosine is scaled": async () => {
      const { slope } = await judge("edge_direction", {
        p: image((_, x) => 0.1 * x),
        g: image((_, x) => Number(x === 2)),
      });
      expect(slope.every(Number.isFinite)).toBe(true);
    },
    "A sample without edge pixels": async () => expect(await worth("edge_direction", { x: wave(), g: empty })).toBe(0),
  },
  level_set_curvature: {
    "A level set without values": async () =>
      expect(await worth("level_set_curvature", { x: all(20), g: block })).toBe(0),
    "Where it is flat": async () => expect(await worth("level_set_curvature", { x: all(1), g: block })).toBe(0),
  },
  level_set_regularisation: {
    "Two lengths of the gradient": async () => {
      close(await worth("level_set_regularisation", { x: all(3), g: block }), 0, 9);
      close(await worth("level_set_regularisation", { x: image((_, x) => x), g: block }), 0, 9);
    },
    "Between them the cost": async () => {
      close(
        await worth("level_set_regularisation", { x: image((_, x) => x / 2), g: block }),
        1 / (2 * Math.PI ** 2),
        6,
      );
      close(await worth("level_set_regularisation", { x: image((_, x) => 4 * x), g: block }), 9 / 2, 4);
    },
    "Derivatives are central": async () => {
      const teeth = image((y, x) => 5 * ((x + y) % 2), 6, 6);
      const inner = await worth("level_set_regularisation", { x: teeth, g: block });
      expect(inner).toBeLessThan(
        0.6 * (await worth("level_set_regularisation", { x: image((_, x) => 6 * x), g: block })),
      );
    },
  },
  level_map: {
    "A target without pixels": async () => {
      close(await worth("level_map", { x: all(30), g: empty }), 0);
      close(await worth("level_map", { x: all(0), g: empty }), 900);
    },
    "Pixels of the contour": async () => {
      const c = { x: all(0, 4), g: all(1, 4), size: [2, 2] };
      close(await worth("level_map", c), 0);
    },
    "Distances are in the unit": async () => {
      const c = { x: [0, 0], g: [1, 0], size: [1, 2] };
      close(await worth("level_map", c), 1 / 2);
      close(await worth("level_map", { ...c, task: { spacing: [3, 3] } }), 9 / 2);
    },
  },
  level_set_motion: {
    "Where the target has no": async () => {
      const { value, slope } = await judge("level_set_motion", { x: wave(72), g: empty, channels: 2 });
      close(value, rightAngle);
      expect(isStill(slope)).toBe(true);
    },
    "A predicted vector of length 0": async () => {
      const { value, slope } = await judge("level_set_motion", { x: all(0, 72), g: block, channels: 2 });
      close(value, rightAngle);
      expect(isStill(slope)).toBe(true);
    },
    "The cosine is scaled": async () => {
      // Away from a straight contour, and into the half that holds it, the direction is along x.
      const x = half.flatMap((_, i) => [0, i % 6 < 3 ? -1 : 1]);
      const { slope } = await judge("level_set_motion", { x, g: half, channels: 2 });
      expect(slope.every(Number.isFinite)).toBe(true);
    },
  },
  level_set_boundary: {
    "A target whose level set": async () => close(await worth("level_set_boundary", { x: wave(), g: empty }), 0),
  },
  level_set_output: {
    "The step never reaches": async () => {
      for (const size of [1e4, -1e4]) {
        const { value, slope } = await judge("level_set_output", { x: all(size), g: block });
        expect(Number.isFinite(value)).toBe(true);
        expect(slope.every(Number.isFinite)).toBe(true);
      }
    },
    "A target that is empty or full": async () => {
      for (const g of [empty, full]) {
        const { value, slope } = await judge("level_set_output", { x: wave(), g });
        close(value, 0, 9);
        expect(isStill(slope)).toBe(true);
      }
    },
  },
};
