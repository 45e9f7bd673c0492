import type { Chapter } from "./chapter.js";

export const regionChapter: Chapter = {
  name: "regions",
  title: "Region: overlap",
  presents: "region",
  introduction:
    "An overlap compares two whole masks: the size of their intersection over the size of what they cover. True negatives do not enter, so a large background does not drown a small structure, and the loss resembles the score that results are judged by. The price: all foreground pixels of a class share one gradient and all others another, both of the order of one over the size of the class. Small structures push hard, empty ones are noise, and saturated ones do not move.",
  sections: [
    {
      title: "Which of them",
      text: "`dice` first. `iou` orders hard masks in the same way and differs in its gradient alone. When misses and false alarms are not equally bad, `tversky` weighs them apart, `asymmetric_similarity` by one number; `focal_tversky` bends that curve. For many classes of unequal size `generalized_dice` shares one overlap out among them, `penalty_dice` finishes what it has begun, `exp_log` keeps a class from being forgotten, and `generalized_wasserstein_dice` knows which confusions are the worse ones. `lovasz_softmax` and `lovasz_hinge` are the Jaccard index itself, extended; they sort, and are for fine-tuning. `mcc` and `sensitivity_specificity` let the background count. `blob` judges every instance by itself. `unified_focal` is a whole mixture with two parameters.",
    },
    {
      title: "How they combine",
      text: "Almost always with a cross-entropy, in a plain sum; boundary, skeleton and topology losses are added to such a sum and do not replace it. Where many patches hold no foreground, decide what that costs: `batch=true` lets other samples answer for it, `absent` takes it out.",
      programs: [
        ["dice + ce", "the baseline to beat"],
        ["tversky(alpha=0.3, beta=0.7) + ce", "misses are worse than false alarms"],
        ['dice(batch=true, absent="skip") + ce', "patches that often lack a class"],
        ["dice + ce + blob", "many lesions of unequal size"],
      ],
    },
  ],
};
