import type { Latency } from "./latency.js";
import type { BenchResult } from "./result.js";
import type { Growth } from "./scaling.js";
import { judged, numbers, type Sheet, short } from "./sheet.js";
import { stepSheet } from "./step-sheet.js";

export const sheets = (result: BenchResult): Sheet[] => [
  ...(result.results.length ? [stepSheet(result)] : []),
  ...result.scaling.map(scalingSheet),
  ...(result.latency.length ? [latencySheet(result.latency)] : []),
];

function scalingSheet({ along, contender, points, power, bar, met }: Growth): Sheet {
  const first = points[0]!;
  return {
    title: `How a step grows with ${along}, ${contender}`,
    heads: [
      { title: "program" },
      { title: "shape" },
      numbers(along),
      numbers("ms"),
      numbers("size ×"),
      numbers("time ×"),
    ],
    rows: points.map(({ program, shape, size, ms_median }) => [
      program,
      shape.join("×"),
      String(size),
      short(ms_median),
      short(size / first.size),
      short(ms_median / first.ms_median),
    ]),
    notes: [`Time grows as the ${judged(`${short(power)}th power of the ${along}`, `≤ ${bar}`, met)}.`],
  };
}

const latencySheet = (latencies: readonly Latency[]): Sheet => ({
  title: "What a person waits for",
  heads: [{ title: "" }, numbers("first, ms"), numbers("median, ms"), numbers("least, ms"), numbers("bar")],
  rows: latencies.map(({ what, ms_first, ms_median, ms_min, bar, met }) => [
    what,
    short(ms_first),
    short(ms_median),
    short(ms_min),
    `< ${bar} ${met ? "met" : "missed"}`,
  ]),
  notes: [],
});
