import pico from "picocolors";
import { print } from "../graph/print.js";
import type { Program } from "../program/program.js";
import type { Explanation } from "../run/explain.js";
import { graphvizText } from "./graphviz.js";
import type { TextStream } from "./host.js";
import { rewrites } from "./rewrites.js";
import { alignedTable } from "./table.js";

type Show = (explanation: Explanation, program: Program) => string;

/** The views of `losslang explain` that show the work of a step. */
export const viewsOf = (
  output: TextStream,
): Readonly<Record<"graph" | "passes" | "kernels" | "dot" | "json", Show>> => ({
  graph: ({ roots }) => print(roots),
  passes: (explanation) => rewrites(explanation, output),
  kernels: (explanation) => kernels(explanation, output),
  dot: ({ roots }) => graphvizText(roots),
  json: ({ roots: _, passOf: __, rewrites: ___, ...explanation }, program) =>
    JSON.stringify({ program, explanation }, null, 2),
});

function kernels(explanation: Explanation, output: TextStream): string {
  const { bold, dim } = pico.createColors(output.color);
  const terms = explanation.terms.map((t) => `${t.weight} ${t.label}`).join(" + ") || "0";
  const sized = explanation.bytes !== undefined;
  const heads = [
    { title: "stage" },
    { title: "when" },
    { title: "kernels", right: true },
    ...(sized ? [{ title: "bytes", right: true }] : []),
    { title: "operations" },
  ];
  const rows = explanation.stages.map((s) => [
    s.stage,
    s.often,
    String(s.kernels),
    ...(sized ? [bytes(s.bytes ?? 0)] : []),
    Object.entries(s.operations)
      .map(([op, n]) => (n > 1 ? `${op}×${n}` : op))
      .join(" "),
  ]);
  const routines = counted(explanation.routines.map((r) => `${r.name}: ${r.stage}, on the ${r.runs}`));
  const apart = counted(explanation.notFused.map((n) => `${n.what}: ${n.why}`));
  return [
    `${bold(`phase ${explanation.phase}`)}: ${terms}`,
    "",
    alignedTable(heads, rows, (cell, row) => (row < 0 ? dim(cell) : cell)),
    ...passes(explanation, output),
    ...(routines.length ? ["", bold("routines"), ...routines] : []),
    ...(apart.length ? ["", bold("not fused"), ...apart] : []),
  ].join("\n");
}

/** The passes over memory that a fused step takes, and what they cost together. */
function passes({ passes: all, flops, peak, bytes: moved }: Explanation, output: TextStream): string[] {
  if (!all) return [];
  const { bold, dim } = pico.createColors(output.color);
  const sized = moved !== undefined;
  const right = (title: string) => ({ title, right: true });
  const heads = [
    right("pass"),
    { title: "over" },
    ...["reads", "stores", "sums"].map(right),
    ...(sized ? [right("bytes")] : []),
    { title: "operations" },
  ];
  const rows = all.map((pass, i) => [
    String(i + 1),
    domainNames[pass.kind],
    ...[pass.reads, pass.stores, pass.sums].map((n) => (n > 0 ? String(n) : "")),
    ...(sized ? [pass.bytes ? bytes(pass.bytes) : ""] : []),
    listed(pass.operations),
  ]);
  const total = sized
    ? [`  ${bytes(moved)} moved, ${quantity(flops ?? 0, counts)} operations, at most ${bytes(peak ?? 0)} in use`]
    : [];
  return ["", bold("a step"), alignedTable(heads, rows, (cell, row) => (row < 0 ? dim(cell) : cell)), ...total];
}

const domainNames = { pixels: "pixels", table: "samples, classes, lists", external: "by itself" } as const;

/** The commonest operations; the rest are counted. */
function listed(operations: Readonly<Record<string, number>>): string {
  const all = Object.entries(operations).map(([op, n]) => (n > 1 ? `${op}×${n}` : op));
  return all.length > 8 ? `${all.slice(0, 8).join(" ")} and ${all.length - 8} more` : all.join(" ");
}

/** Equal lines once, with how often they occurred. */
function counted(lines: readonly string[]): string[] {
  return [...new Set(lines)].map((line) => {
    const times = lines.filter((other) => other === line).length;
    return `  ${line}${times > 1 ? `, ${times} times` : ""}`;
  });
}

const sizes = ["B", "kB", "MB", "GB", "TB"];
const counts = ["", "thousand", "million", "billion", "trillion"];

const bytes = (n: number): string => quantity(n, sizes);

function quantity(n: number, units: readonly string[]): string {
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, n)) / 3)));
  return `${Number((n / 1000 ** power).toPrecision(3))} ${units[power]}`.trim();
}
