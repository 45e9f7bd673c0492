import { type Expression, type Expressions, unsupported } from "../case.js";
import { program, term, times } from "../text.js";

const none = "A loss is a number; the map of its pixels is none.";

/** Class weights scale the cross-entropy only, and the mean is a plain one. */
const crossEntropy: Expression = (c) => {
  const reduction = c.param("reduction", "mean");
  if (reduction === "none") return unsupported(none);
  const count = reduction === "sum" ? c.samples * c.pixels : 1;
  const weights = c.optional<readonly number[]>("weight");
  const poly = term("poly1_ce", { epsilon: c.param("epsilon", 1) });
  const text = weights ? `(${term("ce", { weights, weighting: "multiply" })} + ${poly} - ce)` : poly;
  return program(c, times(count, text), { exclusive: true, probabilities: false });
};

/** Against the rest, class by class; a negative alpha is none. */
const focal: Expression = (c) => {
  const reduction = c.param("reduction", "mean");
  if (reduction === "none") return unsupported(none);
  if (c.optional("weight")) return unsupported("The weight of an element is a mask, and ours are 0 or 1.");
  const alpha = c.param("alpha", 0.25);
  const text = term("poly1_focal", {
    epsilon: c.param("epsilon", 1),
    gamma: c.param("gamma", 2),
    alpha: alpha < 0 ? undefined : alpha,
    positive_weight: c.optional<number>("pos_weight"),
  });
  const count = reduction === "sum" ? c.samples * c.pixels * c.classes : 1;
  return program(c, times(count, text), { exclusive: false, probabilities: false });
};

const at = "abhuse/polyloss-pytorch polyloss.";

export const polyloss: Expressions = {
  [`${at}Poly1CrossEntropyLoss`]: crossEntropy,
  [`${at}Poly1FocalLoss`]: focal,
};
