import type { Span } from "../text.js";
import type * as ast from "./ast.js";
import type { Written } from "./lower.js";
import type { SyntaxLowering } from "./lowering.js";

/** Report what the grammar reads in any order and any number: one thing to minimize, last, opened by its keyword unless it is alone. */
export function judgeOrder(r: SyntaxLowering, written: readonly Written[]): void {
  let program: ast.Minimize | undefined;
  for (const [i, item] of written.entries()) {
    if (item.kind === "minimize") {
      if (program) second(r, program, item);
      else if (item.bare && i > 0) withoutKeyword(r, item, written.slice(0, i));
      program ??= item;
    } else if (program) late(r, program, item);
  }
}

function second(r: SyntaxLowering, first: ast.Minimize, item: ast.Minimize): void {
  const related = [{ span: opening(first), message: "the first is here" }];
  r.reports.report(
    "minimizeTwice",
    opening(item),
    {},
    {
      related,
      hint: "add it to the first with `+`, or let it follow with `then@`",
    },
  );
}

function withoutKeyword(r: SyntaxLowering, item: ast.Minimize, before: readonly Written[]): void {
  const kinds = [...new Set(before.map(({ kind }) => `\`${kind}\``))];
  const place = { ...item.span, end: item.span.start };
  r.reports.report(
    "missingMinimize",
    item.span,
    { items: kinds.join(" and ") },
    {
      hint: "open it with `minimize`",
      fixes: [{ title: "write `minimize`", certain: true, edits: [{ span: place, text: "minimize " }] }],
    },
  );
}

function late(r: SyntaxLowering, program: ast.Minimize, item: ast.Item): void {
  const hint = program.bare
    ? "put the items first, and open what is minimized with `minimize`"
    : "move it above `minimize`";
  const related = [{ span: opening(program), message: "what is minimized begins here" }];
  r.reports.report("itemAfterProgram", opening(item), { item: item.kind }, { hint, related });
}

/** The keyword of an item, or the whole of a bare expression. */
const opening = (item: Written): Span =>
  item.kind === "minimize" && item.bare
    ? item.span
    : { ...item.span, end: Math.min(item.span.end, item.span.start + item.kind.length) };
