import { lineStarts, positionAt, type Source, type Span } from "../text.js";
import { type Cell, cellsOf, textOfAll, widthOfAll } from "./cells.js";
import type { Painter, Style } from "./paint.js";

export interface Mark {
  readonly span: Span;
  /** The sign that underlines: `^` for the mistake itself, `-` for a place it is related to. */
  readonly sign: string;
  readonly style: Style;
  /** Said behind the last underline. */
  readonly label?: string;
}

/** More lines than this are shown by their beginning and end. */
const most = { lines: 6, head: 3, tail: 2 };

/** The lines a span covers, numbered, with the span underlined: `1 │ dice * betti` over `^^^^`. */
export function frame({ text }: Source, mark: Mark, width: number, paint: Painter): string {
  const starts = lineStarts(text);
  const start = Math.max(0, Math.min(mark.span.start, text.length));
  const end = Math.max(start, Math.min(mark.span.end, text.length));
  const first = positionAt(text, start, starts).line;
  // A span that ends with a line break ends on the line it breaks.
  const last = Math.max(first, positionAt(text, end > start && text[end - 1] === "\n" ? end - 1 : end, starts).line);
  const gutter = `${last}`.length;
  const shown: string[] = [];
  for (let line = first; line <= last; line++) {
    if (last - first + 1 > most.lines && line === first + most.head) {
      shown.push(paint("faint", `${" ".repeat(gutter)} ⋮`));
      line = last - most.tail + 1;
    }
    const from = starts[line - 1]!;
    const written = text.slice(from, starts[line] ?? text.length).replace(/\r?\n$/, "");
    const room = Math.max(20, width - gutter - 3);
    const { code, underline } = drawLine(written, start - from, end - from, mark.sign, room);
    const label = mark.label && line === last ? ` ${mark.label}` : "";
    shown.push(`${paint("faint", `${`${line}`.padStart(gutter)} │`)} ${code}`.trimEnd());
    if (underline !== "" || label !== "") {
      shown.push(`${" ".repeat(gutter + 3)}${leading(underline)}${paint(mark.style, underline.trimStart() + label)}`);
    }
  }
  return shown.join("\n");
}

const leading = (text: string): string => " ".repeat(text.length - text.trimStart().length);

/** One line and what stands below it; the line is cut to the room there is, around the part from `start` to `end`. */
function drawLine(line: string, start: number, end: number, sign: string, room: number) {
  const cells = cellsOf(line);
  const blank = line.length - line.trimStart().length;
  // Lines after the first are underlined from their first letter on.
  const from = start < 0 ? Math.min(blank, line.length) : start;
  const marked = (cell: Cell) => cell.offset >= from && cell.offset < Math.max(end, from + (start >= 0 ? 1 : 0));
  const { kept, cutBefore, cutAfter } = cut(cells, cells.findIndex(marked), room);
  const code = `${cutBefore ? "…" : ""}${textOfAll(kept)}${cutAfter ? "…" : ""}`;
  const head = kept.findIndex(marked);
  if (head < 0) {
    const atEnd = start >= line.length && start >= 0;
    return { code, underline: atEnd ? `${" ".repeat((cutBefore ? 1 : 0) + widthOfAll(kept))}${sign}` : "" };
  }
  const underlined = kept.filter(marked);
  const indent = (cutBefore ? 1 : 0) + widthOfAll(kept.slice(0, head));
  return { code, underline: `${" ".repeat(indent)}${sign.repeat(Math.max(1, widthOfAll(underlined)))}` };
}

/** The cells that fit, with some context in front of the one at `at`. */
function cut(cells: readonly Cell[], at: number, room: number) {
  if (widthOfAll(cells) <= room) return { kept: cells, cutBefore: false, cutAfter: false };
  const target = at < 0 ? cells.length - 1 : at;
  const context = Math.floor(room / 3);
  let from = target;
  for (let used = 0; from > 0 && used + cells[from - 1]!.width <= context; from--) used += cells[from - 1]!.width;
  let to = from;
  for (let used = 2; to < cells.length && used + cells[to]!.width <= room; to++) used += cells[to]!.width;
  // Near the end of the line the room left over is given to what comes before.
  for (let used = widthOfAll(cells.slice(from, to)) + 2; to === cells.length && from > 0; from--) {
    used += cells[from - 1]!.width;
    if (used > room) break;
  }
  return { kept: cells.slice(from, to), cutBefore: from > 0, cutAfter: to < cells.length };
}
