import { displayWidth, padToWidth, wrap } from "./wrap.js";

/** Columns between two columns of a table. */
const gap = 2;
/** A last column narrower than this is hard to read, and a table with one is set as a list. */
const least = 26;
/** For a last column as wide as this the columns before it are broken between words. */
const comfortable = 44;

/**
 * Rows under the names of their columns, the last of which takes what is left of the width. Where too little is left each row becomes two lines: what is
 * short, and below it the last cell. `mark` sets off the first cell of a row, `faint` the names of the columns.
 */
export function wrappedTable(
  [head, ...rows]: readonly (readonly string[])[],
  width: number,
  mark: (text: string) => string,
  faint: (text: string) => string,
): string {
  const widths = widthsOf([head!, ...rows], width);
  if (!widths) return stacked(rows, width, mark, faint);
  const set = (row: readonly string[], paint: (text: string, column: number) => string) =>
    lines(row, widths)
      .map((line) =>
        line
          .map((cell, k) => paint(padToWidth(cell, widths[k]!), k))
          .join(" ".repeat(gap))
          .trimEnd(),
      )
      .join("\n");
  return [
    set(head!, (text) => faint(text)),
    faint(widths.map((w) => "─".repeat(w)).join(" ".repeat(gap))),
    ...rows.map((row) => set(row, (text, k) => (k === 0 ? mark(text) : text))),
  ].join("\n");
}

/** How wide each column is; `undefined` where too little is left for the last. All but the first may break between words. */
function widthsOf(rows: readonly (readonly string[])[], width: number): readonly number[] | undefined {
  const widest = (size: (cell: string) => number) => rows[0]!.map((_, k) => Math.max(...rows.map((r) => size(r[k]!))));
  const natural = widest(displayWidth);
  const words = widest((cell) => Math.max(...cell.split(" ").map(displayWidth)));
  const last = natural.length - 1;
  const widths = natural.slice(0, last);
  const left = () => width - widths.reduce((a, b) => a + b + gap, 0);
  const wanted = Math.min(comfortable, natural[last]!);
  while (left() < wanted) {
    const broad = widths.reduce((best, w, k) => (k > 0 && w > words[k]! && w > (widths[best] ?? 0) ? k : best), -1);
    if (broad < 0) break;
    widths[broad]!--;
  }
  return left() < Math.min(least, natural[last]!) ? undefined : [...widths, Math.min(left(), natural[last]!)];
}

/** A row as the lines it takes, each cell wrapped in its column. */
function lines(row: readonly string[], widths: readonly number[]): string[][] {
  const cells = row.map((cell, k) => wrap(cell, Math.max(widths[k]!, 1)).split("\n"));
  const height = Math.max(...cells.map((c) => c.length));
  return Array.from({ length: height }, (_, i) => cells.map((c) => c[i] ?? ""));
}

const stacked = (
  rows: readonly (readonly string[])[],
  width: number,
  mark: (text: string) => string,
  faint: (text: string) => string,
) =>
  rows
    .map(([first = "", ...rest]) => {
      const facts = rest.slice(0, -1).filter(Boolean).join(" · ");
      return [`${mark(first)}  ${faint(facts)}`.trimEnd(), wrap(rest.at(-1) ?? "", width, "    ")].join("\n");
    })
    .join("\n");
