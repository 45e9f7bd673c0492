import { defaultEase, type Ease, isEase } from "../../grammar/words.js";
import type { TimePoint } from "../program/step-function.js";
import type * as ast from "../syntax/ast.js";
import type { Span } from "../text.js";
import type { CheckContext, Environment } from "./context.js";
import { resolveMoment, resolveSpan } from "./moments.js";
import { resolveTrigger } from "./words.js";

/** When a phase takes over: at once, or by a fade that lasts until `end`. */
export interface Takeover {
  readonly from: TimePoint;
  readonly end?: TimePoint;
  readonly ease?: Ease;
  readonly span: Span;
}

/** One phase of a chain. */
export interface ChainedPhase {
  readonly expr: ast.Expression;
  /** Absent for the first phase; `undefined` inside where the moment is torn or was reported. */
  readonly when?: { readonly takeover: Takeover | undefined };
}

/** The phases of a chain in the order of the text, each with the moment at which it takes over. */
export function chainedPhases(root: ast.Then, env: Environment, cx: CheckContext): ChainedPhase[] {
  const phases: ChainedPhase[] = [];
  let at: ast.Expression = root;
  while (at.kind === "then") {
    phases.push({ expr: at.after, when: { takeover: resolveWhen(at.when, env, cx) } });
    at = at.before;
  }
  phases.push({ expr: at });
  return phases.reverse();
}

function resolveWhen(when: ast.When, env: Environment, cx: CheckContext): Takeover | undefined {
  const { span } = when;
  if (when.kind === "trigger") {
    const trigger = resolveTrigger(when.call, env, cx);
    return trigger && { from: { at: trigger, position: 0, rank: 1 }, span };
  }
  if (when.kind === "switch") {
    const moment = resolveMoment(when.at, undefined, env, cx);
    return moment && { from: cx.units.timePoint(moment, when.at.span), span };
  }
  const ends = resolveSpan(when.from, when.to, span, env, cx);
  if (!ends) return undefined;
  const ease = when.ease && isEase(when.ease.name) ? when.ease.name : defaultEase;
  return {
    from: cx.units.timePoint(ends.from, when.from.span),
    end: cx.units.timePoint(ends.to, when.to.span),
    ease,
    span,
  };
}
