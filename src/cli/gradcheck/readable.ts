import pico from "picocolors";
import type { Host } from "../host.js";
import { alignedTable, figure } from "../table.js";
import type { Summary } from "./catalogue.js";
import type { GradientVerdict } from "./gradcheck.js";

const verdictHeads = [
  { title: "term" },
  { title: "classes", right: true },
  { title: "batch" },
  { title: "value", right: true },
  { title: "error", right: true },
  { title: "points", right: true },
  { title: "" },
];

export function gradcheckText(verdicts: readonly GradientVerdict[], { out }: Host): string {
  const { dim, green, red, bold } = pico.createColors(out.color);
  const rows = verdicts.map((v) => [
    v.term,
    String(v.shape.at(-1)),
    v.scenario,
    v.points ? figure(v.value) : "",
    v.points ? v.error.toExponential(1) : "",
    v.points ? String(v.points) : "",
    outcome(v),
  ]);
  const paint = (cell: string, row: number, column: number) => {
    if (row < 0) return dim(cell);
    if (column < verdictHeads.length - 1) return cell;
    const verdict = verdicts[row]!;
    return verdict.ok ? (verdict.points ? green(cell) : dim(cell)) : red(cell);
  };
  const failed = verdicts.filter((v) => !v.ok).length;
  const end = failed
    ? red(`${failed} of ${verdicts.length} checks failed.`)
    : green(`All ${verdicts.filter((v) => v.points).length} checks passed.`);
  return `${alignedTable(verdictHeads, rows, paint)}\n\n  ${bold(end)}`;
}

function outcome({ ok, note, kinks }: GradientVerdict): string {
  if (note) return ok ? note : `FAILED: ${note}`;
  const at = kinks ? `, ${kinks} at kinks` : "";
  return ok ? `ok${at}` : `FAILED${at}`;
}

const summaryHeads = [
  { title: "loss" },
  { title: "checks", right: true },
  { title: "points", right: true },
  { title: "kinks", right: true },
  { title: "error", right: true },
  { title: "at" },
  { title: "" },
];

/** A line for each loss, and under the table what failed. */
export function readableSummaries(summaries: readonly Summary[], { out }: Host): string {
  const { dim, green, red, bold } = pico.createColors(out.color);
  const rows = summaries.map((s) => [
    s.loss,
    String(s.checks),
    String(s.points),
    String(s.kinks),
    s.error.toExponential(1),
    // Whose term it is says the first column, unless a recipe has several.
    (s.worst ?? "").replace(`${s.loss}, `, ""),
    s.ok ? "ok" : "FAILED",
  ]);
  const paint = (cell: string, row: number, column: number) => {
    if (row < 0 || column === 5) return dim(cell);
    if (column < summaryHeads.length - 1) return cell;
    return summaries[row]!.ok ? green(cell) : red(cell);
  };
  const failed = summaries.filter((s) => !s.ok);
  const reasons = failed.flatMap((s) => s.failures.map((failure) => `  ${red(s.loss)}: ${failure}`));
  const end = failed.length
    ? red(`${failed.length} of ${summaries.length} losses and recipes failed.`)
    : green(`All ${summaries.length} losses and recipes passed.`);
  return [
    alignedTable(summaryHeads, rows, paint),
    "",
    ...(reasons.length ? [...reasons, ""] : []),
    `  ${bold(end)}`,
  ].join("\n");
}
