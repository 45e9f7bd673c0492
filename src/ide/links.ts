import { joinPath } from "../modules/load.js";
import type { Span } from "../text.js";
import type { Analysis } from "./analysis.js";

export interface DocumentLink {
  /** The path, without its quotes. */
  readonly span: Span;
  /** The file it leads to, named as the main file is; whether it exists is not said. */
  readonly target: string;
}

/** The paths after `use`. */
export function documentLinks({ main, source }: Pick<Analysis, "main" | "source">): DocumentLink[] {
  return main.file.items.flatMap((item) => {
    if (item.kind !== "use" || item.path.kind === "missing" || item.path.value.trim() === "") return [];
    const { span, value } = item.path;
    const closed = /["'”]$/.test(source.text.slice(span.start + 1, span.end));
    return [
      {
        span: { ...span, start: span.start + 1, end: span.end - (closed ? 1 : 0) },
        target: joinPath(source.file, value),
      },
    ];
  });
}
