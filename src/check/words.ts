import { z } from "zod";
import { catalog } from "../diagnostics/catalog/index.js";
import { triggerWords } from "../language/index.js";
import {
  argumentKind,
  type CallableWord,
  type CallSite,
  type ExpressionWord,
  type LossArgument,
  type TimeRange,
  type TriggerWord,
} from "../language/word.js";
import type { Moment, Trigger } from "../program/program.js";
import { asLoss, type ExpressionValue, unknown } from "../program/value.js";
import type * as ast from "../syntax/ast.js";
import { type CallSignature, matchArguments } from "./arguments.js";
import { constantKind, isUnknown } from "./constants.js";
import { block, type CheckContext, type Environment, quoted } from "./context.js";
import { suggestions } from "./library.js";
import { constantOf } from "./moments.js";
import { type Given, validate } from "./params.js";
import { namesKnown } from "./tensors.js";

/** A word of the language that stands in an expression: its arguments are matched and validated, and its record says what it means. */
export function evaluateWord(
  call: ast.Call,
  word: ExpressionWord,
  env: Environment,
  cx: CheckContext,
): ExpressionValue {
  const args = argumentsOf(call, word, env, cx);
  return args ? word.means(args, siteOf(call, env, cx)) : unknown;
}

/** A moment that metrics decide. */
export function resolveTrigger(call: ast.Call, env: Environment, cx: CheckContext): Trigger | undefined {
  const { name, span } = call.name;
  const word = triggerWords.find((trigger) => trigger.name === name);
  if (!word) {
    const names = triggerWords.map((trigger) => trigger.name);
    const hint = `triggers are ${names.map((trigger) => `\`${trigger}\``).join(" and ")}`;
    cx.reports.report("unknownTrigger", span, { name }, () => suggestions(name, span, names, hint));
    return undefined;
  }
  const args = argumentsOf(call, word, env, cx);
  return args && word.means(args, siteOf(call, env, cx));
}

function siteOf(call: ast.Call, env: Environment, cx: CheckContext): CallSite {
  return {
    span: call.span,
    text: () => quoted(cx, call.span),
    task: cx.task,
    axis: cx.units,
    phase: env.phase?.start,
    timePoint: (moment, at) => cx.units.timePoint(moment, at),
    report: (key, holes, extra) => cx.reports.report(key, call.span, holes, extra),
    cannotRun(key, holes, { message, hint }) {
      cx.reports.report(key, call.span, holes, { hint });
      block(cx, { code: catalog[key].code, message, span: call.span });
    },
  };
}

// — arguments —

interface Called {
  readonly call: ast.Call;
  readonly word: CallableWord;
  readonly named: ReadonlyMap<string, ast.Argument>;
  readonly env: Environment;
  readonly cx: CheckContext;
}

/** The arguments with defaults filled in; `undefined` where one is refused, which has then been reported. */
function argumentsOf(call: ast.Call, word: ExpressionWord | TriggerWord, env: Environment, cx: CheckContext) {
  const { named, open: others } = matchArguments(call.args ?? [], signatureOf(word), cx.reports);
  const called: Called = { call, word, named, env, cx };
  const data = plainArguments(called);
  const evaluated = evaluatedArguments(called);
  const open = word.open && openArguments(called, word.open.name, others);
  if (!data || !evaluated || (word.open && !open)) return undefined;
  return { ...data, ...evaluated, open: open ?? [] };
}

interface Parameters {
  /** Those that are plain data. */
  readonly plain: z.ZodObject;
  readonly evaluated: readonly (readonly [name: string, kind: "loss" | "time"])[];
  readonly signature: CallSignature;
}

const met = new WeakMap<CallableWord, Parameters>();

function parametersOf(word: CallableWord): Parameters {
  let known = met.get(word);
  if (!known) {
    const all = Object.entries(word.parameters.shape).map(
      ([name, schema]) => [name, schema, argumentKind(schema)] as const,
    );
    known = {
      plain: z.object(Object.fromEntries(all.flatMap(([name, schema, kind]) => (kind ? [] : [[name, schema]])))),
      evaluated: all.flatMap(([name, , kind]) => (kind ? [[name, kind] as const] : [])),
      signature: {
        owner: word.name,
        names: Object.keys(word.parameters.shape),
        byPosition: word.byPosition,
        open: word.open !== undefined,
      },
    };
    met.set(word, known);
  }
  return known;
}

const signatureOf = (word: CallableWord): CallSignature => parametersOf(word).signature;

function plainArguments({ call, word, named, env, cx }: Called): Readonly<Record<string, unknown>> | undefined {
  const { plain: schema } = parametersOf(word);
  const given = new Map<string, Given>();
  for (const [name, argument] of named)
    if (Object.hasOwn(schema.shape, name)) given.set(name, { argument, constant: constantOf(argument.value, env, cx) });
  const names = () => [...env.locals.keys(), ...cx.task.heads];
  const missing = word.missing ?? {};
  const data = validate({ owner: word.name, schema, given, span: call.span, names, missing }, cx.reports);
  return namesKnown(schema, given, cx) ? data : undefined;
}

function evaluatedArguments(called: Called): Readonly<Record<string, LossArgument | TimeRange>> | undefined {
  const { call, word, named, cx } = called;
  const found: Record<string, LossArgument | TimeRange> = {};
  const { evaluated } = parametersOf(word);
  for (const [parameter, kind] of evaluated) {
    const argument = named.get(parameter);
    if (!argument) missingArgument(call, word, parameter, cx);
    const value =
      argument && (kind === "loss" ? lossOf(argument, parameter, called) : timeOf(argument, parameter, called));
    if (value) found[parameter] = value;
  }
  return Object.keys(found).length === evaluated.length ? found : undefined;
}

function openArguments(called: Called, name: string, given: readonly ast.Argument[]): LossArgument[] | undefined {
  const { call, word, cx } = called;
  if (given.length === 0) missingArgument(call, word, name, cx);
  const losses = given.map((argument) => lossOf(argument, name, called));
  const known = losses.filter((loss) => loss !== undefined);
  return known.length > 0 && known.length === losses.length ? known : undefined;
}

const missingArgument = (
  { span }: ast.Call,
  { name: owner, missing }: CallableWord,
  parameter: string,
  cx: CheckContext,
) => cx.reports.report("missingArgument", span, { owner, parameter }, { hint: missing?.[parameter] });

/** An argument that is itself a loss. */
function lossOf({ value }: ast.Argument, parameter: string, { word, env, cx }: Called): LossArgument | undefined {
  const body = expressionOf(value);
  const result = body ? cx.evaluate(body, env) : undefined;
  if (value.kind === "missing" || result?.kind === "unknown") return undefined;
  const loss = result && asLoss(result);
  if (loss) return loss;
  const found = result ? "a number" : `\`${quoted(cx, value.span)}\``;
  cx.reports.report("argumentType", value.span, { owner: word.name, parameter, expected: "a loss", found });
  return undefined;
}

