import { ramp } from "../../../language/ramp.js";
import type { ast } from "../../../syntax/index.js";
import { type AstPath, enclosing } from "../../ast-path.js";
import { asFactor, firstLoss, removeSpan, replaceSpan, withoutTerm } from "../edits.js";
import { fix, type QuickFix } from "../fix-context.js";

/* Sums of weighted losses. */

const innermostDivision = (path: AstPath): ast.Binary | undefined =>
  path.findLast((node): node is ast.Binary => node.kind === "binary" && node.operator === "/");

/** A loss is divided by a loss: it may be added to it. */
export const sumForQuotient: QuickFix = {
  examples: [
    { before: "dice / ce", after: "dice + ce" },
    { before: "dice/ce", after: "dice + ce" },
  ],
  offer({ path, textAt }) {
    const division = innermostDivision(path);
    if (!division) return [];
    const { left, right, operatorSpan } = division;
    const between = { ...operatorSpan, start: left.span.end, end: right.span.start };
    const bare = /^\s*\/\s*$/.test(textAt(between));
    return [fix("Add them instead", bare ? replaceSpan(between, " + ") : replaceSpan(operatorSpan, "+"))];
  },
};

export const removeDivision: QuickFix = {
  examples: [{ before: "dice / 0", after: "dice" }],
  offer({ path }) {
    const division = innermostDivision(path);
    if (!division) return [];
    return [fix("Remove the division", removeSpan({ ...division.span, start: division.left.span.end }))];
  },
};

/** Division by a ramp becomes multiplication by a ramp between the reciprocals of its ends. Both weights agree at the ends of the ramp and differ between them. */
export const reciprocalRamp: QuickFix = {
  examples: [{ before: "dice / ramp(1, 10, over=20)", after: "dice * ramp(1, 0.1, over=20)" }],
  offer({ path }) {
    const division = innermostDivision(path);
    const divisor = division?.right;
    if (divisor?.kind !== "call" || divisor.name.name !== ramp.name) return [];
    const ends = (divisor.args ?? []).filter(({ name }, i) =>
      name ? name.name === "from" || name.name === "to" : i < 2,
    );
    const reciprocals = ends.flatMap(({ value }) =>
      value.kind === "number" && value.value !== 0
        ? [replaceSpan(value.span, `${Number((1 / value.value).toPrecision(6))}`)]
        : [],
    );
    if (reciprocals.length !== 2) return [];
    const times = replaceSpan(division!.operatorSpan, "*");
    return [fix("Multiply by a ramp between the reciprocals", times, ...reciprocals)];
  },
};

/** A number where a loss should be becomes the weight of one: of the phase before, or of the first there is. */
export const multiplyByLoss: QuickFix = {
  examples: [
    { before: "0.5", after: "0.5*dice" },
    { before: "dice + ce then@epoch10 0.5", after: "dice + ce then@epoch10 0.5*(dice + ce)" },
  ],
  offer({ analysis, path, textAt }) {
    const expr = path.findLast((node): node is ast.Expression => expressions.has(node.kind));
    const phase = path.at(path.lastIndexOf(expr as ast.SyntaxNode) - 1);
    if (!expr) return [];
    const before = phase?.kind === "then" && phase.after === expr ? lastPhase(phase.before) : undefined;
    const loss = before ? asFactor(before, textAt(before.span)) : firstLoss(analysis);
    if (loss === undefined) return [];
    const text = `${asFactor(expr, textAt(expr.span))}*${loss}`;
    return [fix(`Change to \`${text}\``, replaceSpan(expr.span, text))];
  },
};

const expressions: ReadonlySet<string> = new Set(["number", "binary", "negate", "group", "call"]);

const lastPhase = (expr: ast.Expression): ast.Expression => (expr.kind === "then" ? expr.after : expr);

export const removeTerm: QuickFix = {
  examples: [
    { before: "0*ce + dice", after: "dice" },
    { before: "dice + ce + 0.5", after: "dice + ce" },
    { before: "def a = a + dice  minimize a", after: "def a = dice  minimize a" },
  ],
  offer({ path, textAt }) {
    const call = path.at(-1)?.kind === "number" ? path.at(-1) : enclosing(path, "call");
    if (!call) return [];
    const edit = withoutTerm(path.slice(0, path.lastIndexOf(call) + 1));
    return edit ? [fix(`Remove \`${textAt(call.span)}\``, edit)] : [];
  },
};

/** A negative weight maximizes a loss, which is rarely meant. */
export const makePositive: QuickFix = {
  examples: [
    { before: "dice - 0.5*ce", after: "dice + 0.5*ce" },
    { before: "dice + -0.5*ce", after: "dice + 0.5*ce" },
  ],
  offer({ path }) {
    let within = path.at(-1)!;
    for (const node of path.slice(0, -1).reverse()) {
      if (node.kind === "negate") return [withoutMinus(node)];
      if (node.kind === "binary" && node.operator === "-" && node.right === within)
        return [fix("Add it instead", replaceSpan(node.operatorSpan, "+"))];
      if (node.kind === "binary" && /[*/]/.test(node.operator)) {
        const factor = node.left === within ? node.right : node.left;
        if (factor.kind === "negate") return [withoutMinus(factor)];
      }
      within = node;
    }
    return [];
  },
};

const withoutMinus = ({ span, operand }: ast.Negate) =>
  fix("Remove the minus", removeSpan({ ...span, end: operand.span.start }));
