import { z } from "zod";
import { placeholder } from "../../grammar/words.js";
import { cannotRunYet, metric, metricSample } from "./trigger.js";
import { triggerWord } from "./word.js";

export const plateau = triggerWord({
  name: "plateau",
  brief: "once a metric stops improving",
  summary: "A phase that begins once a metric has stopped improving.",
  examples: ['dice then@plateau("val_dice", patience=5) dice + betti'],
  snippet: `plateau("${placeholder(1, ["val_dice"])}", patience=${placeholder(2, ["5"])})`,
  byPosition: ["metric"],
  parameters: z.object({
    metric,
    patience: z.int().min(1).max(10_000).default(5).describe("Epochs without improvement before the phase begins."),
    delta: z.number().min(0).default(0).describe("The least change that counts as an improvement."),
  }),
  samples: { metric: metricSample },
  means({ metric, patience, delta }, site) {
    cannotRunYet(site);
    return { trigger: "plateau", metric, options: { patience, delta } };
  },
});
