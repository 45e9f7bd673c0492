import type { CallableWord } from "../language/word.js";
import type { LossDeclaration } from "../loss.js";
import { constant, one, type WeightPolynomial } from "../program/polynomial.js";
import { always } from "../program/step-function.js";
import { type ExpressionValue, numberValue, unknown } from "../program/value.js";
import type * as ast from "../syntax/ast.js";
import { type CallSignature, matchArguments } from "./arguments.js";
import { bounds } from "./budget.js";
import { type Constant, constantKind, isUnknown, show } from "./constants.js";
import { type CheckContext, type Environment, quoted } from "./context.js";
import { type Entity, suggestions } from "./library.js";
import { constantOf } from "./moments.js";
import { type Given, validate } from "./params.js";
import { selectClasses } from "./select.js";
import { namesKnown } from "./tensors.js";
import { parametersThat } from "./terms.js";
import { keyOf, type ValidatedArguments, validatedArguments, validationCacheOf } from "./validated-arguments.js";
import { evaluateWord } from "./words.js";

/** A name, with or without classes and arguments. */
export function evaluateCall(call: ast.Call, env: Environment, cx: CheckContext): ExpressionValue {
  const { name, span } = call.name;
  const local = env.locals.get(name);
  if (local) return evaluateConstant(call, local, cx);
  const entity = cx.library.find(env.module, name);
  if (!entity) {
    const known = [...env.locals.keys(), ...cx.library.names(env.module)];
    const hint = "`losslang docs` lists the losses";
    cx.reports.report("unknownName", span, { name }, suggestions(name, span, known, hint));
    return unknown;
  }
  switch (entity.kind) {
    case "param":
      return evaluateConstant(call, cx.constantOfParam(entity), cx);
    case "loss":
      return withClasses(evaluateLoss(call, entity, env, cx), call, cx);
    case "def":
      return withClasses(evaluateDef(call, entity, env, cx), call, cx);
    case "builtin":
      return evaluateBuiltin(call, entity.word, env, cx);
    case "ambiguous":
      return unknown;
  }
}

function withClasses(value: ExpressionValue, call: ast.Call, cx: CheckContext): ExpressionValue {
  if (!call.classes) return value;
  if (value.kind === "number") {
    const hint = "write the selection after a loss";
    cx.reports.report("selectionFromNumber", call.classes.span, { operand: call.name.name }, { hint });
    return unknown;
  }
  return selectClasses(value, call.classes, cx);
}

function evaluateConstant(call: ast.Call, value: Constant, cx: CheckContext): ExpressionValue {
  const { name, span } = call.name;
  if (isUnknown(value)) return unknown;
  if (call.args || call.classes) {
    cx.reports.report("notCallable", call.span, { name, what: constantKind(value) });
    return unknown;
  }
  if (value.kind === "number") return numberValue(constant(value.value));
  const hint = value.kind === "word" ? `to give an expression a name, write \`def ${name} = …\`` : undefined;
  cx.reports.report("notANumber", span, { name, what: constantKind(value) }, { hint });
  return unknown;
}

function evaluateBuiltin(call: ast.Call, word: CallableWord, env: Environment, cx: CheckContext): ExpressionValue {
  if (word.role === "expression") return withClasses(evaluateWord(call, word, env, cx), call, cx);
  const hint = `write \`then@${quoted(cx, call.span)}\` between two sums`;
  cx.reports.report("notAnExpression", call.span, { name: word.name }, { hint });
  return unknown;
}

// — losses —

