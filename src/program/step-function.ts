import {
  add,
  addAll,
  constant,
  equal,
  moving,
  multiply,
  type Progress,
  type WeightPolynomial,
  zero,
} from "./polynomial.js";
import type { Moment, Trigger } from "./program.js";

/**
 * When a step begins. Steps are ordered by `rank`, the number of triggers that must have fired, then by `position`, the moment on one common
 * axis (see `Units`).
 */
export interface TimePoint {
  readonly at: Moment | Trigger;
  readonly position: number;
  readonly rank: number;
}

export interface Piece<V> {
  readonly from: TimePoint;
  readonly value: V;
}

/** A step function of time: never empty, in order, the first step at the beginning of training. */
export type StepFunction<V> = readonly Piece<V>[];

/** A weighted sum: the weight of each term, by its number. A term with weight zero is kept, so that the checker can speak of it. */
export type WeightedSum = ReadonlyMap<number, WeightPolynomial>;

export const beginning: TimePoint = { at: { unit: "epoch", value: 0 }, position: 0, rank: 0 };

export const before = (a: TimePoint, b: TimePoint): boolean =>
  a.rank !== b.rank ? a.rank < b.rank : a.position < b.position;

const simultaneous = (a: TimePoint, b: TimePoint): boolean => !before(a, b) && !before(b, a);

export const always = <V>(value: V): StepFunction<V> => [{ from: beginning, value }];

/** What holds at a time point. */
export function valueAt<V>(timeline: StepFunction<V>, at: TimePoint): V {
  let value = timeline[0]!.value;
  for (const step of timeline) {
    if (before(at, step.from)) break;
    value = step.value;
  }
  return value;
}

/** `first` until `at`, `second` from then on. */
export function replace<V>(first: StepFunction<V>, at: TimePoint, second: StepFunction<V>): StepFunction<V> {
  const kept = first.filter((step) => before(step.from, at));
  // After a trigger, only the order of the following steps is known: they come after it.
  const later = second
    .filter((step) => before({ ...at, rank: 0 }, step.from))
    .map((step) => ({ from: { ...step.from, rank: step.from.rank + at.rank }, value: step.value }));
  return [...kept, { from: at, value: valueAt(second, { ...at, rank: 0 }) }, ...later];
}

/** Combine timelines moment by moment. */
export function atEachMoment<A, V>(
  timelines: readonly StepFunction<A>[],
  combine: (values: A[]) => V,
): StepFunction<V> {
  const [only] = timelines;
  if (only && timelines.length === 1 && only.length === 1)
    return [{ from: only[0]!.from, value: combine([only[0]!.value]) }];
  const instants = breakpoints(timelines);
  const places = timelines.map(() => 0);
  return instants.map((from) => {
    const values = timelines.map((timeline, i) => {
      while (places[i]! + 1 < timeline.length && !before(from, timeline[places[i]! + 1]!.from)) places[i]!++;
      return timeline[places[i]!]!.value;
    });
    return { from, value: combine(values) };
  });
}

/** Combine two timelines moment by moment. */
export const zip = <A, B, V>(a: StepFunction<A>, b: StepFunction<B>, combine: (a: A, b: B) => V): StepFunction<V> =>
  a.length === 1 && b.length === 1
    ? [{ from: a[0]!.from, value: combine(a[0]!.value, b[0]!.value) }]
    : breakpoints([a, b]).map((from) => ({ from, value: combine(valueAt(a, from), valueAt(b, from)) }));

/** All instants at which one of the timelines changes, in order, without repetition. */
export function breakpoints(timelines: readonly StepFunction<unknown>[]): TimePoint[] {
  // Most terms of long programs never change: all begin together, and there is nothing to sort.
  if (timelines.every((timeline) => timeline.length === 1)) return timelines.slice(0, 1).map(([step]) => step!.from);
  const all = timelines.flatMap((timeline) => timeline.map((step) => step.from));
  all.sort((a, b) => (before(a, b) ? -1 : before(b, a) ? 1 : 0));
  return all.filter((instant, i) => i === 0 || !simultaneous(all[i - 1]!, instant));
}

/** A cross-fade from `a` to `b`: weight 1 − r on `a` and r on `b`, r the progress. `mix` adds what it has weighted. */
export function fade<V>(
  a: StepFunction<V>,
  b: StepFunction<V>,
  from: TimePoint,
  to: TimePoint,
  progress: Progress,
  mix: (a: V, falling: WeightPolynomial, b: V, rising: WeightPolynomial) => V,
): StepFunction<V> {
  const falling = moving(1, 0, progress);
  const rising = moving(0, 1, progress);
  const between = atEachMoment([a, b], ([x, y]) => mix(x!, falling, y!, rising));
  return replace(replace(a, from, between), to, b);
}

/** A number that moves from one value to another while the progress lasts. */
export const rampBetween = (
  from: number,
  to: number,
  start: TimePoint,
  end: TimePoint,
  progress: Progress,
): StepFunction<WeightPolynomial> =>
  join(
    replace(replace(always(constant(from)), start, always(moving(from, to, progress))), end, always(constant(to))),
    equal,
  );

/** Steps that change nothing are joined to the one before. */
export function join<V>(timeline: StepFunction<V>, same: (a: V, b: V) => boolean): StepFunction<V> {
  const joined: Piece<V>[] = [];
  for (const step of timeline) {
    const last = joined.at(-1);
    if (!last || !same(last.value, step.value)) joined.push(step);
  }
  return joined;
}

export const addPolynomials = addAll;

/** How many monomials a weighted sum holds; a term whose weight is 0 counts as one. */
export function monomialsOf(sum: WeightedSum): number {
  let count = 0;
  for (const amount of sum.values()) count += Math.max(1, amount.size);
  return count;
}

export function addSums(values: readonly WeightedSum[]): WeightedSum {
  if (values.length === 1) return values[0]!;
  const total = new Map<number, WeightPolynomial>();
  // Sums of polynomials copy them: what many sums hold of one term is added at once.
  const parts = new Map<number, WeightPolynomial[]>();
  for (const sum of values) {
    for (const [term, amount] of sum) {
      const known = parts.get(term);
      if (known) known.push(amount);
      else parts.set(term, [amount]);
    }
  }
  for (const [term, amounts] of parts) total.set(term, addAll(amounts));
  return total;
}

export function scaleSum(sum: WeightedSum, by: WeightPolynomial): WeightedSum {
  const scaled = new Map<number, WeightPolynomial>();
  for (const [term, amount] of sum) scaled.set(term, multiply(amount, by));
  return scaled;
}

export const mixPolynomials = (
  a: WeightPolynomial,
  falling: WeightPolynomial,
  b: WeightPolynomial,
  rising: WeightPolynomial,
): WeightPolynomial => add(multiply(a, falling), multiply(b, rising));

export const mixSums = (
  a: WeightedSum,
  falling: WeightPolynomial,
  b: WeightedSum,
  rising: WeightPolynomial,
): WeightedSum => addSums([scaleSum(a, falling), scaleSum(b, rising)]);

/** Whether two sums weigh the same terms alike; terms of weight zero do not count. */
export function sameSum(a: WeightedSum, b: WeightedSum): boolean {
  const weighed = (sum: WeightedSum) => [...sum].filter(([, amount]) => amount.size > 0);
  const left = weighed(a);
  return left.length === weighed(b).length && left.every(([term, amount]) => equal(amount, b.get(term) ?? zero));
}
