import type { LossDeclaration } from "../loss.js";
import { one, type WeightPolynomial } from "../program/polynomial.js";
import { always } from "../program/step-function.js";
import { type ExpressionValue, unknown } from "../program/value.js";
import type * as ast from "../syntax/ast.js";
import { type CallSignature, matchArguments } from "./arguments.js";
import { bounds } from "./budget.js";
import { type Constant, show } from "./constants.js";
import type { CheckContext, Environment } from "./context.js";
import type { Entity } from "./library.js";
import { constantOf } from "./moments.js";
import { type Given, validate } from "./params.js";
import { namesKnown } from "./tensors.js";
import { parametersThat } from "./terms.js";
import { keyOf, type ValidatedArguments, validatedArguments, validationCacheOf } from "./validated-arguments.js";

/** A call of a loss: its arguments are matched, validated and compared with the task. */
export function evaluateLoss(
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
