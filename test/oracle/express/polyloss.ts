import { type Expression, type Expressions, unsupported } from "../case.js";
import { program, term, times } from "../text.js";

const none = "A loss is a number; the map of its pixels is none.";

/** Class weights scale the cross-entropy only, and the mean is a plain one. */
const crossEntropy: Expression = (c) => {
  if (c.param("reduction", "none") === "none") return unsupported(none);
  const count = c.param("reduction", "none") === "sum" ? c.samples * c.pixels : 1;
  const weights = c.optional<readonly number[]>("weight");
  const poly = term("poly1_ce", { epsilon: c.param("epsilon", 1) });
  const text = weights ? `(${term("ce", { weights, weighting: "multiply" })} + ${poly} - ce)` : poly;
  return program(c, times(count, text), { exclusive: true, probabilities: false });
};

const at = "abhuse/polyloss-pytorch polyloss.";

export const polyloss: Expressions = {
  [`${at}Poly1CrossEntropyLoss`]: crossEntropy,
};
