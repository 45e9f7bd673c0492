import type { Chapter } from "./chapter.js";

export const annotationChapter: Chapter = {
  name: "annotation",
  title: "Annotation: edges and noisy outlines",
  presents: "annotation",
  introduction:
    "Here the network does not predict a mask but an outline: a map of edges, or a level set, negative inside and zero on the contour, which can be moved. These losses come from tools that help people annotate, where a drawn outline is a little off and a proposed one is corrected by hand.",
  sections: [
    {
      title: "Which of them",
      text: "For a map of edges, `edge_bce` first: it lets the few edge pixels weigh as much as all others, and leaves edges several pixels thick. `nms_edge` thins them: at each true edge pixel the prediction must be higher than beside it, along the normal. `edge_direction` compares the normals themselves, and keeps an edge from wavering. The last two read edge pixels only and do not penalize false edges elsewhere, so neither is enough alone.\n\nFor a level set there are, after DELSE, losses for each stage of training. Before evolution begins `level_map` teaches the level set, as a distance to the contour, and `level_set_motion` the direction in which it should move, away from the contour on both sides; `level_set_boundary` spends more of that error where the contour is decided. `level_set_evolution` then moves the one along the other, some steps, and judges where it ends, so that both heads learn from the outcome; `level_set_output` judges a level set where it is, for networks that do not move it. `level_set_curvature` and `level_set_regularisation` need no target: they keep its lines smooth and its gradient a distance's, beside any of these.",
    },
    {
      title: "Thin edges",
      text: "STEAL adds the three with the weights 1, 10 and 1; the recipe `steal` is that sum. The authors published no code for training, and these weights are ascribed to their paper without having been checked: a place to start, to be settled by validation. The target must be a pixel wide, and where people drew it a little beside the edge, `alignLabels` of `losslang/train` moves it between epochs to where the network sees one. Normals are found from the target; give them as a field where they are known better.",
      programs: [
        ["edge_bce then@epoch5 steal", "find the edges, then thin them"],
        [
          "task { labels: edge fields: normals } minimize edge_bce + 10*nms_edge(normals=normals) + edge_direction(normals=normals)",
          "with normals that you supply",
        ],
      ],
    },
    {
      title: "Level sets that move",
      text: "Phases are natural here. Where the level set is far from the contour, evolution neither moves it nor gives a gradient, so train the heads by themselves until they are roughly right.",
      programs: [
        [
          "level_map then@epoch10 level_set_output + 0.2*level_set_regularisation",
          "a level set that does not move: distance, then mask",
        ],
        [
          "task { labels: object heads: phi, motion, gate } minimize level_map on phi + level_set_motion on motion then@epoch20 level_set_evolution(motion=motion, gate=gate) on phi",
          "DELSE: its heads, then the evolution through them",
        ],
      ],
    },
    {
      title: "How they combine",
      text: "By heads: a network for annotation predicts several things at once, and each loss reads its own (`on head`); `level_set_evolution` stands on the level set and names the others. No activation is applied to level sets, so do not put an overlap loss on the same head.",
      programs: [
        [
          "task { labels: object heads: mask, edge } minimize (dice + bce) on mask + edge_bce on edge",
          "a mask and its edges, each on a head",
        ],
      ],
    },
  ],
};
