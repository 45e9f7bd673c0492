import type { CheckOptions } from "../../check/check.js";
import type { LossDeclaration } from "../../loss.js";
import { callOf, taskFor } from "../../testing/calls.js";
import type { Source } from "../../text.js";
import { programOf } from "../check-spec.js";
import type { Invocation } from "../host.js";
import { inlineName } from "../spec.js";
import { type Extent, type GradientVerdict, gradcheck } from "./gradcheck.js";

/** A program of the catalogue, by what is checked in it. */
export interface CatalogueProgram {
  readonly name: string;
  readonly text: string;
}

/** What there is to check: each loss with its defaults, each recipe as it is written. */
export const catalogue = (
  losses: readonly LossDeclaration[],
  recipes: readonly Source[],
): readonly CatalogueProgram[] => [
  ...losses.map(entry),
  ...recipes.map(({ file }) => file.replace(/\.loss$/, "")).map((name) => ({ name, text: name })),
];

/**
 * A loss that reads further heads or fields is given some by the names of its parameters. One that takes a part as a constant unless `detach` says otherwise
 * has the gradient of its value only then.
 */
function entry(loss: LossDeclaration): CatalogueProgram {
  const term = callOf(loss, "required", "detach" in loss.params.shape ? ["detach=false"] : []);
  const { heads, fields } = taskFor(loss, "required");
  if (!heads && !fields) return { name: term, text: term };
  const task = [...(heads ? [`heads: ${heads.join(", ")}`] : []), ...(fields ? [`fields: ${fields.join(", ")}`] : [])];
  return { name: term, text: `task {\n${task.join("\n")}\n}\nminimize ${term}${heads ? " on main" : ""}\n` };
}

/** Checks program after program, in the order of the catalogue. */
export async function* checkAll(
  entries: readonly CatalogueProgram[],
  losses: readonly LossDeclaration[],
  extent: Extent,
  settings: Partial<CheckOptions>,
  session: Invocation,
): AsyncGenerator<Summary> {
  const library = new Map(losses.map((loss) => [loss.name, loss]));
  for (const { name, text } of entries) {
    const spec = { source: { file: inlineName, text } };
    const program = await programOf(spec, { ...settings, library: losses }, session);
    if (program) yield summarise(name, [...gradcheck(program, library, extent)]);
  }
}

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
  /** The largest difference, in parts of the largest entry of the gradient of its batch. */
  readonly error: number;
  /** Where that was. */
  readonly worst?: string;
  /** What failed, in words. */
  readonly failures: readonly string[];
}

function summarise(loss: string, verdicts: readonly GradientVerdict[]): Summary {
  const checked = verdicts.filter((v) => v.steepest > 0);
  const worst = checked.reduce<GradientVerdict | undefined>((a, b) => (a && a.error >= b.error ? a : b), undefined);
  const total = (of: (v: GradientVerdict) => number) => checked.reduce((sum, v) => sum + of(v), 0);
  const failures = verdicts.filter((v) => !v.ok).map((v) => `${where(v)}: ${v.note ?? "the gradient is another"}`);
  const nothing = checked.length
    ? []
    : ["it has no gradient anywhere", ...new Set(verdicts.flatMap((v) => v.note ?? []))];
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

const where = ({ term, scenario, shape }: GradientVerdict) =>
  `${term}, ${scenario}, ${shape.at(-1) === 1 ? "1 channel" : `${shape.at(-1)} channels`}`;
