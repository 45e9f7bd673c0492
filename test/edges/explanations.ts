/** Sentences that state no value: they say why, or what another test looks at. */
export const explanations: readonly string[] = [
  "iou: MONAI's",
  "generalized_dice: In large images",
  "penalty_dice: In large images",
  "mcc: Counts are shares",
  "sensitivity_specificity: SegLossOdyssey",
  "blob: Instances are constants",
  "boundary_dou: No slope passes",
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
  // test/contract/hu-topology.test.ts has both.
  "hu_topology: A target with a loop",
  "hu_topology: The slope reaches",
  "edge_bce: The balance is",
  // test/contract/edges.test.ts measures the normals.
  "nms_edge: Normals found",
  "nms_edge: An edge on the outermost",
  // test/backends/sampling.test.ts reads beyond the border.
  "nms_edge: Beyond the border",
  "nms_edge: Places under",
  "edge_direction: The gradient takes",
  "edge_direction: Normals of the target",
  "level_set_curvature: Derivatives are",
  "level_set_boundary: The bump",
];
