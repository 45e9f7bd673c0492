import type { Column } from "../table.js";
import type { Comparison } from "./compare.js";
import type { Latency } from "./latency.js";
import type { BenchResult, MeasuredRecord } from "./result.js";
import type { Growth } from "./scaling.js";

/** A table as data: for the terminal or for a page of Markdown. */
export interface ResultTable {
  readonly title: string;
  readonly heads: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

/** Three significant digits: what a measurement is good for. */
const short = (x: number): string => String(Number(x.toPrecision(3)));

/** A figure beside what it is to reach. */
const judged = (text: string, bar: string, met: boolean): string => `${text} (${bar}) ${met ? "met" : "missed"}`;

const numbers = (title: string): Column => ({ title, right: true });

export const tables = (result: BenchResult): ResultTable[] => [
  ...(result.results.length ? [stepTable(result)] : []),
  ...result.scaling.map(scalingTable),
  ...(result.latency.length ? [latencyTable(result.latency)] : []),
];

function scalingTable({ along, contender, points, power, bar, met }: Growth): ResultTable {
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

const latencyTable = (latencies: readonly Latency[]): ResultTable => ({
  title: "Latencies of the tools",
  heads: [{ title: "" }, numbers("first, ms"), numbers("median, ms"), numbers("least, ms"), numbers("limit")],
  rows: latencies.map(({ what, ms_first, ms_median, ms_min, bar, met }) => [
    what,
    short(ms_first),
    short(ms_median),
    short(ms_min),
    `< ${bar} ${met ? "met" : "missed"}`,
  ]),
  notes: [],
});

/** A column of the table: its title, and a cell for each workload. */
interface Field {
  readonly title: string;
  readonly cell: (workload: BenchResult["workloads"][number]) => string;
}

/** Steps are timed often enough for a median; where they are not, their number is said. */
const enough = 20;

function stepTable(result: BenchResult): ResultTable {
  const fields = fieldsOf(result);
  return {
    title: "Steps",
    heads: [{ title: "workload" }, ...fields.map(({ title }) => numbers(title))],
    rows: result.workloads.map((workload) => [workload.name, ...fields.map(({ cell }) => cell(workload))]),
    notes: notes(result),
  };
}

function fieldsOf({ workloads, results, peers, comparisons }: BenchResult): Field[] {
  const [ours, ...others] = new Set(results.map(({ contender }) => contender));
  const of = (workload: string, contender: string) =>
    results.find((r) => r.workload === workload && r.contender === contender);
  /** The comparison of the first implementation that has one. */
  const to = (workload: string, what: string) => comparisons.find((c) => c.workload === workload && c.to === what);
  const peer: Field[] = [
    { title: "resident", cell: ({ name }) => resident(of(name, ours!)) },
    {
      title: "PyTorch",
      cell: ({ name }) => {
        const timing = peers.find(({ workload }) => workload === name);
        return timing ? short(timing.ms_median) : "";
      },
    },
    { title: "÷ PyTorch", cell: ({ name }) => ratio(to(name, "pytorch")) },
  ];
  /** Of an implementation on a GPU, where the gradient is left there and where steps wait for none before them. */
  const gpuFields = (contender: string): Field[] =>
    results.some((r) => r.contender === contender && r.contender.endsWith("webgpu"))
      ? [
          { title: "resident", cell: ({ name }) => resident(of(name, contender)) },
          { title: "enqueued", cell: ({ name }) => enqueued(of(name, contender)) },
        ]
      : [];
  const alone: Field = { title: "÷ alone", cell: ({ name, against }) => (against ? ratio(to(name, against)) : "") };
  return [
    { title: "floor", cell: ({ floor }) => short(floor) },
    { title: ours!, cell: ({ name }) => time(of(name, ours!)) },
    ...(peers.length ? peer : []),
    ...(peers.length ? [] : gpuFields(ours!)),
    ...(workloads.some(({ against }) => against !== undefined) ? [alone] : []),
    ...others.flatMap((other) => [
      { title: other, cell: ({ name }: { name: string }) => time(of(name, other)) },
      ...gpuFields(other),
      ...(comparisons.some((c) => c.to === other)
        ? [{ title: "faster by", cell: ({ name }: { name: string }) => speedUp(to(name, other)) }]
        : []),
    ]),
  ];
}

/** The same without the copy that reads the gradient: what is held against PyTorch. */
const resident = (record: MeasuredRecord | undefined): string =>
  record?.ms_resident === undefined ? "" : short(record.ms_resident);

const enqueued = (record: MeasuredRecord | undefined): string =>
  record?.ms_enqueued === undefined ? "" : short(record.ms_enqueued);

function time(record: MeasuredRecord | undefined): string {
  if (record?.ms_median === undefined) return record?.failed === undefined ? "absent" : "failed";
  return `${short(record.ms_median)}${record.runs! < enough ? ` (${record.runs} steps)` : ""}`;
}

function ratio(c: Comparison | undefined): string {
  if (!c) return "";
  return c.bar === undefined ? short(c.ratio) : judged(short(c.ratio), `≤ ${c.bar}`, c.met!);
}

function speedUp(c: Comparison | undefined): string {
  if (!c) return "";
  const times = `${short(1 / c.ratio)}×`;
  return c.bar === undefined ? times : judged(times, `≥ ${short(1 / c.bar)}`, c.met!);
}

function notes({ results, peers, noPeers, comparisons, workloads }: BenchResult): string[] {
  const absent = new Set(results.flatMap((r) => (r.absent === undefined ? [] : [`${r.contender}: ${r.absent}.`])));
  const compared = new Set(comparisons.map((c) => c.of));
  return [
    "Milliseconds, the median of steps after warming up: value and gradient by tf.variableGrads, both read back.",
    ...(results.some(({ ms_enqueued }) => ms_enqueued !== undefined)
      ? [
          "Resident: the gradient stays on the GPU. Enqueued: a step of many that are begun before one value is waited for; empty where a routine of the host must wait.",
        ]
      : []),
    "Floor: reading logits and target and writing the gradient once, on one thread.",
    ...(peers[0] ? [`PyTorch: ${peers[0].peer}, eager, ${peers[0].threads} threads.`] : []),
    ...(noPeers === undefined ? [] : [noPeers]),
    ...(compared.size && !compared.has("fused") && !compared.has("webgpu")
      ? [`Ratios are of ${[...compared][0]}, for nothing is fused.`]
      : []),
    ...workloads.flatMap(({ name, against }) =>
      against ? [`${name}: beside \`${against}\` alone, a step of each in turn.`] : [],
    ),
    ...absent,
    ...results.flatMap(({ workload, contender, failed }) => (failed ? [`${workload}, ${contender}: ${failed}`] : [])),
  ];
}
