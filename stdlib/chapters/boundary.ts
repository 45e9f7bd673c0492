import type { Chapter } from "./chapter.js";

export const boundaryChapter: Chapter = {
  name: "boundaries",
  title: "Boundary: distances",
  presents: "boundary",
  introduction:
    "An overlap counts a false positive once, wherever it lies. These losses ask how far it lies from the boundary, so that what is far off costs more than an error of one pixel: they are for results judged by a Hausdorff or surface distance. None of them is a good start from scratch: all are refinements beside a region loss.",
  sections: [
    {
      title: "Which of them",
      text: '`boundary` multiplies the prediction by a signed distance map of the target: linear, cheap in every step, since the map is kept, and negative when right. `hd_dt` weighs squared errors by the distance to both boundaries and follows the prediction as it moves, at the price of a distance transform in each step; `sides="target"` saves that and is then close to `boundary` in cost. `hd_er` and `hd_cv` approximate it by convolutions: the first sees only thick errors, the second has no threshold and is smooth throughout. `boundary_dou` and `distance_penalized_dice` are overlaps that look at the outline more than at the inside; they do not measure how far an error lies, and can replace `dice`.',
    },
    {
      title: "How they combine",
      text: "A squared distance in an image of 256 pixels is a number in the thousands: a weight of 1 is then far too large. Users report losses that explode or networks that collapse to background (the issues of the code that `hd_dt` descends from, terratorch issue 880). Divide by the diagonal, begin with a small weight, let the region loss lead, and raise the weight over training as Kervadec's authors do. An absent class has no boundary, so nothing here punishes its false positives: the region loss must.",
      programs: [
        ['dice + ce + 0.5*hd_dt(normalize="diagonal")', "one weight for images of any size"],
        ["generalized_dice + ramp(0.01, 1, over=100)*boundary", "the boundary gains weight, the region stays"],
        ["region_then_boundary", "the boundary takes over"],
      ],
    },
  ],
};
