import type { ast } from "../../../syntax/index.js";
import { enclosing } from "../../ast-path.js";
import { removeSpan, replaceSpan } from "../edits.js";
import { fix, type QuickFix } from "../fix-context.js";

/* What a term sees: classes (`[…]`), a head (`on`), a mask (`where`). */

/** A range of classes ends with the last there is. */
export const endAtLastClass: QuickFix = {
  examples: [
    {
      before: "task { classes: a, b, c } minimize dice[1..7]",
      after: "task { classes: a, b, c } minimize dice[1..2]",
    },
  ],
  offer({ analysis, path }) {
    const item = path.at(-1);
    const count = analysis.task.classes?.length ?? 0;
    if (item?.kind !== "index-range" || count === 0) return [];
    const last = count - 1;
    const text = item.from >= last ? `${last}` : `${item.from}..${last}`;
    return [fix(`Change to \`${text}\``, replaceSpan(item.span, text))];
  },
};

/** Two selections leave nothing: the classes of both. */
export const joinSelections: QuickFix = {
  examples: [{ before: "(dice + ce)[0][1]", after: "(dice + ce)[0, 1]" }],
  offer({ path, textAt }) {
    const outer = enclosing(path, "select");
    const operand = outer?.operand;
    const inner = operand?.kind === "select" || operand?.kind === "call" ? operand.classes : undefined;
    // Arguments may stand between the two.
    if (!outer || !inner || inner.negated || outer.classes.negated || operand?.span.end !== inner.span.end) return [];
    const all = [...new Set([...inner.items, ...outer.classes.items].map(({ span }) => textAt(span)))].join(", ");
    return [fix(`Select both: \`[${all}]\``, replaceSpan({ ...inner.span, end: outer.classes.span.end }, `[${all}]`))];
  },
};

/** A selection that contradicts the one before it, or selects from a number. */
export const removeSelection: QuickFix = {
  examples: [
    {
      before: "task { heads: main, aux } minimize (dice on main) on aux",
      after: "task { heads: main, aux } minimize (dice on main)",
    },
    { before: "0.5[1]*dice", after: "0.5*dice" },
  ],
  offer({ diagnostic, path, textAt }) {
    const { span } = diagnostic;
    const node = path.findLast((n): n is ast.Select | ast.On | ast.Where | ast.Classes =>
      ["select", "on", "where", "classes"].includes(n.kind),
    );
    if (!node) return [];
    const gone = node.kind === "classes" ? node.span : { ...span, start: node.operand.span.end, end: node.span.end };
    return [fix(`Remove \`${textAt(gone).trim()}\``, removeSpan(gone))];
  },
};
