/** Forms of a loss that take another way through its body. */
export const variants: Readonly<Record<string, readonly string[]>> = {
  bce: ["bce(positive_weight=3, label_smoothing=0.1)"],
  ce: ['ce(label_smoothing=0.1, weighting="multiply")'],
  poly1_ce: ['poly1_ce(epsilon=-0.5, weighting="multiply")'],
  poly1_focal: ["poly1_focal(epsilon=-0.5, gamma=0.5)", 'poly1_focal(activation="sigmoid", alpha=0.25)'],
  topk_ce: ["topk_ce(k=35, batch=true)", "topk_ce(k=100)"],
  nacl: ['nacl(kernel="gaussian", norm="l2")', 'nacl(border="zero")'],
  asymmetric_focal: ["asymmetric_focal(symmetric=true, gamma=0.5)"],
  unified_focal: ["unified_focal(symmetric=true, batch=true)", "unified_focal(weight=0, smooth=0)"],
  focal: [
    "focal(gamma=0.5, alpha=0.25)",
    'focal(activation="sigmoid", normalized=true)',
    "focal(reduced_threshold=0.5, gamma=3)",
  ],
  exp_log: ['exp_log(gamma=2, ce_gamma=1, power_of="mean", foreground=true)', 'exp_log(weighting="multiply")'],
  dice: [
    "dice(squared=true, batch=true)",
    'dice(soft_labels=true, absent="skip", log=true)',
    'dice(average="micro", smooth=0)',
  ],
  iou: ['iou(squared="counts", batch=true, log=true)', 'iou(soft_labels=true, average="micro", smooth=0)'],
  tversky: ['tversky(alpha=0.3, beta=0.7, squared="counts")'],
  focal_tversky: ["focal_tversky(gamma=1.5, log=true)", 'focal_tversky(power_of="mean", batch=true, absent="skip")'],
  generalized_dice: ['generalized_dice(weighting="simple", batch=true)', "generalized_dice(absent_weight=0, log=true)"],
  lovasz_softmax: ['lovasz_softmax(classes="all", batch=true)'],
  lovasz_hinge: ["lovasz_hinge(batch=true)", 'lovasz_hinge(average="micro")'],
  mcc: ["mcc(smooth=0, epsilon=0.0000001, batch=true)", 'mcc(absent="skip", smooth=0)'],
  sensitivity_specificity: ['sensitivity_specificity(r=0.5, smooth=0, batch=true, absent="zero")'],
  asymmetric_similarity: ['asymmetric_similarity(beta=0.5, average="micro", batch=true)'],
  penalty_dice: ['penalty_dice(negative=true, penalty_of="mean")', 'penalty_dice(k=1, weighting="simple", batch=true)'],
  generalized_wasserstein_dice: ['generalized_wasserstein_dice(weighting="inverse", batch=true)'],
  boundary_dou: ['boundary_dou(image_border=true, smooth=0.001, batch=true, absent="skip")'],
  distance_penalized_dice: ['distance_penalized_dice(weighs="intersection", negative=true, batch=true)'],
  boundary: ['boundary(offset=true, normalize="max")'],
  hd_dt: ['hd_dt(alpha=1.5, sides="target", normalize="max")', "hd_dt(log=true)", "hd_dt(inside=true)"],
  hd_cv: ["hd_cv(alpha=1, threshold=0.25, radii=[1])"],
  hd_er: ["hd_er(normalize=true, alpha=1, erosions=2)"],
  blob: ['blob(criterion="bce", connectivity="face")'],
  edge_bce: ['edge_bce(batch=true, one_sided="zero")'],
  nms_edge: [
    'nms_edge(length=1, temperature=0.5, reduction="sum", batch=true)',
    "nms_edge(smoothing=1, background=false)",
  ],
  level_set_evolution: [
    'level_set_evolution(motion=motion, gate=gate, detach=false, steps=2, timestep=1, corners="two", batch=true)',
    "level_set_evolution(motion=motion, detach=false, steps=1, timestep=1, regularisation=0, shift=0.5)",
  ],
  level_set_curvature: ["level_set_curvature(reach=1.5, batch=true)"],
  edge_direction: ['edge_direction(reduction="sum")', "edge_direction(smoothing=0, batch=true)"],
  skeleton_recall: [
    "skeleton_recall(dilations=0, together=true, batch=true)",
    'skeleton_recall(given=true, smooth=0, absent="skip", log=true)',
  ],
  active_contour: ['active_contour(stencil="chen2019", lambda=2)', 'active_contour(stencil="pool", mu=2)'],
  contour_mask: [
    'contour_mask(renderer="triangles", sigma=0.5, diameter=4, nodes=5, iterations=2, reach=1)',
    'contour_mask(sigma=0.4, diameter=3, nodes=6, iterations=1, align_corners=true, supervise="last")',
    'contour_mask(coordinates="centred", sigma=0.5, reach=0.2, nodes=6)',
  ],
  balloon: ['balloon(renderer="triangles", diameter=4, nodes=5, iterations=1, faces=[[0, 1, 2], [2, 3, 4]])'],
  curvature: ['curvature(coordinates="centred", diameter=5, grid=9, floored=true, nodes=5, reach=0.5)'],
  edge_length: ['edge_length(coordinates="centred", diameter=5, grid=9, nodes=5, centre=[0.1, -0.2])'],
  elastica: ['elastica(stencil="chen2020", beta=0.1)', "elastica(beta=0, mu=2)"],
  cbdice: [
    'cbdice(iterations=2, centre="plain", batch=true)',
    "cbdice(iterations=2, power=2, threshold=0.3, smooth=0.1)",
    "cbdice(iterations=2, merge=true)",
  ],
  cldice: [
    'cldice(iterations=1, batch=true, average="micro")',
    'cldice(iterations=2, skeleton="threshold", merge=true)',
  ],
  betti: [
    'betti(construction="top", dimensions=[1])',
    'betti(filtration="sublevel", min_persistence=0.1)',
    "betti(relative=true)",
    'betti(empty="component", patch=4)',
  ],
  betti_numbers: [
    'betti_numbers(expected=[1, 1], construction="top")',
    "betti_numbers(dimensions=[0], min_persistence=0.05, patch=4)",
  ],
  betti_matching: [
    'betti_matching(comparison="intersection", construction="top")',
    'betti_matching(filtration="bothlevel", relative=true)',
    "betti_matching(essential=false, unmatched=0, patch=3)",
  ],
  hu_topology: ["hu_topology(detach=false, patch=4, min_persistence=0.2, perfect=0.4)"],
};

