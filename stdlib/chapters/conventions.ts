import type { Chapter } from "./chapter.js";

/** Decisions that concern all losses, each with the problem in other libraries that motivated it. */
export const conventionsChapter: Chapter = {
  name: "conventions",
  title: "Conventions",
  introduction:
    "Libraries that agree on the formula of a loss still differ in everything around it: where the activation is applied, which axes a ratio is summed over, what an absent class costs. Values from two of them differ by constant factors, and the weights given in a paper fit only the paper's code. Here each of these questions has one answer for all losses, and one parameter, of the same name everywhere, to choose another.",
  sections: [
    {
      title: "Prediction and activation",
      text: "A network gives logits, a channel per class, and the compiler applies the activation: a softmax over exclusive classes, a sigmoid on each channel of independent labels. The task says which (`classes:` or `labels:`); where it says neither, several channels are exclusive and one channel is a mask. With `prediction: probabilities` nothing is applied, and a value below 0 or above 1 is an error that names its position: passing logits where probabilities are expected is the most common silent mistake, because an overlap of logits is still a number.\n\nA selection such as `dice[vessel]` chooses the classes a loss is applied to; the softmax still runs over all of them. `on head` reads another output of the network.",
    },
    {
      title: "Target",
      text: "The target is one-hot in the shape of the prediction, or labels without its last axis, or for one channel a mask. Its shape decides which; a shape that fits neither is an error. A one-hot target may hold soft labels between 0 and 1; a prediction equal to them is then a perfect overlap only with `soft_labels=true`, since 0.5 · 0.5 is not 0.5 (MONAI issue 8094).",
    },
    {
      title: "Sums and means",
      text: 'A region, boundary, contour or topology loss is one number per sample and class, and their plain mean is the value. With `batch=true` sums run over the batch as well and leave one number per class: steadier where structures are rare, but then the value depends on how many samples a batch has (segmentation-models-pytorch issues 712 and 1148). Distribution losses take one mean over all pixels of the batch.\n\n`weights` are one number per class that the loss sees. With `weighting="normalised"` the result is a weighted mean, so only their proportions matter; `"multiply"` multiplies and then takes the plain mean, as MONAI does.',
    },
    {
      title: "Smoothing, and classes that are absent",
      text: 'The overlap of two empty masks is 0/0. `smooth_nr` is added to the numerator and `smooth_dr` to the denominator; `smooth` sets both. With the default of 1e-5 each a class absent from target and prediction costs 0, and the slightest false positive costs almost 1: where the target is empty, the loss jumps. A larger `smooth` softens the jump; without one in the numerator two empty masks cost 1, as in kornia and Keras. `absent` decides instead: `"skip"` takes the class out of the mean, `"zero"` counts it as 0. The table is for an image of 100 pixels.',
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
      text: "Where classes are exclusive, class 0 is background. Distribution and region losses keep it, as most libraries do; boundary, contour and topology losses and `blob` leave it out, because the background has the same boundary as everything else together; `boundary_dou`, an overlap, keeps it. `background` changes that. A single channel is foreground and is never left out; elsewhere that made a clDice that is 0 for every one-channel prediction (MONAI issue 8239).",
    },
    {
      title: "Ignored and masked pixels",
      text: '`ignore: 255` in the task, or `where roi` with a mask of the batch, takes pixels out of every sum, every count and every neighbourhood, and their gradient is exactly 0. The number after `ignore:` is a label: of a one-hot target the pixels of that class, or, where it is no class, those that hold it or belong to none. A mask holds 0 and 1, and other numbers are refused. The mask is applied after the activation. Applied to logits, as in MONAI\'s MaskedDiceLoss, it leaves a probability of one half in the masked pixels (MONAI issues 657 and 8655). To losses that look at neighbours a pixel that does not count lies beyond the border: nothing is eroded from it or grows from it, and a distance is that to the nearest pixel of the other side that counts. So a masked margin costs what an image without it costs; what is measured by the array itself keeps it (`normalize="diagonal"`, the frame of `relative=true`, the border that `stencil="chen2019"` leaves out), and `nms_edge` reads 0 there.\n\nWhat has nothing to be measured on leaves the mean: a sample of which no pixel counts, and a class that counts nowhere, whose weight goes with it. Where no pixel is left at all a loss is 0, never 0/0, and so is its gradient.',
    },
    {
      title: "Distances",
      text: 'Distances are Euclidean, in pixels, or in the unit of `spacing:` where the task or the batch gives the size of a pixel along each axis, in array order. A mask that is empty or full has no boundary, and its map is 0 everywhere. Maps, skeletons and instances are constants: no gradient passes through them. Those of the target alone are computed once per target and kept, so they cost nothing in later epochs. `normalize="diagonal"` divides distances by the diagonal of the image, so that one weight suits images of any size.',
    },
    {
      title: "Sign and size",
      text: "A score becomes a loss as 1 − score, so that a perfect prediction usually costs 0; code that returns −score has the same gradient and is reproduced by `negative`. `boundary` can be negative. Values of different losses differ in size, so a weight alone says little: `losslang eval` prints the value of each term, and `losslang plot` draws the weights over training.",
    },
    {
      title: "Gradients, ties and large numbers",
      text: "The gradient is the derivative of the value, derived by the compiler and checked against finite differences; where a loss deviates from that, its page says so. At a kink the same subgradient is chosen everywhere: `max(x, 0)`, |x| and √x have the derivative 0 at 0, and two equal numbers each receive half of the gradient of their maximum. Sorted pixels that are equal keep their order in the array.\n\nLogarithms are taken from the logits, so that cross-entropies are finite and still have a gradient at logits of ±10000. Probabilities given by the network are kept 1e-7 away from 0 and 1 where a logarithm is taken of them. Overlaps have zero gradient once a softmax or sigmoid is saturated: another reason to keep a cross-entropy beside them.",
    },
  ],
};
