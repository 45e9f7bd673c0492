import type { Chapter } from "./chapter.js";

export const recipesChapter: Chapter = {
  name: "recipes",
  title: "Recipes: combinations written in the language",
  presents: "recipe",
  introduction:
    "What trains a network is seldom one loss. These are the sums and schedules that papers and practitioners use, written as definitions in the language: a program calls them like losses, changes their parameters, and adds to them. Each is printed whole, so that it can be copied and altered.",
  sections: [
    {
      title: "Which of them",
      text: "Without a reason for another, `dice_ce`; in the settings of nnU-Net, `dice_ce_nnunet`. For rare structures `tversky_ce` or `dice_topk`, for many of them `dice_ce_blob`, for classes of very different size `generalized_dice_focal`. For thin structures that must stay connected `dice_ce_skeleton`, then `dice_cldice`, and `dice_ce_cbdice` where widths differ. For outlines `dice_hd`, or `dice_ce_hd`, which begins without the distances; `region_and_boundary` and `region_then_boundary` over a whole training. For the Jaccard index `lovasz_ce`. For the number of pieces and loops `region_then_topology`, at the end. For networks that predict no mask: `steal` for thin edges, `acdrnet` for contours.",
      programs: [
        ["dice_ce(ce_weight=0.5)", "a recipe with a parameter changed"],
        ["dice_ce + 0.05*betti", "a recipe as a term of a sum"],
        ["dice_ce then@epoch40..50 dice_ce_skeleton", "from one recipe to another"],
      ],
    },
  ],
};
