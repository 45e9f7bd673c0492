import type { CallableWord } from "../language/word.js";
import { constant } from "../program/polynomial.js";
import { type ExpressionValue, numberValue, unknown } from "../program/value.js";
import type * as ast from "../syntax/ast.js";
import { type Constant, constantKind, isUnknown } from "./constants.js";
import { type CheckContext, type Environment, quoted } from "./context.js";
import { counterpartOf } from "./counterparts.js";
import { evaluateDef } from "./definition-calls.js";
import { suggestions } from "./library.js";
import { evaluateLoss } from "./loss-calls.js";
import { selectClasses } from "./select.js";
import { evaluateWord } from "./words.js";

/** A name, with or without classes and arguments. */
export function evaluateCall(call: ast.Call, env: Environment, cx: CheckContext): ExpressionValue {
  const { name, span } = call.name;
  const local = env.locals.get(name);
  if (local) return evaluateConstant(call, local, cx);
  const entity = cx.library.find(env.module, name);
  if (!entity) {
    const known = () => [...env.locals.keys(), ...cx.library.names(env.module)];
    const hint = "`losslang docs` lists the losses";
    const isKnown = (other: string) => cx.library.find(env.module, other) !== undefined;
    const here = counterpartOf(name, isKnown);
    cx.reports.report("unknownName", span, { name }, () =>
      here === undefined
        ? suggestions(name, span, known(), hint)
        : {
            hint: `here it is called \`${here}\``,
            fixes: [{ title: `Change to \`${here}\``, certain: false, edits: [{ span, text: here }] }],
          },
    );
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
  const hint = ["word", "loss", "moving"].includes(value.kind)
    ? `to give an expression a name, write \`def ${name} = …\``
    : undefined;
  cx.reports.report("notANumber", span, { name, what: constantKind(value) }, { hint });
  return unknown;
}

function evaluateBuiltin(call: ast.Call, word: CallableWord, env: Environment, cx: CheckContext): ExpressionValue {
  if (word.role === "expression") return withClasses(evaluateWord(call, word, env, cx), call, cx);
  const hint = `write \`then@${quoted(cx, call.span)}\` between two sums`;
  cx.reports.report("notAnExpression", call.span, { name: word.name }, { hint });
  return unknown;
}
