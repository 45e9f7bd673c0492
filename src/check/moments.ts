import { constantValue } from "../program/polynomial.js";
import type { Moment } from "../program/program.js";
import { writtenMoment } from "../program/training-axis.js";
import type { ExpressionValue } from "../program/value.js";
import type * as ast from "../syntax/ast.js";
import type { Span } from "../text.js";
import { type Constant, constantKind } from "./constants.js";
import type { CheckContext, Environment } from "./context.js";
import { suggestions } from "./library.js";

/** What a written value holds. Names of parameters are looked up; any other name stands for itself. */
export function constantOf(value: ast.ArgumentValue, env: Environment, cx: CheckContext): Constant {
  switch (value.kind) {
    case "missing":
      return { kind: "unknown" };
    case "number":
    case "boolean":
    case "string":
      return value as Constant;
    case "ident":
      return (
        parameterNamed(value.name, env, cx) ?? numberDefined(value, env, cx) ?? { kind: "word", value: value.name }
      );
    case "list":
      return { kind: "list", items: value.items.map((item) => constantOf(item, env, cx)) };
    case "moment": {
      const moment = resolveMoment(value, undefined, env, cx);
      return moment ? { kind: "moment", value: moment } : { kind: "unknown" };
    }
    case "span-of-time": {
      const span = resolveSpan(value.from, value.to, value.span, env, cx);
      return span ? { kind: "span", ...span } : { kind: "unknown" };
    }
    case "expression":
      return computedMoment(value, env, cx) ?? constantIn(cx.evaluate(value.body, env));
  }
}

/** `late + 10`, where `late` is a moment: what else can be computed is a number. */
function computedMoment(
  value: Extract<ast.ArgumentValue, { kind: "expression" }>,
  env: Environment,
  cx: CheckContext,
): Constant | undefined {
  let offset = 0;
  let at = value.body;
  while (at.kind === "binary" && (at.operator === "+" || at.operator === "-") && at.right.kind === "number") {
    offset += at.operator === "+" ? at.right.value : -at.right.value;
    at = at.left;
  }
  if (at === value.body || at.kind !== "call" || at.args || at.classes) return undefined;
  if (parameterNamed(at.name.name, env, cx)?.kind !== "moment") return undefined;
  const moment = resolveMoment({ kind: "moment", base: at.name, offset, span: value.span }, undefined, env, cx);
  return moment ? { kind: "moment", value: moment } : { kind: "unknown" };
}

function constantIn(result: ExpressionValue): Constant {
  if (result.kind !== "number") return { kind: result.kind };
  const fixed = result.timeline.length === 1 ? constantValue(result.timeline[0]!.value) : undefined;
  return fixed === undefined ? { kind: "moving" } : { kind: "number", value: fixed };
}

/** The number that a definition stands for; nothing for one that is a loss, whose name may be an option's. */
function numberDefined(name: ast.Ident, env: Environment, cx: CheckContext): Constant | undefined {
  if (cx.library.find(env.module, name.name)?.kind !== "def") return undefined;
  const found = constantIn(cx.evaluate({ kind: "call", name, span: name.span }, env));
  return found.kind === "loss" ? undefined : found;
}

/** The value of a parameter: of the definition around, or of the file. */
export function parameterNamed(name: string, env: Environment, cx: CheckContext): Constant | undefined {
  const local = env.locals.get(name);
  if (local) return local;
  const entity = cx.library.find(env.module, name);
  if (entity?.kind === "ambiguous") return { kind: "unknown" };
  return entity?.kind === "param" ? cx.constantOfParam(entity) : undefined;
}

/** A moment with its unit, which a bare number takes from the other end of its span. Reported where it makes no sense. */
export function resolveMoment(
  moment: ast.MomentExpr | ast.Missing,
  unit: Moment["unit"] | undefined,
  env: Environment,
  cx: CheckContext,
): Moment | undefined {
  if (moment.kind === "missing") return undefined;
  const base =
    moment.base.kind === "ident" ? namedMoment(moment.base, unit, env, cx) : plainMoment(moment.base, unit, env, cx);
  if (!base) return undefined;
  const resolved = { unit: base.unit, value: base.value + moment.offset };
  if (resolved.value >= 0 && Number.isFinite(resolved.value)) return resolved;
  cx.reports.report("negativeMoment", moment.span, { moment: `${resolved.unit} ${resolved.value}` });
  return undefined;
}

