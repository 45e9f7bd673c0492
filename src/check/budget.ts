import type { Reports } from "../diagnostics/diagnostic.js";
import type { Span } from "../text.js";

/** Bounds on what a program may grow to. */
export const bounds = {
  /** Distinct terms. */
  terms: 1_000,
  /** Definitions within definitions. */
  depth: 200,
  /** Monomials of weights computed while checking: each takes less than a microsecond. */
  work: 200_000,
  /** Monomials in one weight: constants, ramps and products of ramps that are added. */
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
        { hint: "use fewer definitions within each other, or add up fewer schedules" },
      );
    this.#exceeded = true;
    return false;
  }
}
