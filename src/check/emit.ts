import { indicesSeen } from "../program/classes.js";
import {
  constantValue,
  evaluatePolynomial,
  hasFiniteCoefficients,
  isLinear,
  progresses,
  progressKey,
  toWeight,
  type WeightPolynomial,
} from "../program/polynomial.js";
import type { Phase, Program, ProgramTerm } from "../program/program.js";
import {
  beginning,
  join,
  type Piece,
  type StepFunction,
  sameSum,
  type TimePoint,
  type WeightedSum,
} from "../program/step-function.js";
import { writtenMoment } from "../program/training-axis.js";
import type { CheckContext } from "./context.js";
import { inputsOf } from "./term-inputs.js";
import { type CheckedTerm, classesSeenBy, countSeen, labelOf, parametersThat, showClasses } from "./terms.js";

/** The phases and terms of a finished timeline, with warnings about weights that make no sense. */
export function emit(timeline: StepFunction<WeightedSum>, cx: CheckContext): Pick<Program, "phases" | "terms"> {
  const steps = join(timeline, sameSum);
  const live = new Map<number, number>();
  for (const { value } of steps) {
    for (const [id, amount] of value) if (amount.size > 0 && !live.has(id)) live.set(id, live.size);
  }
  if (areFinite(steps, cx)) judgeTerms(steps, live, cx);
  const labels = new Set<string>();
  const terms = [...live.keys()].map((id) => describeTerm(cx.terms.get(id), labels, cx));
  const phases = steps.map(
    ({ from, value }, i): Phase => ({
      from: i === 0 ? beginning.at : from.at,
      weights: [...value].flatMap(([id, amount]) =>
        amount.size > 0 ? { term: live.get(id)!, weight: toWeight(amount) } : [],
      ),
    }),
  );
  return { phases, terms };
}

/** Finite weights of one term may add up to an infinite one. */
function areFinite(steps: readonly Piece<WeightedSum>[], cx: CheckContext): boolean {
  const met = new Set<number>();
  for (const { value } of steps) {
    for (const [id, amount] of value) {
      if (met.has(id) || hasFiniteCoefficients(amount)) continue;
      met.add(id);
      const term = cx.terms.get(id);
      const number = `the weight of ${labelOf(term, cx.task)}`;
      cx.reports.report("infiniteNumber", term.span, { number }, { hint: "use smaller weights" });
    }
  }
  return met.size === 0;
}

function describeTerm(term: CheckedTerm, labels: Set<string>, cx: CheckContext): ProgramTerm {
  const { declaration, validated: accepted, classes, head, mask, span } = term;
  const short = labelOf(term, cx.task);
  let label = short;
  for (let i = 2; labels.has(label); i++) label = `${short} #${i}`;
  labels.add(label);
  return {
    loss: declaration.name,
    label,
    params: accepted.params,
    ...(classes && { classes }),
    sees: classesSeenBy(term, cx.task),
    inputs: inputsOf(declaration, accepted.params),
    ...(head !== undefined && { head }),
    ...(mask !== undefined && { mask }),
    span,
  };
}

function judgeTerms(steps: readonly Piece<WeightedSum>[], live: ReadonlyMap<number, number>, cx: CheckContext): void {
  const met = new Set<number>();
  for (const { value } of steps) for (const id of value.keys()) met.add(id);
  const evaluated = { count: 0 };
  for (const id of met) {
    const term = cx.terms.get(id);
    judgeLengths(term, cx);
    if (live.has(id)) judgeSign(id, term, steps, evaluated, cx);
    else {
      const hint = "remove it, or give it a weight";
      cx.reports.report("termNeverCounts", term.span, { label: labelOf(term, cx.task) }, { hint });
    }
  }
}

/** Lists with one number per class must have as many as the term sees. */
function judgeLengths(term: CheckedTerm, cx: CheckContext): void {
  const count = countSeen(classesSeenBy(term, cx.task), cx.task);
  if (count === undefined) return;
  for (const parameter of parametersThat(term.declaration, "perClass")) {
    const value = term.validated.params[parameter];
    const argument = term.args.get(parameter);
    if (!Array.isArray(value) || !argument) continue;
    const lengths = [value.length, ...value.filter(Array.isArray).map((row: unknown[]) => row.length)];
    const wrong = lengths.find((length) => length !== count);
    if (wrong === undefined) continue;
    const holes = {
      owner: term.declaration.name,
      parameter,
      length: `${wrong} ${wrong === 1 ? "number" : "numbers"}`,
      classes: `${count} ${count === 1 ? "class" : "classes"}`,
    };
    const hint = `give one number for each of ${namesSeen(term, cx)}`;
    cx.reports.report("listLength", argument.value.span, holes, { hint });
  }
}

/** The classes a term sees, by name; only where their number is known. */
function namesSeen(term: CheckedTerm, { task }: CheckContext): string {
  const count = { classes: task.classes?.length ?? 0, exclusive: task.exclusive ?? false };
  return showClasses({ negated: false, indices: indicesSeen(classesSeenBy(term, task), count) }, task);
}

/** Monomials evaluated in search of negative weights: a program with more moving weights is not searched to the end. */
const mostEvaluated = 500_000;

function judgeSign(
  id: number,
  term: CheckedTerm,
  steps: readonly Piece<WeightedSum>[],
  evaluated: { count: number },
  cx: CheckContext,
): void {
  let earlier: WeightPolynomial | undefined;
  for (const [i, { from, value }] of steps.entries()) {
    const amount = value.get(id);
    // A constant that was judged needs no second look.
    if (amount === earlier && amount && constantValue(amount) !== undefined) continue;
    earlier = amount;
    evaluated.count += amount ? samplesOf(amount, steps[i + 1]?.from) * amount.size : 0;
    if (evaluated.count > mostEvaluated) return;
    const least = amount && leastWeight(amount, from, steps[i + 1]?.from, cx);
    if (least === undefined || least >= -1e-12) continue;
    const when = i > 0 && "unit" in from.at ? ` from ${writtenMoment(from.at)} on` : "";
    const holes = { label: labelOf(term, cx.task), weight: `${Number(least.toPrecision(6))}`, when };
    cx.reports.report("negativeWeight", term.span, holes, {
      hint: "add it instead, or check the bounds of the ramp",
    });
    return;
  }
}

/**
 * The least value of a weight during a phase. Exact for a weight that depends on one ramp; where several move together they are followed at
 * equal paces, whatever their easing, which is near enough for a warning.
 */
function leastWeight(
  amount: WeightPolynomial,
  from: TimePoint,
  until: TimePoint | undefined,
  cx: CheckContext,
): number {
  const fixed = constantValue(amount);
  if (fixed !== undefined) return fixed;
  const ramps = progresses(amount).map((p) => [p, cx.units.position(p.start), cx.units.position(p.end)] as const);
  const last =
    until && until.rank === from.rank ? until.position : ramps.reduce((most, [, , end]) => Math.max(most, end), 0);
  const samples = samplesOf(amount, until);
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i <= samples; i++) {
    const at = from.position + ((last - from.position) * i) / samples;
    const risen = new Map(ramps.map(([p, a, b]) => [progressKey(p), Math.max(0, Math.min(1, (at - a) / (b - a)))]));
    least = Math.min(
      least,
      evaluatePolynomial(amount, (p) => risen.get(progressKey(p))!),
    );
  }
  return least;
}

/** Between the ends of its ramps a sum of ramps is least at one of its own ends; products and what a trigger begins are followed. */
const samplesOf = (amount: WeightPolynomial, until: TimePoint | undefined): number =>
  until && until.rank === 0 && isLinear(amount) ? 1 : 32;
