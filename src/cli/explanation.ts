import pico from "picocolors";
import type { Program } from "../check/program.js";
import { print } from "../graph/print.js";
import type { Explanation } from "../run/explain.js";
import { dot } from "./dot.js";
import type { Output } from "./host.js";
import { table } from "./table.js";

type Show = (explanation: Explanation, program: Program) => string;

/** The views of `losslang explain` that show the work of a step. */
export const viewsOf = (output: Output): Readonly<Record<"graph" | "kernels" | "dot" | "json", Show>> => ({
  graph: ({ roots }) => print(roots),
  kernels: (explanation) => kernels(explanation, output),
  dot: ({ roots }) => dot(roots),
  json: ({ roots: _, ...explanation }, program) => JSON.stringify({ program, explanation }, null, 2),
});

function kernels(explanation: Explanation, output: Output): string {
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
  return [
    `${bold(`phase ${explanation.phase}`)}: ${terms}`,
    "",
    table(heads, rows, (cell, row) => (row < 0 ? dim(cell) : cell)),
    ...(routines.length ? ["", bold("routines"), ...routines] : []),
    ...(explanation.notFused.length
      ? ["", bold("not fused"), ...explanation.notFused.map((n) => `  ${n.what}: ${n.why}`)]
      : []),
  ].join("\n");
}

/** Equal lines once, with how often they occurred. */
function counted(lines: readonly string[]): string[] {
  return [...new Set(lines)].map((line) => {
    const times = lines.filter((other) => other === line).length;
    return `  ${line}${times > 1 ? `, ${times} times` : ""}`;
  });
}

function bytes(n: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, n)) / 3)));
  return `${Number((n / 1000 ** power).toPrecision(3))} ${units[power]}`;
}
