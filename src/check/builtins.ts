import { moving } from "../program/polynomial.js";
import type { Ease, Moment } from "../program/program.js";
import { addSums, pointwise, ramp } from "../program/step-function.js";
import type * as ast from "../syntax/ast.js";
import { matchArguments } from "./arguments.js";
import { type Constant, isUnknown, kindOf } from "./constants.js";
import {
  asLoss,
  block,
  type CheckContext,
  type Environment,
  type ExpressionValue,
  number,
  quoted,
  unknown,
} from "./context.js";
import { constantOf } from "./moments.js";
import { validate } from "./params.js";
import { knownHead } from "./select.js";
import { signatures } from "./signatures.js";
import { writtenMoment } from "./units.js";

// — ramp(from, to, over=…, ease=…) —

const easings = signatures.ramp.schema.pick({ ease: true });

/** A number that moves over a span of time, or over a length counted from the beginning of the phase it stands in. */
export function evaluateRamp(call: ast.Call, env: Environment, cx: CheckContext): ExpressionValue {
  const signature = { owner: "ramp", ...signatures.ramp, names: Object.keys(signatures.ramp.schema.shape) };
  const before = cx.reports.all.length;
  const { named: given } = matchArguments(call.args ?? [], signature, cx.reports);
  const from = fixed(call, given, "from", env, cx);
  const to = fixed(call, given, "to", env, cx);
  const span = over(call, given, env, cx);
  const ease = easing(call, given, env, cx);
  if (from === undefined || to === undefined || !span || !ease || cx.reports.all.length > before) return unknown;
  const progress = { start: span.from, end: span.to, ease };
  warnIfOver(call, span.to, env, cx);
  const start = cx.units.timePoint(span.from, span.at);
  const end = cx.units.timePoint(span.to, span.at);
  // A ramp of no height is a number, wherever it stands.
  return from === to
    ? number(moving(from, to, progress))
    : { kind: "number", timeline: ramp(from, to, start, end, progress) };
}

type Named = ReadonlyMap<string, ast.Argument>;

function fixed(
  call: ast.Call,
  named: Named,
  parameter: string,
  env: Environment,
  cx: CheckContext,
): number | undefined {
  const constant = required(call, named, parameter, env, cx);
  if (!constant || isUnknown(constant)) return undefined;
  if (constant.kind === "number") return constant.value;
  const holes = { owner: "ramp", parameter, expected: "a number", found: kindOf(constant) };
  cx.reports.report("argumentType", named.get(parameter)!.value.span, holes);
  return undefined;
}

function required(
  call: ast.Call,
  named: Named,
  parameter: string,
  env: Environment,
  cx: CheckContext,
): Constant | undefined {
  const argument = named.get(parameter);
  if (argument) return constantOf(argument.value, env, cx);
  const hint =
    parameter === "over" ? "say how long it lasts: `over=20` or `over=epoch10..40`" : "write `ramp(0, 1, over=20)`";
  cx.reports.report("missingArgument", call.span, { owner: "ramp", parameter }, { hint });
  return undefined;
}

function over(call: ast.Call, named: Named, env: Environment, cx: CheckContext) {
  const constant = required(call, named, "over", env, cx);
  if (!constant || isUnknown(constant)) return undefined;
  const at = named.get("over")!.value.span;
  if (constant.kind === "span") {
    const { from, to } = constant;
    return { from, to, at };
  }
  if (constant.kind === "number" && constant.value > 0) {
    const from: Moment = "unit" in env.start.at ? env.start.at : { unit: "epoch", value: 0 };
    return { from, to: { unit: from.unit, value: from.value + constant.value }, at };
  }
  const hint = "write a span, `over=epoch10..40`, or a length from the beginning of the phase, `over=20`";
  if (constant.kind === "number") {
    const holes = { owner: "ramp", parameter: "over", bound: "greater than 0", found: `${constant.value}` };
    cx.reports.report("argumentBounds", at, holes, { hint });
  } else {
    const holes = { owner: "ramp", parameter: "over", expected: "a span of time or a length", found: kindOf(constant) };
    cx.reports.report("argumentType", at, holes, { hint });
  }
  return undefined;
}

function easing(call: ast.Call, named: Named, env: Environment, cx: CheckContext): Ease | undefined {
  const argument = named.get("ease");
  const given = new Map(argument ? [["ease", { argument, constant: constantOf(argument.value, env, cx) }]] : []);
  const data = validate({ owner: "ramp", schema: easings, given, span: call.span, names: () => [] }, cx.reports);
  return data?.ease as Ease | undefined;
}

