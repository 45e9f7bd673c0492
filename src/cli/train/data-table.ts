import { skippedText } from "../../data/files.js";
import type { Folder } from "../../data/folder.js";
import type { LabelRow } from "../../data/labels.js";
import { readableCount } from "../../data/shared/bounds.js";
import { alignedTable, type Column } from "../table.js";

/** More classes than this are not listed one by one. */
const MOST_ROWS = 40;
/** More pairs than this are not named. */
const MOST_PAIRS = 3;
/** More files that were left out than this are not named. */
const MOST_FILES = 12;

/** What a folder holds, as names and values. */
export function folderLines(folder: Folder): (readonly [name: string, value: string])[] {
  const { images, pairs, skipped, labelling, spacing, volumes } = folder;
  const shown = pairs.slice(0, MOST_PAIRS).map(([image, mask]) => `${image} + ${mask}`);
  const more = pairs.length - shown.length;
  return [
    ["Images", images.join("; ")],
    ["Pairs", `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`],
    ...(skipped.length ? [["Left out", skippedText(skipped, MOST_FILES)] as const] : []),
    ["Masks", labelling.summary],
    ...(volumes
      ? [
          [
            "Volumes",
            `${volumes}, seen as ${folder.cases.length} slices along the first axis: the network is two-dimensional`,
          ] as const,
        ]
      : []),
    ...(spacing ? [["Spacing", `${spacing.join(" × ")} for rows and columns, from the headers`] as const] : []),
  ];
}

/** The values of masks with their classes, pixels and shares. */
export function classTable(rows: readonly LabelRow[], masks: number): string {
  const columns: Column[] = [
    { title: "value", right: true },
    { title: "class" },
    { title: "pixels", right: true },
    { title: "share", right: true },
    { title: "masks", right: true },
  ];
  const listed = rows.slice(0, MOST_ROWS);
  const table = alignedTable(
    columns,
    listed.map((row) => [
      `${row.value}`,
      row.name,
      readableCount(row.pixels),
      percent(row.share),
      `${row.masks} of ${masks}`,
    ]),
  );
  return rows.length > listed.length ? `${table}\n  and ${rows.length - listed.length} more` : table;
}

/** `background 93.1 %, vessel 6.9 %`. */
export const sharesText = (rows: readonly LabelRow[]): string =>
  rows
    .slice(0, MOST_ROWS)
    .map(({ name, share }) => `${name} ${percent(share)}`)
    .join(", ");

const percent = (share: number): string =>
  share === 0 ? "0 %" : share < 0.0001 ? "< 0.01 %" : `${(100 * share).toFixed(share < 0.001 ? 2 : 1)} %`;
