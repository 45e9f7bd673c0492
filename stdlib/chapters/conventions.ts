import type { Chapter } from "./chapter.js";

/** What cuts across all losses; each decision with the trouble elsewhere that made it. */
export const conventionsChapter: Chapter = {
  name: "conventions",
  title: "Conventions",
  introduction:
    "Libraries that agree on a formula disagree on all that surrounds it: where the activation is applied, over what a ratio is taken, what an absent class costs. Figures from two of them differ by factors, and a paper's weights fit only the paper's code. Here each of these questions has one answer for all losses, and a parameter of one name where another answer is needed.",
  sections: [
    {
      title: "Prediction and activation",
      text: "A network gives logits, a channel per class, and the compiler applies the activation: a softmax over exclusive classes, a sigmoid on each channel of independent labels. The task says which (`classes:` or `labels:`); where it says neither, several channels are exclusive and one channel is a mask. With `prediction: probabilities` nothing is applied, and a number below 0 or above 1 is refused with its place: logits taken for probabilities are the commonest silent mistake, because an overlap of them is still a number.\n\nA selection such as `dice[vessel]` restricts what a loss sees after the activation over all classes. `on head` reads another output of the network.",
    },
    {
      title: "Target",
      text: "The target is one-hot in the shape of the prediction, or labels without its last axis, or for one channel a mask. Shape decides which, and what fits neither is refused. A one-hot target may hold shares between 0 and 1; an overlap of equal shares is then perfect only with `soft_labels=true`, since 0.5 · 0.5 is not 0.5 (MONAI issue 8094).",
    },
    {
      title: "Sums and means",
      text: 'A region, boundary, contour or topology loss is one number per sample and class, and their plain mean is the value. With `batch=true` sums run over the batch as well and leave one number per class: steadier where structures are rare, but then the value depends on how many samples a batch has (segmentation-models-pytorch issues 712 and 1148). Distribution losses take one mean over all pixels of the batch.\n\n`weights` are one number per class that the loss sees. With `weighting="normalised"` the result is a weighted mean, so only their proportions matter; `"multiply"` multiplies and then takes the plain mean, as MONAI does.',
    },
    {
      title: "Smoothing, and classes that are absent",
      text: 'An overlap of nothing with nothing is 0/0. `smooth_nr` is added to the numerator and `smooth_dr` to the denominator; `smooth` sets both. With the default of 1e-5 each a class absent from target and prediction costs 0, and the faintest false positive costs almost 1: the value jumps where the target is empty. A larger `smooth` softens the jump; without one in the numerator agreement on nothing costs 1, as in kornia and Keras. `absent` decides instead: `"skip"` takes the class out of the mean, `"zero"` lets it cost nothing and stay in it. The table shows an image of 100 pixels.',
      table: [
        ["loss", "empty target, p = 0.01", "empty target, p = 0", "full target, p = 1"],
        ["dice", "0.99999", "0", "0"],
        ["dice(smooth=1)", "0.5", "0", "0"],
        ["dice(smooth_nr=0)", "1", "1", "0"],
        ['dice(absent="skip")', "0", "0", "0"],
        ["iou", "0.99999", "0", "0"],
      ],
    },
    {
      title: "Background",
      text: "Where classes are exclusive, class 0 is background. Distribution and region losses keep it, as most libraries do; boundary, contour and topology losses and `blob` leave it out, because the boundary of the background is that of everything else; `boundary_dou`, an overlap, keeps it. `background` says otherwise. A single channel is foreground and is never left out; elsewhere that made a clDice that is 0 for every one-channel prediction (MONAI issue 8239).",
    },
    {
      title: "Pixels that do not count",
      text: "`ignore: 255` in the task, or `where roi` with a mask of the batch, takes pixels out of every sum, every count and every neighbourhood, and their slope is exactly 0. The mask is applied after the activation. Applied to logits, as in MONAI's MaskedDiceLoss, it leaves a probability of one half wherever nothing should be seen (MONAI issues 657 and 8655). Where no pixel is left a loss is 0, never 0/0.",
    },
    {
      title: "Distances",
      text: 'Distances are Euclidean, in pixels, or in the unit of `spacing:` where the task or the batch gives the size of a pixel along each axis, in array order. A mask that is empty or full has no boundary, and its map is 0 everywhere. Maps, skeletons and instances are constants: no slope passes through them. Those of the target alone are computed once per target and kept, so they cost nothing in later epochs. `normalize="diagonal"` divides distances by the diagonal of the image, which makes a weight portable between sizes.',
    },
    {
      title: "Sign and size",
      text: "A score becomes a loss as 1 − score, so that least is best and perfect is usually 0; code that returns −score has the same slope and is reproduced by `negative`. `boundary` is signed by nature. Values of different losses are of different size, and a weight says little without them: `losslang eval` prints each term by itself, and `losslang plot` how weights move.",
    },
    {
      title: "Slopes, ties and large numbers",
      text: "The slope is that of the value, derived by the compiler and held against finite differences; a record says so where it is not. At a kink one of its sides is chosen the same way everywhere: `max(x, 0)`, |x| and √x have the slope 0 at 0, and of two equal numbers each takes half of the slope of their maximum. Sorted pixels that are equal keep their order in the array.\n\nLogarithms are taken from the logits, so that cross-entropies are finite and still have a slope at logits of ±10000. Probabilities that the host gives are kept 1e-7 away from 0 and 1 where a logarithm is taken of them. Overlaps have no slope once a softmax or sigmoid is saturated: another reason to keep a cross-entropy beside them.",
    },
  ],
};
