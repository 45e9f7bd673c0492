import { countSeen } from "../../../check/terms.js";
import { literalText } from "../../../describe/parameters.js";
import { mustBeGiven } from "../../../language/word.js";
import { type Parameter, type ParameterType, parameterOf } from "../../../parameters.js";
import type { ast } from "../../../syntax/index.js";
import { enclosing } from "../../ast-path.js";
import { type Callee, calleeOf } from "../../callee.js";
import { removeSpan, replaceSpan, withoutArgument, withoutItem } from "../edits.js";
import { type FixContext, fix, type QuickFix } from "../fix-context.js";

/* Arguments of calls. What has to be given and is not: `missing-arguments.ts`. */

/** The argument in which a report stands, with what is called. */
interface ReportedArgument {
  readonly call: ast.Call;
  readonly argument: ast.Argument;
  readonly callee: Callee | undefined;
}

function reportedArgument({ analysis, module, path }: FixContext): ReportedArgument | undefined {
  const argument = enclosing(path, "argument");
  const call = argument && enclosing(path.slice(0, path.indexOf(argument)), "call");
  return argument && call && { call, argument, callee: calleeOf(analysis, call, module) };
}

/** What is known of a loss's parameter. */
const parameterIn = (callee: Callee | undefined, name: string | undefined): Parameter | undefined =>
  callee?.kind === "loss" && name !== undefined ? parameterOf(callee.declaration.params, name) : undefined;

/** Whether an argument may be left out: it has a default, or nothing takes it anyway. */
function isDispensable({ argument, callee }: ReportedArgument): boolean {
  const name = argument.name?.name;
  if (callee?.kind === "builtin") return name !== undefined && !mustBeGiven(callee.word, name);
  return !parameterIn(callee, name)?.required;
}

/** The title tells what holds without it: the default. */
export const removeArgument: QuickFix = {
  examples: [
    { before: "dice(smooth=1, zebra=1)", after: "dice(smooth=1)", title: "Leave out `zebra`" },
    { before: "dice(zebra=1)", after: "dice" },
    { before: "tversky(alpha=-1)", after: "tversky", title: "Leave out `alpha` (by default 0.5)" },
  ],
  offer(context) {
    const given = reportedArgument(context);
    if (!given || !isDispensable(given)) return [];
    const { call, argument, callee } = given;
    const name = argument.name?.name;
    const fallback = parameterIn(callee, name)?.default;
    const title = name === undefined ? "Remove the argument" : `Leave out \`${name}\``;
    const byDefault = fallback === undefined ? "" : ` (by default ${literalText(fallback)})`;
    return [fix(`${title}${byDefault}`, withoutArgument(call, argument, context.module.source.text))];
  },
};

export const removeRepeatedArgument: QuickFix = {
  examples: [{ before: "tversky(alpha=0.3, alpha=0.7)", after: "tversky(alpha=0.3)" }],
  offer(context) {
    const given = reportedArgument(context);
    if (!given) return [];
    return [fix("Remove the second", withoutArgument(given.call, given.argument, context.module.source.text))];
  },
};

/** What cannot be called, or not with such arguments: the name alone. */
export const removeCall: QuickFix = {
  examples: [{ before: "param w = 0.5  minimize w(2)*dice", after: "param w = 0.5  minimize w*dice" }],
  offer({ path, textAt }) {
    const call = enclosing(path, "call");
    if (!call) return [];
    const gone = { ...call.span, start: call.name.span.end };
    return [fix(`Remove \`${textAt(gone).trim()}\``, removeSpan(gone))];
  },
};

/** A number beyond what a parameter allows: the nearest that is allowed. */
export const clampToBound: QuickFix = {
  examples: [{ before: "tversky(alpha=-1)", after: "tversky(alpha=0)" }],
  offer(context) {
    const given = reportedArgument(context);
    const number = context.path.at(-1);
    const parameter = given && parameterIn(given.callee, given.argument.name?.name);
    if (!parameter || number?.kind !== "number") return [];
    const { least, most } = attainableBounds(parameter.type);
    const { value } = number;
    const bound = least !== undefined && value < least ? least : most !== undefined && value > most ? most : undefined;
    return bound === undefined ? [] : [fix(`Change to the bound \`${bound}\``, replaceSpan(number.span, `${bound}`))];
  },
};

/** The least and the greatest number a parameter, or each number of its list, may be, where those are allowed themselves. */
function attainableBounds(type: ParameterType): { readonly least?: number; readonly most?: number } {
  if (type.kind === "list") return attainableBounds(type.of);
  if (type.kind !== "number") return {};
  const { least, most } = type;
  return { ...(least?.inclusive && { least: least.value }), ...(most?.inclusive && { most: most.value }) };
}

/** A list with as many numbers as the term sees classes. */
export const resizeList: QuickFix = {
  examples: [
    {
      before: "task { classes: a, b, c } minimize ce(weights=[2])",
      after: "task { classes: a, b, c } minimize ce(weights=[2, 1, 1])",
    },
    {
      before: "task { classes: a, b, c } minimize ce[0..1](weights=[1, 2, 3])",
      after: "task { classes: a, b, c } minimize ce[0..1](weights=[1, 2])",
    },
  ],
  offer({ analysis, diagnostic, path, textAt }) {
    const list = path.at(-1);
    const { span } = diagnostic;
    const term = analysis.draft?.terms.find(
      (t) => t.span.file === span.file && t.span.start <= span.start && span.end <= t.span.end,
    );
    const count = term && countSeen(term.sees, analysis.task);
    if (list?.kind !== "list" || count === undefined || list.items.some(({ kind }) => kind !== "number")) return [];
    const numbers = list.items.slice(0, count).map((item) => textAt(item.span));
    while (numbers.length < count) numbers.push("1");
    const text = `[${numbers.join(", ")}]`;
    return [fix(`Change to \`${text}\``, replaceSpan(list.span, text))];
  },
};

/** The item of a list that cannot be there: holes (`2`) do not exist in the plane. */
export const removeListItem: QuickFix = {
  examples: [
    {
      before: "task { space: 2d } minimize betti(dimensions=[1, 2])",
      after: "task { space: 2d } minimize betti(dimensions=[1])",
    },
    {
      before: "task { space: 2d } minimize betti(dimensions=[2])",
      after: "task { space: 2d } minimize betti",
    },
  ],
  offer(context) {
    const { diagnostic, module, textAt } = context;
    const given = reportedArgument(context);
    const list = given?.argument.value;
    if (list?.kind !== "list") return [];
    const index = list.items.findIndex(({ span }) => span.start === diagnostic.span.start);
    const gone = `Remove \`${textAt(diagnostic.span)}\``;
    if (index >= 0 && list.items.length > 1) return [fix(gone, withoutItem(list.items, index))];
    return [fix(gone, withoutArgument(given!.call, given!.argument, module.source.text))];
  },
};
