import { type Expressions, type Facts, unsupported } from "../case.js";
import { program, term, times } from "../text.js";

/** Deep extreme level set evolution, from the copy of its layers that public repositories share. */

const at = "yaoyz96/deep-level-set layers.loss.";

const output = (c: Facts) => {
  const epsilon = c.param("epsilon", -1);
  if (epsilon >= 0) return unsupported("The step rises with the level set there: what is inside would be outside.");
  return program(c, term("level_set_output", { width: -epsilon, batch: true }));
};

const boundary = (c: Facts) =>
  program(
    c,
    term("level_set_boundary", {
      sigma: c.param("sigma", 0.2),
      limit: c.param("dt_max", 30),
      given: true,
      batch: true,
    }),
  );

export const delse: Expressions = {
  [`${at}level_map_loss`]: (c) => program(c, times(c.param("alpha", 1), term("level_map", { given: true }))),
  [`${at}LSE_output_loss`]: output,
  [`${at}bd_loss`]: boundary,
  [`${at}vector_field_loss`]: (c) => program(c, term("level_set_motion", { given: true })),
};
