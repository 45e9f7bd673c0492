import type { Chapter } from "./chapter.js";

export const annotation: Chapter = {
  name: "annotation",
  title: "Annotation: edges and noisy outlines",
  presents: "annotation",
  introduction:
    "Here the network does not predict a mask but an outline: a map of edges, or a level set, negative inside and zero on the contour, which can be moved. These losses come from tools that help people annotate, where a drawn outline is a little off and a proposed one is corrected by hand.",
  sections: [
    {
      title: "Which of them",
      text: "Edges: `edge_bce` lets the few edge pixels weigh as much as all others. Level sets, after DELSE: `level_map` teaches the level set itself and `level_set_motion` the directions in which it moves, both before evolution begins; `level_set_output` judges what comes out at its end, `level_set_boundary` where the contour is decided.",
    },
    {
      title: "How they combine",
      text: "By heads: a network for annotation predicts several things at once, and each loss reads its own (`on head`). Level sets are given as they are, so no activation is applied to them, and no overlap belongs on the same head.",
      programs: [
        ["level_map then@epoch10 level_set_output", "pre-training, then the mask"],
        [
          "task { labels: object heads: mask, edge } minimize (dice + bce) on mask + edge_bce on edge",
          "a mask and its edges, each on a head",
        ],
      ],
    },
  ],
};
