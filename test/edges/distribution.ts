import { expect } from "vitest";
import type { Claims } from "./claims.js";
import { all, block, dot, empty, full, half, isStill, judge, wave, worth } from "./judge.js";

const pair = { classes: ["rest", "organ"] };
const labels = { labels: ["a", "b"] };
const logits = wave(72);
const close = (found: number, wanted: number) => expect(found).toBeCloseTo(wanted, 6);
const same = async (one: string, other: string, c: Parameters<typeof worth>[1]) =>
  close(await worth(one, c), await worth(other, c));
/** One channel of two, where each is a label of its own. */
const channel = (xs: readonly number[], k: number) => xs.filter((_, i) => i % 2 === k);
const both = block.flatMap((g, i) => [g, half[i]!]);

/** Independent labels: the mean of what each costs alone. */
async function isMeanOfLabels(program: string) {
  const together = await worth(program, { x: logits, g: both, channels: 2, task: labels });
  const [a, b] = await Promise.all([0, 1].map((k) => worth(program, { x: channel(logits, k), g: channel(both, k) })));
  close(together, (a! + b!) / 2);
}

export const distribution: Claims = {
  ce: {
    "Ignored pixels leave the sum": async () => {
      const seen = { x: [0.5, -1], g: [1, 1], size: [1, 2] };
      const hidden = { x: [0.5, -1, 7, -9], g: [1, 1, 255, 255], size: [1, 4], task: { ignore: 255 } };
      close(await worth("ce", hidden), await worth("ce", seen));
      close(await worth("ce", { ...hidden, g: all(255, 4) }), 0);
      close(await worth("ce(weights=[0, 0])", { x: logits, g: block, channels: 2, task: pair }), 0);
    },
    '`weighting="multiply"` divides': async () => {
      const c = { x: logits, g: block, channels: 2, task: pair };
      const multiplied = await worth('ce(weights=[1, 3], weighting="multiply")', c);
      close(multiplied * 36, (await worth("ce(weights=[1, 3])", c)) * (27 + 3 * 9));
    },
  },
  poly1_ce: {
    "`epsilon=0` is `ce`": () => same("poly1_ce(epsilon=0)", "ce", { x: wave(), g: block }),
    "Independent labels are each": () => isMeanOfLabels("poly1_ce"),
  },
  focal: {
    "`gamma=0` is cross-entropy": () => same("focal(gamma=0)", "ce", { x: logits, g: block, channels: 2, task: pair }),
    "Between 0 and 1 of gamma": async () => {
      const { gradient } = await judge("focal(gamma=0.5)", { p: block, g: block });
      expect(isStill(gradient)).toBe(true);
    },
  },
  asymmetric_focal: {
    "Of exclusive classes class 0": async () => {
      const one = (p: readonly number[], g: number) =>
        worth("asymmetric_focal", { p, g: [g], size: [1, 1], channels: 3, task: { classes: ["rest", "a", "b"] } });
      close(await one([0.6, 0.3, 0.1], 0), -0.3 * 0.4 ** 2 * Math.log(0.6));
      close(await one([0.6, 0.3, 0.1], 1), -0.7 * Math.log(0.3));
      close(await one([0.6, 0.3, 0.1], 2), -0.7 * Math.log(0.1));
      close(await worth("asymmetric_focal", { p: [0.3], g: [1], size: [1, 1] }), -0.7 * Math.log(0.3));
      close(await worth("asymmetric_focal", { p: [0.4], g: [0], size: [1, 1] }), -0.3 * 0.4 ** 2 * Math.log(0.6));
      await isMeanOfLabels("asymmetric_focal");
    },
  },
  poly1_focal: {
    "`epsilon=0` is `focal`": async () => {
      await same("poly1_focal(epsilon=0)", "focal", { x: wave(), g: block });
      await same("poly1_focal(gamma=0)", "poly1_ce", { x: wave(), g: block });
    },
    "With `alpha` a negative `epsilon`": async () =>
      expect(await worth("poly1_focal(alpha=0.1, epsilon=-1)", { p: all(0.9), g: full })).toBeLessThan(0),
  },
  topk_ce: {
    "`k=100` is `ce`": () => same("topk_ce(k=100)", "ce", { x: wave(), g: block }),
    "Ignored pixels are neither": async () => {
      const c = { x: wave(72), g: [...block, ...block], batch: 2 };
      const second = await worth("topk_ce", { x: wave(72).slice(36), g: block });
      close(await worth("topk_ce", { ...c, roi: [...empty, ...full] }), second);
      const cut = { x: wave().slice(0, 12), g: block.slice(0, 12), size: [2, 6] };
      const hidden = { x: wave(), g: block, roi: full.map((_, i) => Number(i < 12)) };
      close(await worth("topk_ce(k=50)", hidden), await worth("topk_ce(k=50)", cut));
    },
    "Of equal pixels at the limit": async () => {
      const { gradient } = await judge("topk_ce(k=50)", { x: all(0), g: full });
      expect(gradient.map((s) => s !== 0)).toEqual(full.map((_, i) => i < 18));
    },
    "Independent labels are ranked": () => isMeanOfLabels("topk_ce(k=25)"),
    "`weights` multiply before": async () => {
      // Class 1 is nearly right everywhere and class 0 half so; the weight puts class 1 first.
      const p = block.flatMap((g) => (g ? [0.2, 0.8] : [0.5, 0.5]));
      const { gradient } = await judge("topk_ce(k=25, weights=[1, 100])", { p, g: block, channels: 2, task: pair });
      const moved = block.map((_, i) => Number(gradient[2 * i] !== 0 || gradient[2 * i + 1] !== 0));
      expect(moved).toEqual(block);
    },
  },
  distance_penalized_ce: {
    "d is the distance of a pixel": async () => {
      // Weights 1, 1.5 and 2 on either side; with a spacing of 2, D is 6 and D − d at most 4.
      close(await worth("distance_penalized_ce", { x: all(0), g: half }), 1.5 * Math.LN2);
      const first = { x: all(0).map((_, i) => (i % 6 === 2 ? 3 : 40)), g: full.map((_, i) => Number(i % 6 < 3)) };
      expect(await worth("distance_penalized_ce", first)).toBeGreaterThan(await worth("ce", first));
      close(await worth("distance_penalized_ce", { x: all(0), g: half, task: { spacing: [2, 2] } }), 1.5 * Math.LN2);
    },
    "A class without boundary": async () => {
      await same("distance_penalized_ce", "ce", { x: wave(), g: full });
      await same("distance_penalized_ce", "ce", { x: wave(), g: empty });
      const chequered = full.map((_, i) => (Math.floor(i / 6) + i) % 2);
      await same("distance_penalized_ce", "ce", { x: wave(), g: chequered });
    },
  },
  nacl: {
    "The pull compares with what": async () => {
      close(await worth("nacl", { p: all(0.7), g: full }), -Math.log(0.7) + 0.1 * 0.3);
      close(await worth("nacl", { x: all(2), g: full }), Math.log1p(Math.exp(-2)) + 0.1 * 1);
    },
    "A perfect prediction with large": async () =>
      expect(await worth("nacl", { x: all(50), g: full })).toBeGreaterThan(await worth("nacl", { x: all(5), g: full })),
    "An axis of length 1": async () => {
      const c = { x: all(1, 6), g: all(1, 6), size: [1, 6] };
      close(await worth('nacl(border="zero")', c), Math.log1p(Math.exp(-1)) + (0.1 * 2) / 3 / 6);
    },
    "`weights` are for the cross-entropy": async () => {
      const c = { x: logits, g: block, channels: 2, task: pair };
      const pull = (await worth("nacl", c)) - (await worth("ce", c));
      expect(pull).toBeGreaterThan(0.01);
      close(await worth("nacl(weights=[0, 0])", c), pull);
    },
  },
  lovasz_hinge: {
    "J is one minus": async () => {
      // Margins of 1 at each mistake and none elsewhere: nine right, one missed, one too many.
      const g = [...block];
      const x = g.map((t, i) => (i === 8 ? 0 : i === 0 ? 0 : t ? 2 : -2));
      close(await worth("lovasz_hinge", { x, g }), 1 - 8 / 10);
    },
    "With an empty target only": async () =>
      close(await worth("lovasz_hinge", { x: wave(), g: empty }), 1 + Math.max(...wave())),
    "Linear in the logits": async () => {
      expect(isStill((await judge("lovasz_hinge", { x: all(2), g: full })).gradient)).toBe(true);
      close(await worth("lovasz_hinge", { x: dot(1, 1).map((d) => 2e4 * d - 1e4), g: empty }), 10001);
    },
    "Equal errors are taken": async () => {
      const { gradient } = await judge("lovasz_hinge", { x: all(0.5), g: empty });
      expect(gradient.map((s) => s !== 0)).toEqual(empty.map((_, i) => i === 0));
    },
    "Ignored pixels leave": async () => {
      const cut = { x: wave().slice(0, 12), g: block.slice(0, 12), size: [2, 6] };
      close(
        await worth("lovasz_hinge", { x: wave(), g: block, roi: full.map((_, i) => Number(i < 12)) }),
        await worth("lovasz_hinge", cut),
      );
    },
    "`micro` takes no": () =>
      same('lovasz_hinge(average="micro", weights=[1, 9])', 'lovasz_hinge(average="micro")', {
        x: logits,
        g: both,
        channels: 2,
        task: labels,
      }),
  },
};
