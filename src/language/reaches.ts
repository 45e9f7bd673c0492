import { z } from "zod";
import { placeholder } from "../../grammar/words.js";
import { cannotRunYet, metric, metricSample } from "./trigger.js";
import { triggerWord } from "./word.js";

export const reaches = triggerWord({
  name: "reaches",
  brief: "once a metric reaches a value",
  summary: "A phase that begins once a metric has reached a value.",
  examples: ['dice then@reaches("val_dice", 0.8) dice + betti'],
  snippet: `reaches("${placeholder(1, ["val_dice"])}", ${placeholder(2, ["0.8"])})`,
  byPosition: ["metric", "value"],
  parameters: z.object({
    metric,
    value: z.number().describe("The phase begins once the metric is at least this."),
  }),
  samples: { metric: metricSample, value: "0.8" },
  means({ metric, value }, site) {
    cannotRunYet(site);
    return { trigger: "reaches", metric, options: { value } };
  },
});
