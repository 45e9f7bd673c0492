import { displayWidth, padToWidth } from "../docs/terminal/wrap.js";

/** A column of a table: its title, and whether its cells are numbers (to the right). */
export interface Column {
  readonly title: string;
  readonly right?: boolean;
}

/** Rows under titles, columns two spaces apart, no lines. Cells are plain text; `paint` colours a cell after it has been laid out. */
export function alignedTable(
  heads: readonly Column[],
  rows: readonly (readonly string[])[],
  paint: (cell: string, row: number, column: number) => string = (cell) => cell,
): string {
  const widths = heads.map((head, c) =>
    Math.max(displayWidth(head.title), ...rows.map((row) => displayWidth(row[c] ?? ""))),
  );
  const cellOf = (cell: string, c: number) =>
    heads[c]!.right ? " ".repeat(widths[c]! - displayWidth(cell)) + cell : padToWidth(cell, widths[c]!);
  const line = (cells: readonly string[], row: number) =>
    `  ${cells.map((cell, c) => paint(cellOf(cell, c), row, c)).join("  ")}`.trimEnd();
  return [
    line(
      heads.map((h) => h.title),
      -1,
    ),
    ...rows.map(line),
  ].join("\n");
}

/** A number for reading: six significant digits. */
export const figure = (x: number): string => (Number.isFinite(x) ? String(Number(x.toPrecision(6))) : String(x));
