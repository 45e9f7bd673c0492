import { isPrediction } from "../../graph/inputs.js";
import type { Node } from "../../graph/ops.js";
import { madeAlone } from "./placement.js";
import type { Work } from "./steps.js";

/**
 * The loop over pixels that checks each prediction for numbers that are not finite: the first that reduces something anyway, else the first that may write more than
 * one tensor. A prediction that no such loop reads, because it is no image, has none.
 */
export function finiteChecks(works: readonly Work[], roots: ReadonlySet<Node>): ReadonlyMap<Node<"input">, Work> {
  const checks = new Map<Node<"input">, Work & { kind: "pixels" }>();
  for (const work of works) {
    if (work.kind !== "pixels" || madeAlone(work, roots)) continue;
    for (const input of work.kernel.reads.filter(isPrediction)) {
      const before = checks.get(input);
      if (!before || (!before.kernel.reductions.length && work.kernel.reductions.length)) checks.set(input, work);
    }
  }
  return checks;
}