/** Forms whose gradient is not that of the value, as published. */
export const surrogates: Readonly<Record<string, readonly string[]>> = {
  contour_mask: ['contour_mask(renderer="hard", diameter=4, nodes=5, iterations=1, reach=1)'],
  balloon: ['balloon(renderer="hard", diameter=4, nodes=5, iterations=1, faces=[[0, 1, 2], [2, 3, 4]])'],
};

/** What owes the contract in place of the loss with its defaults. */
export const programs: Readonly<Record<string, string>> = {
  // Ten iterations take long in plain loops; the oracle has them.
  cldice: "cldice(iterations=2)",
  // Circles of the default size are larger than the images here.
  contour_mask: "contour_mask(diameter=4, nodes=7, iterations=2, reach=1)",
  balloon: "balloon(diameter=4, nodes=7, iterations=2, reach=1)",
  curvature: "curvature(diameter=4, nodes=7, iterations=2)",
  edge_length: "edge_length(diameter=4, nodes=7, iterations=2)",
  cbdice: "cbdice(iterations=2)",
  // Discs of the default radii are larger than the images here.
  hd_cv: "hd_cv(radii=[1, 2])",
  // By default these take a part as a constant, as published, and the gradient is not that of the value.
  level_set_boundary: "level_set_boundary(detach=false)",
  level_set_evolution: "level_set_evolution(motion=motion, detach=false, steps=2, timestep=1)",
  hu_topology: "hu_topology(detach=false)",
};