function evaluateLoss(
  call: ast.Call,
  { declaration }: Extract<Entity, { kind: "loss" }>,
  env: Environment,
  cx: CheckContext,
): ExpressionValue {
  const before = cx.reports.all.length;
  const { named } = matchArguments(call.args ?? [], signatureOf(declaration), cx.reports);
  const given = new Map<string, Given>();
  for (const [name, argument] of named) given.set(name, { argument, constant: constantOf(argument.value, env, cx) });
  const refused = cx.reports.all.length > before;
  const accepted = accept(call, declaration, given, env, cx);
  const fits = fitsSpace(call, declaration, named, given, cx) && namesKnown(declaration.params, given, cx);
  if (!accepted || !fits || refused) return unknown;
  const term = { declaration, validated: accepted, span: call.span, args: named };
  const id = cx.terms.number(term);
  if (cx.terms.count > bounds.terms) {
    cx.budget.exceed(`${bounds.terms.toLocaleString("en-US")} distinct terms`, call.span, cx.reports);
    return unknown;
  }
  return { kind: "loss", timeline: always(new Map<number, WeightPolynomial>().set(id, one)) };
}

/** The arguments as the loss's schema has them; `undefined` where one is refused, which has then been reported. */
function accept(
  call: ast.Call,
  declaration: LossDeclaration,
  given: ReadonlyMap<string, Given>,
  env: Environment,
  cx: CheckContext,
): ValidatedArguments | undefined {
  const { name: owner, params: schema } = declaration;
  const key = keyOf(given);
  const acceptances = validationCacheOf(declaration);
  const known = key === undefined ? undefined : acceptances.get(key);
  if (known) return known;
  const names = () => [...env.locals.keys(), ...cx.library.names(env.module)];
  const params = validate({ owner, schema, given, span: call.name.span, names }, cx.reports);
  if (!params) return undefined;
  const found = validatedArguments(declaration, params);
  if (key !== undefined) acceptances.add(key, found);
  return found;
}

const signatures = new WeakMap<LossDeclaration, CallSignature>();

function signatureOf(declaration: LossDeclaration): CallSignature {
  let known = signatures.get(declaration);
  if (!known) {
    known = { owner: declaration.name, names: Object.keys(declaration.params.shape) };
    signatures.set(declaration, known);
  }
  return known;
}

const features = ["Components", "Loops", "Cavities"];

/** Whether the loss, and the dimensions it is told of, exist in the task's space. */
function fitsSpace(
  call: ast.Call,
  declaration: LossDeclaration,
  named: ReadonlyMap<string, ast.Argument>,
  given: ReadonlyMap<string, { constant: Constant }>,
  cx: CheckContext,
): boolean {
  const { space } = cx.task;
  if (space === undefined) return true;
  let fits = true;
  if (declaration.dimensions && !declaration.dimensions.includes(space)) {
    const dimensions = declaration.dimensions.map((d) => `${d}-D`).join(" and ");
    const holes = { loss: declaration.name, dimensions, space: `${space}-D` };
    cx.reports.report("wrongSpace", call.name.span, holes, {
      hint: "use another loss, or another `space` in the task",
    });
    fits = false;
  }
  for (const name of parametersThat(declaration, "belowSpace")) {
    const argument = named.get(name);
    const value = given.get(name)?.constant;
    if (!argument || value?.kind !== "list") continue;
    for (const [i, item] of value.items.entries()) {
      if (item.kind !== "number" || item.value < space || !Number.isInteger(item.value)) continue;
      const span =
        argument.value.kind === "list" ? (argument.value.items[i]?.span ?? argument.span) : argument.value.span;
      const holes = { what: features[item.value] ?? "Features", dimension: show(item), space: `${space}-D` };
      cx.reports.report("noSuchDimension", span, holes, {
        hint: `in ${space}-D the dimensions are 0 to ${space - 1}`,
      });
      fits = false;
    }
  }
  return fits;
}

// — definitions —

function evaluateDef(
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

/** Whether one constant may stand for another: same kind, texts and words alike. */
export function alike(a: Constant, b: Constant): boolean {
  const text = ["string", "word"];
  return a.kind === b.kind || isUnknown(a) || isUnknown(b) || (text.includes(a.kind) && text.includes(b.kind));
}
