import type { Task } from "../../../src/index.js";
import { type Expressed, type Expressions, type Facts, unsupported } from "../case.js";
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

/** Three heads, of which the case takes its gradient by one. */
const evolution = (c: Facts): Expressed => {
  const epsilon = c.param("epsilon", -1);
  if (epsilon >= 0) return unsupported("The step rises with the level set there: what is inside would be outside.");
  const gated = c.param("use_g", true);
  // The published code ignores its limit: the bump is always that of 30 pixels.
  const text = term("level_set_evolution", {
    motion: "field",
    gate: gated ? "gate" : undefined,
    steps: c.param("T", 5),
    timestep: c.param("timestep", 5),
    reach: c.param("dirac_ratio", 0.3) * 30,
    regularisation: c.param("reg", 0.2),
    shift: c.param("shift", 0),
    corners: "two",
    width: -epsilon,
    batch: true,
  });
  const by = { vf: "field", phi: "phi", g: "gate" }[c.param("gradient_of", "vf")];
  const heads = { phi: c.extra("phi0"), field: c.extra("vector_field"), ...(gated && { gate: c.extra("g") }) };
  const task: Task = { labels: ["object"], heads: Object.keys(heads) };
  return { source: `${text} on phi`, task, further: { heads: { ...heads, [by!]: "pred" } } };
};

export const delse: Expressions = {
  [`${at}level_map_loss`]: (c) => program(c, times(c.param("alpha", 1), term("level_map", { given: true }))),
  [`${at}LSE_output_loss`]: output,
  [`${at}bd_loss`]: boundary,
  "yaoyz96/deep-level-set layers.lse.levelset_evolution + LSE_output_loss": evolution,
  [`${at}vector_field_loss`]: (c) => program(c, term("level_set_motion", { given: true })),
};
