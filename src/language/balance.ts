import { z } from "zod";
import { placeholder } from "../../grammar/words.js";
import { addSums, atEachMoment } from "../program/step-function.js";
import { expressionWord } from "./word.js";

const methods = ["uncertainty", "softadapt", "relobralo", "dwa", "gradnorm"] as const;

/** Checked; the sum of its parts stands in for it in a program that is marked as one that cannot run. */
export const balance = expressionWord({
  name: "balance",
  gives: "loss",
  brief: "weights that adapt",
  summary: "The sum of its losses, with weights that adapt while training runs.",
  examples: ["balance(dice, ce, by=uncertainty)"],
  snippet: `balance($1, $2, by=${placeholder(3, methods)})`,
  byPosition: [],
  open: { name: "losses", text: "loss, …", meaning: "The losses whose weights adapt." },
  parameters: z.object({
    by: z.enum(methods).default("uncertainty").describe("How the weights adapt."),
  }),
  samples: {},
  missing: { losses: "name the losses to balance: `balance(dice, ce)`" },
  means({ open }, site) {
    site.cannotRun(
      "balanceCannotRun",
      {},
      { message: "Adaptive weights cannot run yet.", hint: "until then, weigh the terms by numbers" },
    );
    return { kind: "loss", timeline: atEachMoment(open, addSums) };
  },
});
