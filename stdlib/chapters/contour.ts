import type { Chapter } from "./chapter.js";

export const contour: Chapter = {
  name: "contours",
  title: "Contour: lengths and curves",
  presents: "contour",
  introduction:
    "Classical segmentation moved a curve until its length, its bending and the regions inside and outside agreed with the image. These losses measure the same of a prediction: how long its outline is, how much it bends. Most of that needs no target, so it is a prior about shape: outlines come out smooth, and what is thin or intricate comes out too short.",
  sections: [
    {
      title: "Which of them",
      text: "`active_contour` prices length and the two areas on the wrong side, after Chan and Vese; `elastica` prices bending too, and closes gaps that length would cut off.",
    },
    {
      title: "How they combine",
      text: "With a small weight beside `dice` or `ce`, and without their own region term (`lambda=0`) where another loss sees the regions. Length is a mean over the image, a number far below an overlap: raise it until outlines become smooth and stop before small structures vanish. Trained alone, the authors' code needed learning rates near 5e-5 (its issue 3).",
      programs: [
        ["dice + ce + 0.1*active_contour(lambda=0)", "smooth outlines"],
        ["dice + ce + ramp(0, 0.05, over=30)*elastica(lambda=0, beta=0.1)", "smooth, and closed across gaps"],
      ],
    },
  ],
};
