/** Where a polynomial is to be close to a function: |weight·(target − P)| is to be small from `low` to `high`. */
export interface Approximation {
  readonly target: (x: number) => number;
  readonly weight: (x: number) => number;
  readonly low: number;
  readonly high: number;
}

const POINTS = 4000;

/** Chebyshev's points of the interval, without 0, where the targets are quotients of what vanishes. */
const points = ({ low, high }: Approximation) =>
  Array.from(
    { length: POINTS + 1 },
    (_, i) => (low + high) / 2 - ((high - low) / 2) * Math.cos((Math.PI * i) / POINTS),
  ).filter((x) => Math.abs(x) > 1e-9 * Math.max(Math.abs(low), Math.abs(high)));

export const evaluate = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, c) => sum * x + c, 0);

export const largestError = (goal: Approximation, coefficients: readonly number[]): number =>
  Math.max(...points(goal).map((x) => Math.abs(goal.weight(x) * (goal.target(x) - evaluate(coefficients, x)))));

/** The polynomial of least largest error: the coefficients above those `held`, by Remez exchange on a grid. */
function exchange(goal: Approximation, held: readonly number[], count: number): number[] {
  const xs = points(goal);
  const rest = xs.map((x) => goal.target(x) - evaluate(held, x));
  let reference = Array.from({ length: count + 1 }, (_, i) =>
    Math.round((0.5 - 0.5 * Math.cos((Math.PI * (i + 0.5)) / (count + 1))) * (xs.length - 1)),
  );
  for (let round = 0; ; round++) {
    const rows = reference.map((at, i) => [
      ...Array.from({ length: count }, (_, j) => xs[at]! ** (held.length + j)),
      (i % 2 ? -1 : 1) / goal.weight(xs[at]!),
      rest[at]!,
    ]);
    const solution = solve(rows);
    const free = solution.slice(0, count);
    const errors = xs.map((x, i) => goal.weight(x) * (rest[i]! - evaluate(free, x) * x ** held.length));
    const worst = Math.max(...errors.map(Math.abs));
    const next = peaks(errors, count + 1);
    if (next.length <= count || worst <= Math.abs(solution[count]!) * 1.0001 || round === 60) return free;
    reference = next;
  }
}

/** The largest error of each run of one sign; of too many, those at the ends that are smaller go. */
function peaks(errors: readonly number[], count: number): number[] {
  const found = [0];
  errors.forEach((error, i) => {
    const last = errors[found.at(-1)!]!;
    if (Math.sign(error) !== Math.sign(last)) found.push(i);
    else if (Math.abs(error) > Math.abs(last)) found[found.length - 1] = i;
  });
  const size = (at: number) => Math.abs(errors[at]!);
  while (found.length > count) {
    if (size(found[0]!) < size(found.at(-1)!)) found.shift();
    else found.pop();
  }
  return found;
}

/** Gauss and Jordan's elimination, the right side in the last column. */
function solve(rows: number[][]): number[] {
  rows.forEach((_, i) => {
    const pivot = rows.reduce((best, row, k) => (k > i && Math.abs(row[i]!) > Math.abs(rows[best]![i]!) ? k : best), i);
    [rows[i], rows[pivot]] = [rows[pivot]!, rows[i]!];
    const lead = rows[i]!;
    rows.forEach((row, k) => {
      const factor = row[i]! / lead[i]!;
      if (k !== i) for (let j = i; j < row.length; j++) row[j]! -= factor * lead[j]!;
    });
  });
  return rows.map((row, i) => row.at(-1)! / row[i]!);
}

/** The minimax polynomial, its coefficients rounded one after the other, lowest first, the rest fitted again each time. */
export function minimax(goal: Approximation, count: number, round: (c: number) => number = Math.fround): number[] {
  const held: number[] = [];
  while (held.length < count) held.push(round(exchange(goal, held, count - held.length)[0]!));
  return held;
}
