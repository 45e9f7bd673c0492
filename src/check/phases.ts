import { defaultEase, type Ease, isEase } from "../../grammar/words.js";
import type { Moment } from "../program/program.js";
import {
  beginning,
  fade,
  mixPolynomials,
  mixSums,
  replace,
  type StepFunction,
  type TimePoint,
} from "../program/step-function.js";
import { writtenMoment } from "../program/training-axis.js";
import { asLoss, type ExpressionValue, isEmptySum, unknown } from "../program/value.js";
import type * as ast from "../syntax/ast.js";
import type { Span } from "../text.js";
import { bounds } from "./budget.js";
import { type CheckContext, type Environment, quoted } from "./context.js";
import { resolveMoment, resolveSpan } from "./moments.js";
import { resolveTrigger } from "./words.js";

/** When a phase takes over: at once, or by a fade that lasts until `end`. */
interface Takeover {
  readonly from: TimePoint;
  readonly end?: TimePoint;
  readonly ease?: Ease;
  readonly span: Span;
}

interface Link {
  readonly expr: ast.Expression;
  /** Absent for the first phase; `undefined` inside where the moment is torn or was reported. */
  readonly when?: { readonly takeover: Takeover | undefined };
}

/** `a then@x b then@y c`: each phase replaces what came before it. */
export function evaluateSchedule(root: ast.Then, env: Environment, cx: CheckContext): ExpressionValue {
  const links = linksOf(root, env, cx);
  judgeOrder(links, env, cx);
  const values = links.map((link, i) => evaluatePhase(link, links[i + 1], env, cx));
  const asLosses = values.some((value) => value.kind === "loss");
  const stray = asLosses ? links.filter((_, i) => values[i]!.kind === "number" && !isEmptySum(values[i]!)) : [];
  for (const { expr } of stray) {
    const number = quoted(cx, expr.span);
    cx.reports.report("mixedPhases", expr.span, { number }, { hint: `multiply it with a loss: \`${number}*dice\`` });
  }
  if (stray.length > 0 || values.some((value) => value.kind === "unknown")) return unknown;
  const takeovers = links.slice(1).map((link) => link.when?.takeover);
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

function linksOf(root: ast.Then, env: Environment, cx: CheckContext): Link[] {
  const links: Link[] = [];
  let at: ast.Expression = root;
  while (at.kind === "then") {
    links.push({ expr: at.after, when: { takeover: resolveWhen(at.when, env, cx) } });
    at = at.before;
  }
  links.push({ expr: at });
  return links.reverse();
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

function evaluatePhase(link: Link, next: Link | undefined, env: Environment, cx: CheckContext): ExpressionValue {
  const own = link.when?.takeover;
  const start = own?.from ?? env.start;
  const following = next?.when?.takeover;
  const end = following ? (following.end ?? following.from) : env.phase?.end;
  const phase = env.phase && { start: own?.from ?? env.phase.start, end };
  return cx.evaluate(link.expr, { ...env, start, ...(phase && { phase }) });
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
    const work = end ? all.reduce((sum, value) => sum + 2 * countOf(value), 0) : all.length;
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

// — order —

function judgeOrder(links: readonly Link[], env: Environment, cx: CheckContext): void {
  for (let i = 1; i < links.length; i++) {
    const takeover = links[i]!.when?.takeover;
    if (!takeover || takeover.from.rank > 0) continue;
    const previous =
      i > 1 ? links[i - 1]!.when?.takeover : { from: env.phase?.start ?? beginning, span: links[0]!.expr.span };
    if (previous && previous.from.rank === 0) judgePair(links[i - 1]!, takeover, previous, i > 1, cx);
    judgeEnd(links[i]!, takeover, env, cx);
  }
}

function judgePair(link: Link, takeover: Takeover, previous: Takeover, chained: boolean, cx: CheckContext): void {
  const [at, earlier] = [moment(takeover.from), moment(previous.from)];
  if (!cx.units.comparable(at, earlier)) return;
  const gap = cx.units.position(at) - cx.units.position(earlier);
  if (gap < 0 && chained) {
    cx.reports.report(
      "phasesOutOfOrder",
      takeover.span,
      { at: writtenMoment(at), previous: writtenMoment(earlier) },
      {
        hint: "write the phases in the order in which they happen",
        related: [{ span: previous.span, message: `the phase before begins at ${writtenMoment(earlier)}` }],
      },
    );
  } else if (gap < 0 || (gap === 0 && !takeover.end)) {
    if (isEmpty(link.expr)) return;
    const reason =
      gap < 0 || earlier.value > 0
        ? `it ends at ${writtenMoment(at)}, and the phase around it begins at ${writtenMoment(earlier)}`
        : "the next phase begins at once, at the beginning of training";
    const told = chained ? `the next phase begins at the same moment, ${writtenMoment(at)}` : reason;
    cx.reports.report("phaseNeverBegins", link.expr.span, { phase: quoted(cx, link.expr.span), reason: told });
  } else if (previous.end && cx.units.position(at) < cx.units.position(moment(previous.end))) {
    const holes = { at: writtenMoment(at), end: writtenMoment(moment(previous.end)) };
    cx.reports.report("overlappingFades", takeover.span, holes, {
      hint: `let the phase begin at ${holes.end}, or the fade end at ${holes.at}`,
      related: [{ span: previous.span, message: "the fade" }],
    });
  }
}

/** A phase that would begin after the end of training, or of the phase it stands in. */
function judgeEnd({ expr }: Link, { from }: Takeover, { phase }: Environment, cx: CheckContext): void {
  const at = moment(from);
  const holes = { phase: quoted(cx, expr.span) };
  const end = phase?.end && phase.end.rank === 0 ? moment(phase.end) : undefined;
  if (end && cx.units.comparable(at, end) && cx.units.position(at) >= cx.units.position(end)) {
    const reason = `it would begin at ${writtenMoment(at)}, and the phase around it ends at ${writtenMoment(end)}`;
    cx.reports.report("phaseNeverBegins", expr.span, { ...holes, reason });
    return;
  }
  const last = at.unit === "percent" ? 100 : undefined;
  const over = last !== undefined ? at.value >= last : isAfterTraining(at, cx);
  if (!over) return;
  const reason = last !== undefined ? "training ends at 100%" : `training ends after ${cx.units.end} epochs`;
  cx.reports.report("phaseNeverBegins", expr.span, {
    ...holes,
    reason: `it would begin at ${writtenMoment(at)}, and ${reason}`,
  });
}

const isAfterTraining = (at: Moment, { units }: CheckContext): boolean =>
  units.end !== undefined &&
  units.comparable(at, { unit: "epoch", value: units.end }) &&
  units.position(at) >= units.end;

/** The moment of a time point; a trigger has none, and counts as the beginning. */
const moment = ({ at }: TimePoint) => ("unit" in at ? at : { unit: "epoch" as const, value: 0 });

const isEmpty = (expr: ast.Expression): boolean =>
  expr.kind === "missing" || (expr.kind === "number" && expr.value === 0);
