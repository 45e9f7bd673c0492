import type { Chapter } from "./chapter.js";

export const distributionChapter: Chapter = {
  name: "distributions",
  title: "Distribution: every pixel for itself",
  presents: "distribution",
  introduction:
    "A cross-entropy is the mean over pixels of minus the logarithm of the probability given to the true class. It is smooth, has a gradient however wrong a pixel is, and draws the probabilities towards the frequencies they claim to be. It does not know which pixels belong together, and in a mean over pixels the frequent classes outweigh the rare ones: where vessels are seven pixels in a hundred, predicting background everywhere already gives a low loss.",
  sections: [
    {
      title: "Which of them",
      text: "Begin with `ce` for exclusive classes and `bce` for one channel or independent labels. Against class imbalance first weight the classes (`weights`, `positive_weight`), whose effect is easy to foresee; then reduce the weight of easy pixels: `focal` does it for every pixel, `asymmetric_focal` for the background alone, `topk_ce` keeps only the worst pixels. All three cost calibration, and the hardest pixels include those that are labelled wrongly. `distance_penalized_ce` turns to the outline instead, `poly1_ce` and `poly1_focal` change the gradient near the truth by one number. `nacl` is for networks whose probabilities must be calibrated.",
    },
    {
      title: "How they combine",
      text: "Together with an overlap: the cross-entropy brings gradients that never vanish, the overlap the small structures. nnU-Net trains with that sum, and users who drop the cross-entropy report networks that collapse to background (nnU-Net issue 1395). `focal` and `asymmetric_focal` are small numbers once most pixels are right; look at the terms before choosing a weight.",
      programs: [
        ["dice + ce", "the usual start"],
        ["dice(batch=true) + bce(positive_weight=3)", "few positive pixels in one channel"],
        ["ce then@epoch30 dice + ce", "let cross-entropy find the shapes first"],
      ],
    },
  ],
};
