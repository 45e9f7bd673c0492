import { expect } from "vitest";
import type { Claims } from "./claims.js";
import { all, block, dot, empty, full, half, isStill, judge, wave, worth } from "./judge.js";

const close = (found: number, wanted: number, digits = 5) => expect(found).toBeCloseTo(wanted, digits);
const labels = { labels: ["a", "b"] };

/** Two labels, one of them absent. */
const lacking = {
  p: block.flatMap((g) => [0.2 + 0.5 * g, 0.1]),
  g: block.flatMap((g) => [g, 0]),
  channels: 2,
  task: labels,
};

async function staysAtNothing(program: string) {
  const { value, gradient } = await judge(program, { p: all(0.5), g: empty });
  close(value, 0);
  expect(isStill(gradient)).toBe(true);
}

async function weighsAbsentLikeRarest(program: string, of: (loss: number) => number) {
  const hits = 9 * 0.7;
  const extent = 9 * 0.7 + 27 * 0.2 + 9 + 36 * 0.1;
  close(await worth(program, lacking), of(1 - (2 * hits + 81e-5) / (extent + 81e-5)));
  await staysAtNothing(program);
}

export const region: Claims = {
  iou: {},
  tversky: {
    "With alpha=0 false": async () => {
      close(await worth("tversky(alpha=0, beta=1)", { p: full, g: block }), 0);
      close(await worth("tversky(alpha=0, beta=0)", { p: all(0.3), g: block }), 0);
    },
  },
  focal_tversky: {
    "With gamma below 1": async () => {
      const { value, gradient } = await judge("focal_tversky(smooth=0)", { p: block, g: block });
      close(value, 0);
      expect(gradient.every(Number.isFinite)).toBe(true);
      expect(Math.max(...gradient.map(Math.abs))).toBeGreaterThan(0);
    },
  },
  asymmetric_similarity: {
    "With beta=0 false": async () => {
      close(await worth("asymmetric_similarity(beta=0)", { p: block.map((g, i) => (i < 18 ? g : 0)), g: block }), 0);
      close(await worth("asymmetric_similarity(beta=0)", { p: empty, g: block }), 0);
    },
  },
  generalized_dice: {
    "An absent class weighs": () => weighsAbsentLikeRarest("generalized_dice", (loss) => loss),
  },
  penalty_dice: {
    "As `generalized_dice`": () => weighsAbsentLikeRarest("penalty_dice", (loss) => loss / (1 + 2.5 * loss)),
  },
  generalized_wasserstein_dice: {
    "Target without foreground": async () => {
      close(await worth("generalized_wasserstein_dice", { p: empty, g: empty }), 0);
      expect(await worth("generalized_wasserstein_dice", { p: dot(2, 2), g: empty })).toBeGreaterThan(0.999);
    },
    "Matrices are divided": async () => {
      const c = {
        x: wave(108),
        g: block.map((g, i) => 2 * g * (i % 2)),
        channels: 3,
        task: { classes: ["a", "b", "c"] },
      };
      const by = (k: number) =>
        `generalized_wasserstein_dice(distances=[[0, ${k}, ${2 * k}], [${k}, 0, ${k}], [${2 * k}, ${k}, 0]])`;
      close(await worth(by(5), c), await worth(by(1), c), 9);
    },
  },
  lovasz_softmax: {
    "J is one minus": async () => {
      const p = block.map((g, i) => (i === 8 ? 0 : i === 0 ? 1 : g));
      close(await worth("lovasz_softmax", { p, g: block }), 1 - 8 / 10);
    },
    "An absent class counts": async () => {
      const p = block.flatMap((g, i) => (g ? [0.3, 0.6, 0.1] : [0.7, 0.1 + 0.001 * i, 0.2 - 0.001 * i]));
      const c = { p, g: block, channels: 3, task: { classes: ["rest", "a", "b"] } };
      const present = await worth("lovasz_softmax", c);
      const largest = Math.max(...p.filter((_, i) => i % 3 === 2));
      close(await worth('lovasz_softmax(classes="all")', c), (2 * present + largest) / 3);
    },
    "Equal errors are taken": async () => {
      const { gradient } = await judge("lovasz_softmax", { p: all(0.5), g: empty });
      expect(gradient.map((s) => s !== 0)).toEqual(empty.map((_, i) => i === 0));
    },
    "Ignored pixels leave": async () => {
      const cut = { x: wave().slice(0, 12), g: block.slice(0, 12), size: [2, 6] };
      const hidden = { x: wave(), g: block, roi: full.map((_, i) => Number(i < 12)) };
      close(await worth("lovasz_softmax", hidden), await worth("lovasz_softmax", cut));
    },
  },
  mcc: {
    "With an empty or full target": async () => {
      for (const [target, other] of [
        [empty, full],
        [full, empty],
      ] as const) {
        close(await worth("mcc", { p: target, g: target }), 0.5, 3);
        close(await worth("mcc", { p: other, g: target }), 1.5, 3);
        close(await worth("mcc", { p: all(0.3), g: target }), 1, 2);
        const { value, gradient } = await judge("mcc(smooth=0)", { p: all(0.3), g: target });
        close(value, 1);
        expect(isStill(gradient)).toBe(true);
      }
    },
  },
  sensitivity_specificity: {
    "A side without pixels": async () => {
      close(await worth("sensitivity_specificity", { p: all(0.5), g: empty }), 0.9 * 0.25);
      close(await worth("sensitivity_specificity", { p: all(0.5), g: full }), 0.1 * 0.25);
    },
  },
  unified_focal: {
    "Of exclusive classes class 0": async () => {
      const one = (p: readonly number[], g: number) =>
        worth("unified_focal(weight=1)", {
          p,
          g: [g],
          size: [1, 1],
          channels: 3,
          task: { classes: ["rest", "a", "b"] },
        });
      close(await one([0.6, 0.3, 0.1], 0), -0.4 * 0.4 ** 0.5 * Math.log(0.6));
      close(await one([0.6, 0.3, 0.1], 2), -0.6 * Math.log(0.1));
      close(await worth("unified_focal(weight=1)", { p: [0.3], g: [1], size: [1, 1] }), -0.6 * Math.log(0.3));
    },
    "An absent class costs": async () => {
      // The foreground's half of the Tversky part; background, nearly right, costs next to nothing.
      const alone = await worth("unified_focal(weight=0)", { p: all(0.001), g: empty });
      close(alone, 0.5, 2);
      const two = { p: [...all(0.001), ...block], g: [...empty, ...block], batch: 2 };
      expect(await worth("unified_focal(weight=0, batch=true)", two)).toBeLessThan(0.1);
      expect(await worth("unified_focal(weight=0)", two)).toBeGreaterThan(0.2);
    },
    "Below a miss of 1e-7": async () => {
      const { gradient } = await judge("unified_focal", { p: block, g: block });
      expect(gradient.every(Number.isFinite)).toBe(true);
    },
  },
  exp_log: {
    "A class absent from the target": async () => {
      const dice = 1e-5 / (0.36 + 1e-5);
      close(await worth("exp_log(ce_weight=0, dice_weight=1)", { p: all(0.01), g: empty }), (-Math.log(dice)) ** 0.3);
      const least = (-Math.log(1e-7)) ** 0.3;
      close(await worth("exp_log(ce_weight=0, dice_weight=1, smooth=0)", { p: all(0.01), g: empty }), least);
      close(await worth("exp_log(ce_weight=0, dice_weight=1, smooth=0)", { p: all(0.9), g: empty }), least);
    },
    "Below 1e-7 powers": async () => {
      const { gradient } = await judge("exp_log", { p: block, g: block });
      expect(gradient.every(Number.isFinite)).toBe(true);
    },
  },
  blob: {
    "A sample and class without": async () => {
      const c = { x: [...wave(), ...wave()], g: [...block, ...empty], batch: 2 };
      close(await worth("blob", c), await worth("blob", { x: wave(), g: block }));
      close(await worth("blob", { x: wave(), g: empty }), 0);
      const channels = { x: wave(72), g: half.flatMap((g) => [g, 0]), channels: 2, task: labels };
      close(await worth("blob", channels), await worth("blob[0]", channels));
    },
    "With `bce` the cost": async () => {
      const two = dot(1, 1).map((g, i) => g + dot(4, 4)[i]!);
      close(await worth('blob(criterion="bce")', { x: all(0), g: two }), (Math.LN2 * 35) / 36);
    },
  },
};
