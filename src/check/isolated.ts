import { Reports } from "../diagnostics/diagnostic.js";
import type { Module } from "../modules/load.js";
import type { Program } from "../program/program.js";
import { beginning } from "../program/step-function.js";
import { asLoss } from "../program/value.js";
import type * as ast from "../syntax/ast.js";
import { Budget } from "./budget.js";
import type { CheckContext } from "./context.js";
import { emit } from "./emit.js";
import { evaluateExpression } from "./evaluate.js";
import { Terms } from "./terms.js";
import { Units } from "./units.js";

/** The context for what is checked aside: what it finds does not enter the program. */
function isolated(cx: CheckContext, reports: Reports): CheckContext {
  const aside: CheckContext = {
    ...cx,
    reports,
    units: new Units(cx.timing),
    blocked: new Map(),
    terms: new Terms(),
    budget: new Budget(),
    remembered: new Map(),
    evaluate: (expr, env) => evaluateExpression(expr, env, aside),
  };
  return aside;
}

/** What an expression means by itself, over the whole training. */
export type ExpressionMeaning = Pick<Program, "phases" | "terms">;

/** The meaning of an expression that stands by itself in a module; nothing if that is unclear or no loss. */
export function expressionMeaning(
  expr: ast.Expression,
  module: Module,
  cx: CheckContext,
): ExpressionMeaning | undefined {
  const aside = isolated(cx, new Reports());
  const value = aside.evaluate(expr, { module, locals: new Map(), start: beginning });
  const timeline = asLoss(value);
  return timeline && emit(timeline, aside);
}

/** Definitions that the program does not reach are checked all the same, with their defaults, and change nothing. */
export function checkUnvisited(modules: readonly Module[], cx: CheckContext): void {
  const aside = isolated(cx, cx.reports);
  for (const module of modules) {
    for (const entity of cx.library.own(module).values()) {
      if (entity.kind === "param") cx.constantOfParam(entity);
      if (entity.kind !== "def" || cx.visited.has(entity.def)) continue;
      const name = { kind: "ident", name: entity.name, span: entity.span } as const;
      aside.evaluate({ kind: "call", name, span: entity.span }, { module, locals: new Map(), start: beginning });
    }
  }
}