type Base = Exclude<ast.MomentExpr["base"], ast.Ident>;

function plainMoment(
  base: Base,
  unit: Moment["unit"] | undefined,
  env: Environment,
  cx: CheckContext,
): Moment | undefined {
  if (base.kind !== "plain") return { unit: base.kind, value: base.value };
  if (unit) return { unit, value: base.value };
  // The parser knows most of these already; so does the person then.
  if (env.module.diagnostics.some((d) => d.severity === "error" && overlaps(d.span, base.span))) return undefined;
  const hint = `write \`epoch${base.value}\` or \`step${base.value}\``;
  cx.reports.report("unitlessMoment", base.span, { value: `${base.value}` }, { hint });
  return undefined;
}

const overlaps = (a: Span, b: Span): boolean => a.file === b.file && a.start <= b.end && b.start <= a.end;

function namedMoment(
  { name, span }: ast.Ident,
  unit: Moment["unit"] | undefined,
  env: Environment,
  cx: CheckContext,
): Moment | undefined {
  const constant = parameterNamed(name, env, cx);
  if (constant?.kind === "moment") return constant.value;
  if (constant?.kind === "unknown") return undefined;
  if (constant?.kind === "number" && unit) return { unit, value: constant.value };
  if (constant) {
    const hint = constant.kind === "number" ? `give it a unit: \`param ${name} = epoch${constant.value}\`` : undefined;
    cx.reports.report("notAMoment", span, { name, what: constantKind(constant) }, { hint });
    return undefined;
  }
  const entity = cx.library.find(env.module, name);
  if (entity) {
    const what = entity.kind === "def" ? "a definition" : entity.kind === "loss" ? "a loss" : "part of the language";
    cx.reports.report("notAMoment", span, { name, what }, { hint: "write `epoch40`, `step1000` or `30%`" });
    return undefined;
  }
  const known = () => [...env.locals.keys(), ...momentNames(env, cx)];
  const hint = `define it: \`param ${name} = epoch40\``;
  cx.reports.report("unknownName", span, { name }, () => suggestions(name, span, known(), hint));
  return undefined;
}

const momentNames = (env: Environment, cx: CheckContext): string[] =>
  [...cx.library.names(env.module)].filter((name) => cx.library.find(env.module, name)?.kind === "param");

/** A span that has a length; its two ends share a unit unless both name one. */
export function resolveSpan(
  from: ast.MomentExpr | ast.Missing,
  to: ast.MomentExpr | ast.Missing,
  span: Span,
  env: Environment,
  cx: CheckContext,
): { from: Moment; to: Moment } | undefined {
  const start = resolveMoment(from, unitOf(to, env, cx), env, cx);
  // Without a beginning, a bare end has no unit, which is no mistake of its own.
  if (!start) return undefined;
  const end = resolveMoment(to, start.unit, env, cx);
  if (!end) return undefined;
  const empty = cx.units.comparable(start, end) && cx.units.position(end) <= cx.units.position(start);
  if (!empty) return { from: start, to: end };
  cx.reports.report(
    "emptySpan",
    span,
    { from: writtenMoment(start), to: writtenMoment(end) },
    {
      hint: "a span goes from the earlier moment to the later; for an instant change write one moment",
    },
  );
  return undefined;
}

/** The unit a moment has by itself. */
function unitOf(moment: ast.MomentExpr | ast.Missing, env: Environment, cx: CheckContext): Moment["unit"] | undefined {
  if (moment.kind === "missing") return undefined;
  const { base } = moment;
  if (base.kind !== "ident") return base.kind === "plain" ? undefined : base.kind;
  const constant = parameterNamed(base.name, env, cx);
  return constant?.kind === "moment" ? constant.value.unit : undefined;
}
