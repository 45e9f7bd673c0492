import { z } from "zod";
import { expressionWord, lossArgument } from "./word.js";

/** Checked; the loss itself stands in for it in a program that is marked as one that cannot run. */
export const deep = expressionWord({
  name: "deep",
  gives: "loss",
  brief: "deep supervision",
  summary: "Deep supervision: the same loss on several heads, with weights that decrease by a constant factor.",
  examples: ["task { heads: main, aux1, aux2 }\nminimize deep(dice + ce, heads=[main, aux1, aux2], decay=0.5)"],
  snippet: "deep($1)",
  byPosition: ["loss"],
  parameters: z.object({
    loss: lossArgument().describe("The loss, applied to every head."),
    heads: z
      .array(z.string())
      .min(1)
      .optional()
      .meta({ names: "head" })
      .describe("The outputs it applies to; all heads of the task unless given."),
    decay: z
      .number()
      .positive()
      .max(1)
      .default(0.5)
      .describe("The weight of each head divided by that of the head before."),
  }),
  samples: {},
  missing: { loss: "name the loss: `deep(dice + ce)`" },
  means({ loss }, site) {
    site.cannotRun(
      "deepCannotRun",
      {},
      { message: "Deep supervision cannot run yet.", hint: "until then, add the heads by hand with `on`" },
    );
    return { kind: "loss", timeline: loss };
  },
});
