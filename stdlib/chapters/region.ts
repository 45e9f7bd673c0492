import type { Chapter } from "./chapter.js";

export const regionChapter: Chapter = {
  name: "regions",
  title: "Region: overlap",
  presents: "region",
  introduction:
    "An overlap compares two whole masks: the size of their intersection over the size of what they cover. True negatives do not enter, so a large background does not drown a small structure, and the loss resembles the score that results are judged by. The price: all foreground pixels of a class share one gradient and all others another, both of the order of one over the size of the class. So small structures have large gradients, absent classes noisy ones, and saturated predictions none.",
  sections: [
    {
      title: "Which of them",
      text: "`dice` first. `iou` orders hard masks in the same way and differs in its gradient alone. When misses and false alarms are not equally bad, `tversky` weighs them apart, `asymmetric_similarity` by one number; `focal_tversky` raises that to a power. For many classes of unequal size `generalized_dice` computes one overlap over all of them, weighted by size, `penalty_dice` refines its results, `exp_log` keeps a class from being missed altogether, and `generalized_wasserstein_dice` takes into account which confusions are worse than others. `lovasz_softmax` and `lovasz_hinge` extend the Jaccard index itself to soft predictions; they sort all pixels, and are for fine-tuning. `mcc` and `sensitivity_specificity` let the background count. `blob` evaluates every instance by itself. `unified_focal` combines a cross-entropy and an overlap by few parameters.",
    },
    {
      title: "How they combine",
      text: "Almost always with a cross-entropy, in a plain sum; boundary, skeleton and topology losses are added to such a sum and do not replace it. Where many patches hold no foreground, decide what that costs: with `batch=true` a patch shares its sums with the other samples of the batch, and `absent` can leave the class out.",
      programs: [
        ["dice + ce", "the baseline to beat"],
        ["tversky(alpha=0.3, beta=0.7) + ce", "misses are worse than false alarms"],
        ['dice(batch=true, absent="skip") + ce', "patches that often lack a class"],
        ["dice + ce + blob", "many lesions of unequal size"],
      ],
    },
  ],
};
