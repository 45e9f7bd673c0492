import type { LossDeclaration } from "../src/loss.js";
import { edgeBce } from "./annotation/edge-bce.js";
import { edgeDirection } from "./annotation/edge-direction.js";
import { levelMap } from "./annotation/level-map.js";
import { levelSetBoundary } from "./annotation/level-set-boundary.js";
import { levelSetCurvature } from "./annotation/level-set-curvature.js";
import { levelSetEvolution } from "./annotation/level-set-evolution.js";
import { levelSetMotion } from "./annotation/level-set-motion.js";
import { levelSetOutput } from "./annotation/level-set-output.js";
import { levelSetRegularisation } from "./annotation/level-set-regularisation.js";
import { nmsEdge } from "./annotation/nms-edge.js";
import { boundary } from "./boundary/boundary.js";
import { boundaryDou } from "./boundary/boundary-dou.js";
import { distancePenalizedDice } from "./boundary/distance-penalized-dice.js";
import { hdCv } from "./boundary/hd-cv.js";
import { hdDt } from "./boundary/hd-dt.js";
import { hdEr } from "./boundary/hd-er.js";
import { activeContour } from "./contour/active-contour.js";
import { balloon } from "./contour/balloon.js";
import { contourMask } from "./contour/contour-mask.js";
import { curvature } from "./contour/curvature.js";
import { edgeLength } from "./contour/edge-length.js";
import { elastica } from "./contour/elastica.js";
import { asymmetricFocal } from "./distribution/asymmetric-focal.js";
import { bce } from "./distribution/bce.js";
import { ce } from "./distribution/ce.js";
import { distancePenalizedCe } from "./distribution/distance-penalized-ce.js";
import { focal } from "./distribution/focal.js";
import { nacl } from "./distribution/nacl.js";
import { poly1Ce } from "./distribution/poly1-ce.js";
import { poly1Focal } from "./distribution/poly1-focal.js";
import { topkCe } from "./distribution/topk-ce.js";
import { asymmetricSimilarity } from "./region/asymmetric-similarity.js";
import { blob } from "./region/blob.js";
import { dice } from "./region/dice.js";
import { expLog } from "./region/exp-log.js";
import { focalTversky } from "./region/focal-tversky.js";
import { generalizedDice } from "./region/generalized-dice.js";
import { generalizedWassersteinDice } from "./region/generalized-wasserstein-dice.js";
import { iou } from "./region/iou.js";
import { lovaszHinge } from "./region/lovasz-hinge.js";
import { lovaszSoftmax } from "./region/lovasz-softmax.js";
import { mcc } from "./region/mcc.js";
import { penaltyDice } from "./region/penalty-dice.js";
import { sensitivitySpecificity } from "./region/sensitivity-specificity.js";
import { tversky } from "./region/tversky.js";
import { unifiedFocal } from "./region/unified-focal.js";
import { betti } from "./topology/betti.js";
import { bettiMatching } from "./topology/betti-matching.js";
import { bettiNumbers } from "./topology/betti-numbers.js";
import { cbdice } from "./topology/cbdice.js";
import { cldice } from "./topology/cldice.js";
import { huTopology } from "./topology/hu-topology.js";
import { skeletonRecall } from "./topology/skeleton-recall.js";

export { type Chapter, chapters } from "./chapters/index.js";
export { recipes } from "./recipes.gen.js";

/** The standard library, in the order a textbook would teach it: distributions, regions, boundaries, contours, topology, annotation. */
export const stdlib: readonly LossDeclaration[] = [
  bce,
  ce,
  poly1Ce,
  focal,
  asymmetricFocal,
  poly1Focal,
  topkCe,
  distancePenalizedCe,
  nacl,
  dice,
  iou,
  tversky,
  focalTversky,
  asymmetricSimilarity,
  generalizedDice,
  generalizedWassersteinDice,
  penaltyDice,
  lovaszHinge,
  lovaszSoftmax,
  mcc,
  sensitivitySpecificity,
  unifiedFocal,
  expLog,
  blob,
  boundary,
  boundaryDou,
  distancePenalizedDice,
  hdDt,
  hdEr,
  hdCv,
  activeContour,
  elastica,
  contourMask,
  balloon,
  curvature,
  edgeLength,
  cldice,
  cbdice,
  skeletonRecall,
  betti,
  bettiNumbers,
  bettiMatching,
  huTopology,
  edgeBce,
  nmsEdge,
  edgeDirection,
  levelMap,
  levelSetMotion,
  levelSetBoundary,
  levelSetOutput,
  levelSetCurvature,
  levelSetRegularisation,
  levelSetEvolution,
];

export {
  activeContour,
  asymmetricFocal,
  asymmetricSimilarity,
  balloon,
  bce,
  betti,
  bettiMatching,
  bettiNumbers,
  blob,
  boundary,
  boundaryDou,
  cbdice,
  ce,
  cldice,
  contourMask,
  curvature,
  dice,
  distancePenalizedCe,
  distancePenalizedDice,
  edgeBce,
  edgeDirection,
  edgeLength,
  elastica,
  expLog,
  focal,
  focalTversky,
  generalizedDice,
  generalizedWassersteinDice,
  hdCv,
  hdDt,
  hdEr,
  huTopology,
  iou,
  levelMap,
  levelSetBoundary,
  levelSetCurvature,
  levelSetEvolution,
  levelSetMotion,
  levelSetOutput,
  levelSetRegularisation,
  lovaszHinge,
  lovaszSoftmax,
  mcc,
  nacl,
  nmsEdge,
  penaltyDice,
  poly1Ce,
  poly1Focal,
  sensitivitySpecificity,
  skeletonRecall,
  topkCe,
  tversky,
  unifiedFocal,
};
