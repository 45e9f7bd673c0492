/** Sentences that state no value: they say why, or what another test looks at. */
export const explanations: readonly string[] = [
  "iou: MONAI's",
  "generalized_dice: In large images",
  "penalty_dice: In large images",
  "mcc: Counts are shares",
  "sensitivity_specificity: SegLossOdyssey",
  "blob: Instances are constants",
  "boundary_dou: No gradient passes",
  "hd_dt: Distances are constants",
  "active_contour: Where the prediction is flat",
  // test/contract/contour.test.ts measures discs and balls.
  "elastica: In volumes",
  "elastica: Differences are",
  "cldice: Small structures",
  "cldice: Ties within",
  "cbdice: Masks, skeletons",
  "skeleton_recall: A blob's skeleton",
  "skeleton_recall: The skeleton is Lee's",
  "betti_matching: With `relative`",
  "edge_bce: The balance is",
  // test/contract/edges.test.ts measures the normals.
  "nms_edge: Normals found",
  "nms_edge: For them no edge",
  "edge_direction: Normals of the target",
];
