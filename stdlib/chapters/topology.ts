import type { Chapter } from "./chapter.js";

export const topologyChapter: Chapter = {
  name: "topology",
  title: "Topology: pieces, holes, connections",
  presents: "topology",
  introduction:
    "One missing pixel can cut a vessel in two and hardly change an overlap. These losses look at connection: by skeletons, which ask whether the centre lines are covered, or by persistent homology, which counts pieces, loops and cavities over all thresholds at once.",
  sections: [
    {
      title: "Which of them",
      text: "Skeletons are for what is thin and long. `skeleton_recall` thins the target once and asks that it be covered: the cheapest, also in volumes and with many classes, and blind to false positives. `cldice` thins the prediction as well, in every step, and so sees false branches; `cbdice` adds the radius. Homology is for counts: `betti` asks for as many pieces and loops as the target has, wherever they lie, `betti_matching` for the same ones, `betti_numbers` for as many as you say beforehand. `hu_topology` repeats TopoLoss as its code was published, for comparison. Their gradient reaches a few critical pixels only, and everything must already look like a segmentation before these pixels mean anything.",
    },
    {
      title: "How they combine",
      text: "Skeleton losses join `dice` and `ce` from the start; their authors give clDice at most half of the weight. Homology comes late, with a small weight, and costs the sorting of all pixels: a schedule is the natural place for it, since a term of weight 0 is not computed. In patches it is faster and more local, and loops that cross a patch's border are cut.",
      programs: [
        ["dice + ce + skeleton_recall", "connections at the price of a region loss"],
        ["0.5*dice + 0.5*cldice", "vessels, roads, neurons"],
        ["dice + ce then@epoch40..50 dice + ce + 0.05*betti", "homology once the shapes are there"],
      ],
    },
  ],
};
