import { lineStarts, positionAt, type Span } from "../text.js";
import type { Analysis } from "./analysis.js";
import { visit } from "./ast-path.js";

export interface FoldingRange {
  /** From the end of the line it begins on to where its last line ends. */
  readonly span: Span;
  readonly kind: "block" | "comment";
}

/** What can be folded away: items, phases, groups, argument lists and runs of comments, each over several lines; of those that begin on one line, the widest. */
export function foldingRanges({ main }: Pick<Analysis, "main">): FoldingRange[] {
  const { source, file } = main;
  const starts = lineStarts(source.text);
  const lineOf = (offset: number) => positionAt(source.text, offset, starts).line;
  const widest = new Map<number, FoldingRange>();
  const offer = (span: Span, kind: FoldingRange["kind"]): void => {
    const first = lineOf(span.start);
    if (lineOf(span.end) <= first) return;
    const known = widest.get(first);
    if (!known || known.span.end < span.end) widest.set(first, { span, kind });
  };
  for (const span of commentBlocks(file.comments, source.text)) offer(span, "comment");
  visit(file, (path) => {
    const node = path.at(-1)!;
    if (node.kind === "then")
      offer({ ...node.when.span, end: Math.max(node.when.span.end, node.after.span.end) }, "block");
    else if (foldable.has(node.kind)) offer(node.span, "block");
  });
  return [...widest.values()].sort((a, b) => a.span.start - b.span.start);
}

const foldable: ReadonlySet<string> = new Set(["task", "task-entry", "def", "minimize", "group", "call", "list"]);

/** Comments on lines that follow one another, each alone on its line. */
function commentBlocks(comments: readonly { readonly span: Span }[], text: string): Span[] {
  const blocks: Span[] = [];
  for (const { span } of comments) {
    const last = blocks.at(-1);
    const alone = /(?:^|[\r\n])[^\S\r\n]*$/.test(text.slice(Math.max(0, span.start - 200), span.start));
    if (!alone) continue;
    if (last && /^(?:\r\n|\r|\n)[^\S\r\n]*$/.test(text.slice(last.end, span.start)))
      blocks[blocks.length - 1] = { ...last, end: span.end };
    else blocks.push(span);
  }
  return blocks;
}
