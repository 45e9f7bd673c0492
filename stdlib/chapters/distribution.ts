import type { Chapter } from "./chapter.js";

export const distributionChapter: Chapter = {
  name: "distributions",
  title: "Distribution: every pixel for itself",
  presents: "distribution",
  introduction:
    "A cross-entropy asks of each pixel how probable its true class was, and takes the mean. It is smooth, has a slope however wrong a pixel is, and draws the probabilities towards the frequencies they claim to be. It does not know which pixels belong together, and in a mean over pixels the many outvote the few: where vessels are seven pixels in a hundred, calling everything background is a good start.",
  sections: [
    {
      title: "Which of them",
      text: "Begin with `ce` for exclusive classes and `bce` for one channel or independent labels. Against imbalance first weigh classes (`weights`, `positive_weight`), whose effect is easy to foresee; then let easy pixels fade: `focal` discounts every pixel by how right it is, `asymmetric_focal` the background alone, `topk_ce` looks at the worst alone. All three give up calibration for it, and what is hardest includes what is labelled wrongly. `distance_penalized_ce` turns to the outline instead, `poly1_ce` and `poly1_focal` change the slope near the truth by one number. `nacl` is for probabilities that will be read as such.",
    },
    {
      title: "How they combine",
      text: "Beside an overlap: the cross-entropy brings slopes that never vanish, the overlap the small structures. nnU-Net trains with that sum, and users who drop the cross-entropy report networks that collapse to background (nnU-Net issue 1395). `focal` and `asymmetric_focal` are small numbers once most pixels are right; look at the terms before choosing a weight.",
      programs: [
        ["dice + ce", "the usual start"],
        ["dice(batch=true) + bce(positive_weight=3)", "few positive pixels in one channel"],
        ["ce then@epoch30 dice + ce", "let cross-entropy find the shapes first"],
      ],
    },
  ],
};