function warnIfOver(call: ast.Call, end: Moment, { phase }: Environment, cx: CheckContext): void {
  const start = phase?.start.at;
  if (!start || !("unit" in start) || start.value === 0 || !cx.units.comparable(start, end)) return;
  if (cx.units.position(end) > cx.units.position(start)) return;
  const holes = { end: writtenMoment(end), start: writtenMoment(start) };
  cx.reports.report("rampOutsidePhase", call.span, holes, {
    hint: "a length such as `over=20` counts from the beginning of the phase",
  });
}

// — what cannot run yet —

const balancing = signatures.balance.schema;

/** `balance(a, b, by=…)`: checked; the sum of its parts stands in for it in a program that is marked as blocked. */
export function evaluateBalance(call: ast.Call, env: Environment, cx: CheckContext): ExpressionValue {
  const { named, open } = matchArguments(call.args ?? [], { owner: "balance", names: ["by"], open: true }, cx.reports);
  const given = new Map(
    [...named].map(([name, argument]) => [name, { argument, constant: constantOf(argument.value, env, cx) }]),
  );
  const options = validate(
    { owner: "balance", schema: balancing, given, span: call.span, names: () => [] },
    cx.reports,
  );
  const parts = open.map((argument) => lossOf(argument, "balance", "losses", env, cx));
  if (open.length === 0) {
    const hint = "name the losses to balance: `balance(dice, ce)`";
    cx.reports.report("missingArgument", call.span, { owner: "balance", parameter: "losses" }, { hint });
  }
  if (!options || parts.length === 0 || parts.includes(undefined)) return unknown;
  cx.reports.report("balanceCannotRun", call.span, {}, { hint: "until then, weigh the terms by numbers" });
  block(cx, { code: "L502", message: "Adaptive weights cannot run yet.", span: call.span });
  return {
    kind: "loss",
    timeline: pointwise(
      parts.filter((part) => part !== undefined),
      addSums,
    ),
  };
}

const supervision = signatures.deep.schema.omit({ loss: true });

/** `deep(loss, heads=[…], decay=…)`: checked; the loss itself stands in for it in a program that is marked as blocked. */
export function evaluateDeep(call: ast.Call, env: Environment, cx: CheckContext): ExpressionValue {
  const signature = { owner: "deep", ...signatures.deep, names: Object.keys(signatures.deep.schema.shape) };
  const { named } = matchArguments(call.args ?? [], signature, cx.reports);
  const options = [...named].filter(([name]) => name !== "loss");
  const given = new Map(
    options.map(([name, argument]) => [name, { argument, constant: constantOf(argument.value, env, cx) }]),
  );
  const data = validate(
    { owner: "deep", schema: supervision, given, span: call.span, names: () => cx.task.heads },
    cx.reports,
  );
  const heads = named.get("heads")?.value;
  const known = (heads?.kind === "list" ? heads.items : []).map((head) => {
    if (head.kind === "string") return knownHead({ name: head.value, span: head.span }, cx);
    return head.kind !== "ident" || knownHead(head, cx);
  });
  const loss = named.get("loss");
  const part = loss && lossOf(loss, "deep", "loss", env, cx);
  if (!loss) {
    const hint = "name the loss: `deep(dice + ce)`";
    cx.reports.report("missingArgument", call.span, { owner: "deep", parameter: "loss" }, { hint });
  }
  if (!data || !part || known.includes(false)) return unknown;
  cx.reports.report("deepCannotRun", call.span, {}, { hint: "until then, add the heads by hand with `on`" });
  block(cx, { code: "L503", message: "Deep supervision cannot run yet.", span: call.span });
  return { kind: "loss", timeline: part };
}

/** An argument that is itself a loss. */
function lossOf({ value }: ast.Argument, owner: string, parameter: string, env: Environment, cx: CheckContext) {
  const body = expressionOf(value);
  const result = body ? cx.evaluate(body, env) : undefined;
  if (value.kind === "missing" || result?.kind === "unknown") return undefined;
  const loss = result && asLoss(result);
  if (loss) return loss;
  const found = result ? "a number" : `\`${quoted(cx, value.span)}\``;
  cx.reports.report("argumentType", value.span, { owner, parameter, expected: "a loss", found });
  return undefined;
}

function expressionOf(value: ast.Value): ast.Expr | undefined {
  if (value.kind === "expression") return value.body;
  if (value.kind === "ident") return { kind: "call", name: value, span: value.span };
  return value.kind === "number" || value.kind === "missing" ? value : undefined;
}
