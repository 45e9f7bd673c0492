import { sizeOf } from "../../testing/arrays.js";
import type { Invocation } from "../host.js";
import { inlineName } from "../spec.js";
import type { Implementation } from "./implementations.js";
import { measure } from "./measure.js";
import { type Patience, rounded } from "./timing.js";

/** How the time of a step grows with something. */
export interface Growth {
  readonly along: "pixels" | "terms";
  readonly contender: Implementation["name"];
  readonly points: readonly GrowthPoint[];
  /** Time grows as this power of the size: a line through the points, on logarithmic scales. */
  readonly power: number;
  readonly bar: number;
  readonly met: boolean;
}

export interface GrowthPoint {
  /** Pixels of the batch, or terms of the program. */
  readonly size: number;
  readonly program: string;
  readonly shape: readonly number[];
  readonly ms_median: number;
  readonly runs: number;
}

type Case = Pick<GrowthPoint, "size" | "program" | "shape">;

const pixels = (side: number): Case => {
  const shape = [4, side, side, 4];
  return { size: sizeOf(shape.slice(0, -1)), program: "dice + ce", shape };
};

/** What people combine: each list holds the one before it. */
const terms = [
  "dice",
  "ce",
  "focal",
  "tversky(alpha=0.3, beta=0.7)",
  "generalized_dice",
  "iou",
  "focal_tversky",
  "penalty_dice",
];

const programOf = (count: number): Case => ({
  size: count,
  program: terms.slice(0, count).join(" + "),
  shape: [4, 256, 256, 4],
});

/** Linear in pixels, with room for what a step costs whatever its size, and for caches; less than linear in terms. */
export const growths: readonly {
  readonly along: Growth["along"];
  readonly cases: readonly Case[];
  readonly bar: number;
}[] = [
  { along: "pixels", cases: [64, 128, 256, 512].map(pixels), bar: 1.1 },
  { along: "terms", cases: [1, 2, 4, 8].map(programOf), bar: 0.95 },
];

/** Times the first implementation that can run them all. */
export async function growthOf(
  { along, cases, bar }: (typeof growths)[number],
  implementations: readonly Implementation[],
  patience: Patience,
  session: Invocation,
): Promise<Growth | undefined> {
  for (const implementation of implementations) {
    const points: GrowthPoint[] = [];
    for (const { size, program, shape } of cases) {
      const spec = { source: { file: inlineName, text: program } };
      const subject = { name: `${along}-${size}`, spec, shape, settings: {}, clock: {} };
      const { timing } = await measure(subject, implementation, patience, session);
      if (!timing) break;
      points.push({ size, program, shape, ms_median: timing.ms_median, runs: timing.runs });
    }
    if (points.length < cases.length) continue;
    const power = powerOf(points);
    return { along, contender: implementation.name, points, power: rounded(power), bar, met: power <= bar };
  }
  return undefined;
}

/** Slope of the least-squares line through the logarithms. */
export function powerOf(points: readonly Pick<GrowthPoint, "size" | "ms_median">[]): number {
  const at = points.map(({ size, ms_median }) => [Math.log(size), Math.log(ms_median)] as const);
  const mean = (k: 0 | 1) => at.reduce((sum, p) => sum + p[k], 0) / at.length;
  const [x, y] = [mean(0), mean(1)];
  const over = at.reduce((sum, p) => sum + (p[0] - x) * (p[1] - y), 0);
  return over / at.reduce((sum, p) => sum + (p[0] - x) ** 2, 0);
}