function expressionOf(value: ast.ArgumentValue): ast.Expression | undefined {
  if (value.kind === "expression") return value.body;
  if (value.kind === "ident") return { kind: "call", name: value, span: value.span };
  return value.kind === "number" || value.kind === "missing" ? value : undefined;
}

/** A span of time, or a length counted from the beginning of the phase. */
function timeOf({ value }: ast.Argument, parameter: string, { word, env, cx }: Called): TimeRange | undefined {
  const constant = constantOf(value, env, cx);
  const at = value.span;
  if (isUnknown(constant)) return undefined;
  if (constant.kind === "span") return { from: constant.from, to: constant.to, at };
  if (constant.kind === "number" && constant.value > 0) {
    const from: Moment = "unit" in env.start.at ? env.start.at : { unit: "epoch", value: 0 };
    return { from, to: { unit: from.unit, value: from.value + constant.value }, at };
  }
  const hint = `write a span, \`${parameter}=epoch10..40\`, or a length from the beginning of the phase, \`${parameter}=20\``;
  const holes = { owner: word.name, parameter };
  if (constant.kind === "number") {
    const told = { ...holes, bound: "greater than 0", found: `${constant.value}` };
    cx.reports.report("argumentBounds", at, told, { hint });
  } else {
    const told = { ...holes, expected: "a span of time or a length", found: constantKind(constant) };
    cx.reports.report("argumentType", at, told, { hint });
  }
  return undefined;
}
