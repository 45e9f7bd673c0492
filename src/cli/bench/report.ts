import pico from "picocolors";
import { alignedTable } from "../table.js";
import type { BenchResult } from "./result.js";
import { type ResultTable, tables } from "./tables.js";

/** Tables for a terminal; what misses its limit is red. */
export function benchText(result: BenchResult, color: boolean): string {
  const { bold, dim, green, red } = pico.createColors(color);
  const paint = (cell: string, row: number) =>
    row < 0 ? dim(cell) : cell.endsWith("missed") ? red(cell) : cell.endsWith("met") ? green(cell) : cell;
  const text = ({ title, heads, rows, notes }: ResultTable) =>
    [bold(title), alignedTable(heads, rows, paint), ...notes.map((note) => dim(`  ${note}`))].join("\n");
  return [heading(result).map(dim).join("\n"), ...tables(result).map(text)].join("\n\n");
}

/** The same for a page of Markdown. */
export function markdown(result: BenchResult): string {
  const text = ({ title, heads, rows, notes }: ResultTable) =>
    [
      `### ${title}`,
      "",
      line(heads.map((head) => head.title)),
      line(heads.map(({ right }) => (right ? "--:" : "---"))),
      ...rows.map((row) => line(row.map((cell) => cell.replaceAll("|", "\\|")))),
      ...notes.flatMap((note) => ["", note]),
    ].join("\n");
  return `${[heading(result).join("\n\n"), ...tables(result).map(text)].join("\n\n")}\n`;
}

const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;

const heading = ({ date, losslang, tfjs, machine, loadAfter, bandwidth, gpu }: BenchResult): string[] => [
  `${date.slice(0, 10)}, losslang ${losslang}, TensorFlow.js ${tfjs}, Node ${machine.node}.`,
  `${machine.processor}, ${machine.cores} cores, ${machine.memory} GiB, ${machine.system}; load ${machine.load} before, ${loadAfter} after.`,
  ...(gpu === undefined ? [] : [`On a GPU: ${gpu}.`]),
  `Memory on one thread: ${bandwidth.triad} GB/s (two streams in, one out), ${bandwidth.copy} GB/s (copy).`,
];
