import type { Chapter } from "./chapter.js";

export const contourChapter: Chapter = {
  name: "contours",
  title: "Contour: lengths and curves",
  presents: "contour",
  introduction:
    "Classical segmentation moved a curve until its length, its bending and the regions inside and outside agreed with the image. These losses measure the same of a prediction: how long its outline is, how much it bends. Most of that needs no target, so it is a prior about shape: outlines come out smooth, and what is thin or intricate comes out too short. The others go back to the curve itself: the network predicts a closed contour, by its vertices or by a field that moves them, and the loss draws it.",
  sections: [
    {
      title: "Which of them",
      text: "Where the prediction is a mask, `active_contour` penalizes the length of its outline and the two areas on the wrong side, after Chan and Vese; `elastica` penalizes bending too, and closes gaps that a penalty on length alone would leave open.\n\nWhere the prediction is a contour, only `contour_mask` looks at the target: it draws the contour and compares the mask. The other three depend on the contour alone. `edge_length` is the sum of squared distances between neighbouring vertices: reach for it first, as it keeps them evenly apart. `curvature` is how far each vertex lies from the middle of its neighbours, and takes out corners and folds. Both shrink the contour. `balloon`, the share of the image left outside, counteracts that, and expands a circle that starts inside the object up to its boundary, where `contour_mask` alone would not reach.",
    },
    {
      title: "Predicted contours",
      text: 'A prediction `[batch, points, 2]` holds the vertices of one closed contour for each sample, (y, x) in pixels, in order; the target is then a mask of any size. A prediction `[batch, h, w, 2]` displaces a contour instead: a circle, or a field of the batch that `start` names, is moved `iterations` times by what the prediction says where its vertices are. All four losses take the same parameters for it; terms that agree in them move and draw the contour once.\n\n`renderer` selects how it is drawn. As a soft polygon or soft triangles it has the gradient of its value. With `renderer="hard"` the gradient is a surrogate, as published: pixels that should change pull at the edges in their row and column.\n\nWeights belong to a unit. ACDRNet adds `contour_mask + 0.01*balloon + 0.001*curvature + 0.1*edge_length` in centred coordinates, where the image is 2 wide whatever its size; the recipe `acdrnet` is that sum. In pixels a length is larger by half the image\'s width, and its square by the square of that: in an image of 64 pixels `0.1*edge_length` becomes `0.0001*edge_length`, and `0.001*curvature` about `0.00003*curvature`.',
      programs: [
        ["acdrnet", "the published sum, with a soft polygon"],
        [
          "contour_mask(sigma=2) + 0.01*balloon(sigma=2) + 0.0001*edge_length + 0.001*curvature",
          "the same in pixels, with a smoother outline",
        ],
        [
          "contour_mask(sigma=4, diameter=24) then@epoch20..40 contour_mask(sigma=1, diameter=24)",
          "a soft rim first, for a longer reach, then a sharp one",
        ],
        ["contour_mask(sigma=2) + ramp(0.1, 0, over=epoch0..20)*balloon(sigma=2)", "a start well inside the object"],
        [
          "task { labels: object heads: mask, contour } minimize (dice + bce) on mask + contour_mask(sigma=2) on contour",
          "a mask, and the polygon to be drawn from it",
        ],
      ],
    },
    {
      title: "How they combine",
      text: "A contour with `contour_mask` and small weights, as above. The losses of masks, `active_contour` and `elastica`, with a small weight beside `dice` or `ce`, and without their own region term (`lambda=0`) where another loss sees the regions. Length is a mean over the image, a number far below an overlap: raise it until outlines become smooth and stop before small structures vanish. Trained alone, the authors' code needed learning rates near 5e-5 (its issue 3).",
      programs: [
        ["dice + ce + 0.1*active_contour(lambda=0)", "smooth outlines"],
        ["dice + ce + ramp(0, 0.05, over=30)*elastica(lambda=0, beta=0.1)", "smooth, and closed across gaps"],
      ],
    },
  ],
};
