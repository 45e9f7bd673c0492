import type { Reports } from "../diagnostics/diagnostic.js";
import type { Module } from "../modules/load.js";
import { constantValue, type WeightPolynomial } from "../program/polynomial.js";
import type { Blocked, ResolvedTask, Timing } from "../program/program.js";
import { always, type StepFunction, type TimePoint, type WeightedSum } from "../program/step-function.js";
import type * as ast from "../syntax/ast.js";
import type { Source, Span } from "../text.js";
import type { Constant } from "./constants.js";
import type { Entity, Library } from "./library.js";
import type { Terms } from "./terms.js";
import type { Units } from "./units.js";

/** What an expression stands for. Unknown: torn, or already reported, so that nothing more is said of it. */
export type ExpressionValue =
  | { readonly kind: "number"; readonly timeline: StepFunction<WeightPolynomial> }
  | { readonly kind: "loss"; readonly timeline: StepFunction<WeightedSum> }
  | { readonly kind: "unknown" };

export const unknown: ExpressionValue = { kind: "unknown" };
export const number = (amount: WeightPolynomial): ExpressionValue => ({ kind: "number", timeline: always(amount) });

/** `0`, the empty sum, is a number and a loss. */
export const isEmptySum = (value: ExpressionValue): boolean =>
  value.kind === "number" && value.timeline.every((step) => constantValue(step.value) === 0);

/** A value as a loss: the empty sum is one. */
export const asLoss = (value: ExpressionValue): StepFunction<WeightedSum> | undefined =>
  value.kind === "loss" ? value.timeline : isEmptySum(value) ? always(new Map()) : undefined;

/** What a name means depends on where it stands. */
export interface Environment {
  readonly module: Module;
  /** The parameters of the definition around it. */
  readonly locals: ReadonlyMap<string, Constant>;
  /** When the phase it stands in begins. */
  readonly start: TimePoint;
  /** The phase around it as far as one can read it: not from inside a definition, which may stand in many. */
  readonly phase?: { readonly start: TimePoint; readonly end?: TimePoint | undefined };
}

/** What the checker knows and collects while it walks one program. */
export interface CheckContext {
  readonly reports: Reports;
  readonly library: Library;
  readonly sources: ReadonlyMap<string, Source>;
  readonly task: ResolvedTask;
  readonly terms: Terms;
  readonly units: Units;
  readonly timing: Timing;
  readonly blocked: Map<string, Blocked>;
  /** Definitions that lead back to themselves; they have been reported. */
  readonly circular: ReadonlySet<ast.Def>;
  /** Definitions met so far. */
  readonly visited: Set<ast.Def>;
  /** What definitions stood for, by definition, arguments and time. */
  readonly remembered: Map<string, ExpressionValue>;
  readonly budget: Budget;
  readonly constantOfParam: (entity: Extract<Entity, { kind: "param" }>) => Constant;
  readonly evaluate: (expr: ast.Expr, env: Environment) => ExpressionValue;
}

/** Mark the program as one that cannot run; the first place of each kind is kept. */
export function block(cx: CheckContext, why: Blocked): void {
  if (!cx.blocked.has(why.code)) cx.blocked.set(why.code, why);
}

/** Bounds on what a program may grow to. */
export const bounds = {
  /** Distinct terms. */
  terms: 1_000,
  /** Definitions within definitions. */
  depth: 200,
  /** Weights computed while checking. */
  work: 400_000,
  /** Products of ramps in one weight. */
  products: 256,
  /** Classes named by one selection. */
  classes: 1_024,
} as const;

/** Counts what has been spent of the bounds; the first excess is reported, the rest of the program is passed over. */
export class Budget {
  #work = 0;
  #exceeded = false;
  depth = 0;

  get exceeded(): boolean {
    return this.#exceeded;
  }

  spend(amount: number, span: Span, reports: Reports): boolean {
    this.#work += amount;
    return this.#work <= bounds.work || this.exceed("what can be checked", span, reports);
  }

  exceed(limit: string, span: Span, reports: Reports): false {
    if (!this.#exceeded)
      reports.report(
        "tooLarge",
        span,
        { limit },
        { hint: "fewer definitions that use each other, or fewer schedules added up" },
      );
    this.#exceeded = true;
    return false;
  }
}

/** The text of a place, on one line and short enough to be quoted. */
export function quoted({ sources }: CheckContext, span: Span): string {
  const text = (sources.get(span.file)?.text.slice(span.start, span.end) ?? "").replace(/\s+/g, " ").trim();
  return text.length <= 48 ? text : `${text.slice(0, 45).trimEnd()}…`;
}
