import type { PeerLibrary } from "./peer.js";

export const odyssey: PeerLibrary = {
  name: "SegLossOdyssey",
  repository: "JunMa11/SegLossOdyssey",
  rows: [
    {
      theirs: 'SoftDiceLoss(smooth=1, apply_nonlin="softmax")',
      data: "logits, 3 classes",
      ours: "dice(smooth=1, negative=true)",
      case: "dice/SegLossOdyssey/p000",
    },
    {
      theirs: 'SoftDiceLoss(smooth=1, do_bg=False, apply_nonlin="softmax")',
      data: "logits, 3 classes",
      ours: "dice[!0](smooth=1, negative=true)",
      case: "dice/SegLossOdyssey/p001",
    },
    {
      theirs: 'IoULoss(smooth=1, apply_nonlin="softmax")',
      data: "logits, 3 classes",
      ours: "iou(smooth=1, negative=true)",
      case: "iou/SegLossOdyssey/p000",
    },
    {
      theirs: 'TverskyLoss(smooth=1, apply_nonlin="softmax")',
      data: "logits, 3 classes",
      ours: "tversky(smooth=1, negative=true, alpha=0.3, beta=0.7)",
      case: "tversky/SegLossOdyssey/p000",
    },
    {
      theirs: 'FocalTversky_loss(tversky_kwargs=dict(smooth=1, apply_nonlin="softmax"), gamma=0.75)',
      data: "logits, 3 classes",
      ours: 'focal_tversky(smooth=1, power_of="mean")',
      case: "focal_tversky/SegLossOdyssey/p000",
    },
    {
      theirs: 'GDiceLoss(smooth=0.00001, apply_nonlin="softmax")',
      data: "logits, 3 classes",
      ours: "generalized_dice(absent_weight=1e20, smooth_nr=0.00002, negative=true)",
      case: "generalized_dice/SegLossOdyssey/p000",
    },
    {
      theirs: "PenaltyGDiceLoss(gdice_kwargs=dict(smooth=0.00001), k=2.5)",
      data: "logits, 3 classes",
      ours: 'penalty_dice(penalty_of="mean", absent_weight=1e20, smooth_nr=0.00002, negative=true)',
      case: "penalty_gdice/SegLossOdyssey/p000",
    },
    {
      theirs: 'AsymLoss(smooth=1, apply_nonlin="softmax")',
      data: "logits, 3 classes",
      ours: "asymmetric_similarity(smooth=1, negative=true)",
      case: "asym_similarity/SegLossOdyssey/p000",
    },
    {
      theirs: 'SSLoss(smooth=1, apply_nonlin="softmax")',
      data: "logits, 3 classes",
      ours: "sensitivity_specificity(smooth=1)",
      case: "sensitivity_specificity/SegLossOdyssey/p000",
    },
    {
      theirs: "ExpLog_loss(soft_dice_kwargs=dict(smooth=1), wce_kwargs=dict(), gamma=0.3, weights=[0.8, 0.2])",
      data: "logits, 3 classes",
      ours: 'exp_log(ce_gamma=1, power_of="mean", smooth=1)',
      case: "exp_log/SegLossOdyssey/p000",
    },
    {
      theirs: "TopKLoss(k=10)",
      data: "logits, 3 classes",
      ours: "topk_ce(batch=true)",
      case: "topk_ce/SegLossOdyssey/p000",
    },
    {
      theirs: "DC_and_CE_loss(soft_dice_kwargs=dict(smooth=1), ce_kwargs=dict())",
      data: "logits, 3 classes",
      ours: "ce + dice(smooth=1, negative=true)",
      case: "dice_ce/SegLossOdyssey/p000",
    },
    {
      theirs: "DC_and_topk_loss(soft_dice_kwargs=dict(smooth=1), ce_kwargs=dict(k=10))",
      data: "logits, 3 classes",
      ours: "topk_ce(batch=true) + dice(smooth=1, negative=true)",
      case: "dice_topk/SegLossOdyssey/p000",
    },
    {
      theirs: 'FocalLoss(alpha=[0.2, 1, 2], gamma=3, apply_nonlin="softmax")',
      data: "logits, 3 classes",
      ours: "focal(gamma=3, alpha=[0.0625, 0.3125, 0.625], smooth=0.00001)",
      case: "focal/SegLossOdyssey/p002",
    },
    { theirs: "BDLoss()", data: "logits, 3 classes", ours: "boundary[!0]", case: "boundary/SegLossOdyssey/p009" },
    {
      theirs: "DistBinaryDiceLoss(smooth=0.00001)",
      data: "logits, 2 classes",
      ours: 'distance_penalized_dice[1](weighs="intersection", smooth=0.00001, negative=true)',
      case: "distance_penalized_dice/SegLossOdyssey/p000",
    },
    {
      theirs: 'LovaszSoftmax(reduction="mean")',
      data: "probabilities, 3 classes",
      ours: 'lovasz_softmax(classes="all", batch=true)',
      case: "lovasz_softmax/SegLossOdyssey/p000",
    },
  ],
};
