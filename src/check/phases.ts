import { defaultEase } from "../../grammar/words.js";
import { fade, mixPolynomials, mixSums, replace, type StepFunction } from "../program/step-function.js";
import { asLoss, type ExpressionValue, isEmptySum, unknown } from "../program/value.js";
import type * as ast from "../syntax/ast.js";
import type { Span } from "../text.js";
import { bounds } from "./budget.js";
import { type ChainedPhase, chainedPhases, type Takeover } from "./chained-phases.js";
import { type CheckContext, type Environment, quoted } from "./context.js";
import { checkPhaseOrder } from "./phase-order.js";

/** `a then@x b then@y c`: each phase replaces what came before it. */
export function evaluateSchedule(root: ast.Then, env: Environment, cx: CheckContext): ExpressionValue {
  const phases = chainedPhases(root, env, cx);
  checkPhaseOrder(phases, env, cx);
  const values = phases.map((phase, i) => evaluatePhase(phase, phases[i + 1], env, cx));
  const asLosses = values.some((value) => value.kind === "loss");
  const stray = asLosses ? phases.filter((_, i) => values[i]!.kind === "number" && !isEmptySum(values[i]!)) : [];
  for (const { expr } of stray) {
    const number = quoted(cx, expr.span);
    cx.reports.report("mixedPhases", expr.span, { number }, { hint: `multiply it with a loss: \`${number}*dice\`` });
  }
  if (stray.length > 0 || values.some((value) => value.kind === "unknown")) return unknown;
  const takeovers = phases.slice(1).map((phase) => phase.when?.takeover);
  if (takeovers.includes(undefined)) return unknown;
  const known = takeovers.filter((takeover) => takeover !== undefined);
  if (asLosses) {
    const timeline = chain(
      values.map((value) => asLoss(value)!),
      known,
      mixSums,
      root.span,
      cx,
    );
    return timeline ? { kind: "loss", timeline } : unknown;
  }
  const numbers = values.flatMap((value) => (value.kind === "number" ? [value.timeline] : []));
  const timeline = chain(numbers, known, mixPolynomials, root.span, cx);
  return timeline ? { kind: "number", timeline: timeline } : unknown;
}

function evaluatePhase(
  chained: ChainedPhase,
  next: ChainedPhase | undefined,
  env: Environment,
  cx: CheckContext,
): ExpressionValue {
  const own = chained.when?.takeover;
  const start = own?.from ?? env.start;
  const following = next?.when?.takeover;
  const end = following ? (following.end ?? following.from) : env.phase?.end;
  const phase = env.phase && { start: own?.from ?? env.phase.start, end };
  return cx.evaluate(chained.expr, { ...env, start, ...(phase && { phase }) });
}

function chain<V extends ReadonlyMap<unknown, unknown>>(
  values: readonly StepFunction<V>[],
  takeovers: readonly Takeover[],
  mix: Parameters<typeof fade<V>>[5],
  span: Span,
  cx: CheckContext,
): StepFunction<V> | undefined {
  let sofar = values[0]!;
  for (const [i, { from, end, ease }] of takeovers.entries()) {
    const next = values[i + 1]!;
    const all = [...sofar, ...next].map((step) => step.value);
    if (end && widest(all) * 2 > bounds.products) {
      cx.budget.exceed("a few nested cross-fades", span, cx.reports);
      return undefined;
    }
    const widestSum = (steps: StepFunction<V>) => steps.reduce((most, { value }) => Math.max(most, countOf(value)), 1);
    const work = end ? 2 * all.length * (widestSum(sofar) + widestSum(next)) : all.length;
    if (!cx.budget.spend(work, span, cx.reports)) return undefined;
    // What is decided by a trigger comes after all that precedes the trigger, whatever the clock says.
    const rank = from.rank + (sofar.at(-1)?.from.rank ?? 0);
    const start = { ...from, rank };
    if (!end || !("unit" in from.at) || !("unit" in end.at)) sofar = replace(sofar, start, next);
    else {
      const progress = { start: from.at, end: end.at, ease: ease ?? defaultEase };
      sofar = fade(sofar, next, start, { ...end, rank }, progress, mix);
    }
  }
  return sofar;
}

/** The parts a weight consists of: of each term of a sum, or of a number. */
const partsOf = (value: ReadonlyMap<unknown, unknown>): number[] => {
  const parts = [...value.values()].flatMap((part) => (part instanceof Map ? [part.size] : []));
  return parts.length > 0 ? parts : [value.size];
};

const countOf = (value: ReadonlyMap<unknown, unknown>): number => partsOf(value).reduce((sum, n) => sum + n, 0);

const widest = (values: readonly ReadonlyMap<unknown, unknown>[]): number =>
  values.reduce((most, value) => partsOf(value).reduce((n, part) => Math.max(n, part), most), 0);
