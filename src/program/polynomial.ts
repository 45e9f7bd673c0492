import type { Ease, Moment, Weight } from "./program.js";

/** Something that rises from 0 at `start` to 1 at `end`: the progress of a ramp or a cross-fade. */
export interface Progress {
  readonly start: Moment;
  readonly end: Moment;
  readonly ease: Ease;
}

interface Monomial {
  readonly coefficient: number;
  /** Sorted by key; one may occur more than once. */
  readonly factors: readonly Progress[];
}

/**
 * A number that may move with time, as a polynomial in the progress of ramps, keyed by the factors of each monomial. In this form equal numbers are
 * equal data: a fade from `0.5*dice` to `0.5*dice` is found to be no change at all. Monomials with coefficient 0 are never kept.
 */
export type WeightPolynomial = ReadonlyMap<string, Monomial>;

const keys = new WeakMap<Progress, string>();

/** Equal for equal ramps, and for no others. */
export function progressKey(p: Progress): string {
  let key = keys.get(p);
  if (key === undefined) {
    key = `${p.start.unit}${p.start.value}..${p.end.unit}${p.end.value} ${p.ease}`;
    keys.set(p, key);
  }
  return key;
}

const monomialKey = (factors: readonly Progress[]): string => factors.map(progressKey).join(" * ");

export const zero: WeightPolynomial = new Map();

const none: readonly Progress[] = [];

export const constant = (value: number): WeightPolynomial =>
  value === 0 ? zero : new Map<string, Monomial>().set("", { coefficient: value, factors: none });

export const one: WeightPolynomial = constant(1);

/** `from` before the progress begins, `to` after it has ended. */
export function moving(from: number, to: number, progress: Progress): WeightPolynomial {
  if (from === to) return constant(from);
  const moved = new Map(constant(from));
  moved.set(progressKey(progress), { coefficient: to - from, factors: [progress] });
  return moved;
}

export function add(a: WeightPolynomial, b: WeightPolynomial): WeightPolynomial {
  if (a.size === 0) return b;
  if (b.size === 0) return a;
  const sum = new Map(a);
  for (const [key, monomial] of b) {
    const coefficient = (sum.get(key)?.coefficient ?? 0) + monomial.coefficient;
    if (coefficient === 0) sum.delete(key);
    else sum.set(key, { coefficient, factors: monomial.factors });
  }
  return sum;
}

/** The sum of any number, in time that is linear in their monomials. */
export function addAll(values: readonly WeightPolynomial[]): WeightPolynomial {
  const [first, second] = values;
  if (second === undefined) return first ?? zero;
  if (values.length === 2) return add(first!, second);
  const sum = new Map(first);
  for (const value of values.slice(1)) {
    for (const [key, { coefficient, factors }] of value) {
      const total = (sum.get(key)?.coefficient ?? 0) + coefficient;
      if (total === 0) sum.delete(key);
      else sum.set(key, { coefficient: total, factors });
    }
  }
  return sum;
}

export function multiply(a: WeightPolynomial, b: WeightPolynomial): WeightPolynomial {
  const [x, y] = [constantValue(a), constantValue(b)];
  // Nearly every weight stands still.
  if (x !== undefined && y !== undefined) return x === 1 ? b : y === 1 ? a : constant(x * y);
  const rows: WeightPolynomial[] = [];
  for (const left of a.values()) {
    const row = new Map<string, Monomial>();
    for (const [key, right] of b) {
      const coefficient = left.coefficient * right.coefficient;
      if (coefficient === 0) continue;
      if (left.factors.length === 0) row.set(key, { coefficient, factors: right.factors });
      else {
        const factors = [...left.factors, ...right.factors].sort((p, q) => (progressKey(p) < progressKey(q) ? -1 : 1));
        row.set(monomialKey(factors), { coefficient, factors });
      }
    }
    rows.push(row);
  }
  return addAll(rows);
}

export const scalePolynomial = (a: WeightPolynomial, by: number): WeightPolynomial => multiply(a, constant(by));

export function equal(a: WeightPolynomial, b: WeightPolynomial): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (const [key, { coefficient }] of a) if (b.get(key)?.coefficient !== coefficient) return false;
  return true;
}

/** The value of a polynomial that does not move, `undefined` for one that does. */
export function constantValue(a: WeightPolynomial): number | undefined {
  if (a.size === 0) return 0;
  return a.size === 1 ? a.get("")?.coefficient : undefined;
}

export function hasFiniteCoefficients(a: WeightPolynomial): boolean {
  for (const { coefficient } of a.values()) if (!Number.isFinite(coefficient)) return false;
  return true;
}

/** Whether it is a sum of ramps, without products of any. */
export function isLinear(a: WeightPolynomial): boolean {
  for (const { factors } of a.values()) if (factors.length > 1) return false;
  return true;
}

/** The distinct ramps a polynomial depends on. */
export function progresses(a: WeightPolynomial): Progress[] {
  const found = new Map<string, Progress>();
  for (const { factors } of a.values()) for (const p of factors) found.set(progressKey(p), p);
  return [...found.values()];
}

/** The value where each ramp has risen to `risen(ramp)`. */
export function evaluatePolynomial(a: WeightPolynomial, risen: (p: Progress) => number): number {
  let sum = 0;
  for (const { coefficient, factors } of a.values()) sum += factors.reduce((x, p) => x * risen(p), coefficient);
  return sum;
}

/** Sums and differences leave dust in the last digit; a person wrote fewer than fifteen. */
const tidy = (value: number): number => Number(value.toPrecision(15));

/** The polynomial as the weight of a program: a constant, a ramp, or a sum of those and of products of ramps. */
export function toWeight(a: WeightPolynomial): Weight {
  const fixed = constantValue(a);
  if (fixed !== undefined) return { kind: "constant", value: tidy(fixed) };
  const offset = a.get("")?.coefficient ?? 0;
  const movingParts = [...a.values()].filter((m) => m.factors.length > 0);
  const [only] = movingParts;
  if (only && movingParts.length === 1 && only.factors.length === 1) {
    return { kind: "ramp", from: tidy(offset), to: tidy(offset + only.coefficient), ...only.factors[0]! };
  }
  const parts: Weight[] = movingParts.map(({ coefficient, factors }) =>
    product(factors.map((p, i) => ({ kind: "ramp", from: 0, to: i === 0 ? tidy(coefficient) : 1, ...p }))),
  );
  if (offset === 0 && parts.length === 1) return parts[0]!;
  return { kind: "sum", of: offset === 0 ? parts : [{ kind: "constant", value: tidy(offset) }, ...parts] };
}

const product = (of: Weight[]): Weight => (of.length === 1 ? of[0]! : { kind: "product", of });
