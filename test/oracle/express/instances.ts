import type { Expressions } from "../case.js";
import { numbers } from "../case.js";
import { program, term } from "../text.js";

/** Instance by instance. */
export const instances: Expressions = {
  "neuronflow/blob_loss blob_loss.compute_blob_loss_multi": (c) =>
    program(
      c,
      term("blob", {
        criterion: c.param("criterion", "bce"),
        instances: numbers(c.target).some((n) => n > 1),
      }),
    ),
};
