import { type ExpressionValue, unknown } from "../program/value.js";
import type * as ast from "../syntax/ast.js";
import { matchArguments } from "./arguments.js";
import { bounds } from "./budget.js";
import { alike, type Constant, constantKind, isUnknown } from "./constants.js";
import { type CheckContext, type Environment, quoted } from "./context.js";
import type { Entity } from "./library.js";
import { constantOf } from "./moments.js";

/** A call of a definition: what its body stands for with these arguments. */
export function evaluateDef(
  call: ast.Call,
  entity: Extract<Entity, { kind: "def" }>,
  env: Environment,
  cx: CheckContext,
): ExpressionValue {
  const { def, module } = entity;
  cx.visited.add(def);
  const locals = bindParameters(call, entity, env, cx);
  if (!locals || cx.circular.has(def)) return unknown;
  const key = JSON.stringify([module.source.file, def.span.start, [...locals], env.start.at]);
  const known = cx.remembered.get(key);
  if (known) return known;
  if (cx.budget.depth >= bounds.depth) {
    cx.budget.exceed(`definitions ${bounds.depth} deep`, call.span, cx.reports);
    return unknown;
  }
  cx.budget.depth++;
  const value = cx.evaluate(def.body, { module, locals, start: env.start });
  cx.budget.depth--;
  cx.remembered.set(key, value);
  return value;
}

/** The values of a definition's parameters for one call; `undefined` where an argument is refused. */
function bindParameters(
  call: ast.Call,
  { name: owner, def, module }: Extract<Entity, { kind: "def" }>,
  env: Environment,
  cx: CheckContext,
): ReadonlyMap<string, Constant> | undefined {
  const own: Environment = { module, locals: new Map(), start: env.start };
  const before = cx.reports.all.length;
  const names = def.parameters.map((parameter) => parameter.name.name);
  const { named } = matchArguments(call.args ?? [], { owner, names }, cx.reports);
  let sound = cx.reports.all.length === before;
  const locals = new Map<string, Constant>();
  for (const { name, value } of def.parameters) {
    const fallback = constantOf(value, own, cx);
    const argument = named.get(name.name);
    const given = argument ? constantOf(argument.value, env, cx) : fallback;
    if (argument && !alike(given, fallback)) {
      const holes = { owner, parameter: name.name, expected: constantKind(fallback), found: constantKind(given) };
      const hint = `its default is \`${quoted(cx, value.span)}\``;
      cx.reports.report("argumentType", argument.value.span, holes, { hint });
      sound = false;
    }
    if (isUnknown(given)) sound = false;
    locals.set(name.name, given);
  }
  return sound ? locals : undefined;
}
