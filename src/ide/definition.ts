import type { Span } from "../text.js";
import { type Analysis, moduleOf } from "./analysis.js";
import { symbolAt } from "./symbol-at.js";

/** From a piece of text to where it is declared. */
export interface Definition {
  /** The piece of text, in the main file. */
  readonly origin: Span;
  /** The whole of what is declared. */
  readonly target: Span;
  /** Its name. */
  readonly name: Span;
}

/** Where what stands at an offset is declared: in this file, one it uses, or a recipe of the library. A `use` leads to the file. */
export function definition(analysis: Analysis, offset: number): Definition | undefined {
  const meaning = symbolAt(analysis, offset);
  if (!meaning) return undefined;
  if (meaning.kind === "file") {
    if (!meaning.module) return undefined;
    const start: Span = { file: meaning.module.source.file, start: 0, end: 0 };
    return { origin: meaning.span, target: start, name: start };
  }
  const name = meaning.declared;
  return name && { origin: meaning.span, target: wholeOf(analysis, name), name };
}

/** The item, parameter or entry of the task in which a name is declared. */
function wholeOf(analysis: Analysis, name: Span): Span {
  const holds = ({ start, end }: Span) => start <= name.start && name.end <= end;
  const item = moduleOf(analysis, name.file)?.file.items.find(({ span }) => holds(span));
  if (item?.kind === "task") return item.entries.find(({ span }) => holds(span))?.span ?? name;
  if (item?.kind === "def" && item.name.span.start !== name.start)
    return item.parameters.find(({ span }) => holds(span))?.span ?? name;
  return item?.span ?? name;
}
