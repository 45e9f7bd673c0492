import type { Verdict } from "./gradcheck.js";

/** All checks of one loss or recipe together. */
export interface Summary {
  readonly loss: string;
  readonly ok: boolean;
  /** How often its gradient was held against differences where it is not 0. */
  readonly checks: number;
  /** Entries of predictions that were moved. */
  readonly points: number;
  /** Entries where the value has a kink. */
  readonly kinks: number;
  /** The largest difference, in parts of the largest slope of its batch. */
  readonly error: number;
  /** Where that was. */
  readonly worst?: string;
  /** What failed, in words. */
  readonly failures: readonly string[];
}

export function summarise(loss: string, verdicts: readonly Verdict[]): Summary {
  const checked = verdicts.filter((v) => v.steepest > 0);
  const worst = checked.reduce<Verdict | undefined>((a, b) => (a && a.error >= b.error ? a : b), undefined);
  const total = (of: (v: Verdict) => number) => checked.reduce((sum, v) => sum + of(v), 0);
  const failures = verdicts.filter((v) => !v.ok).map((v) => `${where(v)}: ${v.note ?? "the gradient is another"}`);
  const nothing = checked.length ? [] : ["it has no slope anywhere", ...new Set(verdicts.flatMap((v) => v.note ?? []))];
  return {
    loss,
    ok: failures.length === 0 && checked.length > 0,
    checks: checked.length,
    points: total((v) => v.points),
    kinks: total((v) => v.kinks),
    error: worst?.error ?? 0,
    ...(worst && { worst: where(worst) }),
    failures: failures.length ? failures : nothing,
  };
}

const where = ({ term, scenario, shape }: Verdict) =>
  `${term}, ${scenario}, ${shape.at(-1) === 1 ? "1 channel" : `${shape.at(-1)} channels`}`;
