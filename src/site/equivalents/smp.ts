import type { PeerLibrary } from "./peer.js";

export const smp: PeerLibrary = {
  name: "segmentation-models-pytorch",
  repository: "qubvel-org/segmentation_models.pytorch",
  rows: [
    {
      theirs: 'DiceLoss(mode="binary")',
      data: "logits, one channel",
      ours: 'dice(smooth=0, batch=true, absent="zero")',
      case: "dice/segmentation_models.pytorch/p000",
    },
    {
      theirs: 'DiceLoss(mode="multiclass")',
      data: "logits, 3 classes",
      ours: 'dice(smooth=0, batch=true, absent="zero")',
      case: "dice/segmentation_models.pytorch/p003",
    },
    {
      theirs: 'DiceLoss(mode="multilabel")',
      data: "logits, 3 labels",
      ours: 'dice(smooth=0, batch=true, absent="zero")',
      case: "dice/segmentation_models.pytorch/p007",
    },
    {
      theirs: 'JaccardLoss(mode="multiclass")',
      data: "logits, 3 classes",
      ours: 'iou(smooth=0, batch=true, absent="zero")',
      case: "iou/segmentation_models.pytorch/p003",
    },
    {
      theirs: 'TverskyLoss(mode="binary", alpha=0.3, beta=0.7)',
      data: "logits, one channel",
      ours: 'tversky(alpha=0.3, beta=0.7, smooth=0, batch=true, absent="zero")',
      case: "tversky/segmentation_models.pytorch/p000",
    },
    {
      theirs: 'TverskyLoss(mode="binary", alpha=0.3, beta=0.7, gamma=0.75)',
      data: "logits, one channel",
      ours: 'focal_tversky(power_of="mean", smooth=0, batch=true, absent="zero")',
      case: "focal_tversky/segmentation_models.pytorch/p000",
    },
    {
      theirs: 'FocalLoss(mode="binary")',
      data: "logits, one channel",
      ours: "focal",
      case: "focal/segmentation_models.pytorch/p000",
    },
    {
      theirs: 'FocalLoss(mode="binary", alpha=0.25, gamma=1.5)',
      data: "logits, one channel",
      ours: "focal(gamma=1.5, alpha=0.25)",
      case: "focal/segmentation_models.pytorch/p001",
    },
    {
      theirs: 'LovaszLoss(mode="binary", per_image=True)',
      data: "logits, one channel",
      ours: "lovasz_hinge",
      case: "lovasz_hinge/segmentation_models.pytorch/p000",
    },
    {
      theirs: 'LovaszLoss(mode="multiclass", per_image=True)',
      data: "logits, 3 classes",
      ours: "lovasz_softmax",
      case: "lovasz_softmax/segmentation_models.pytorch/p001",
    },
    {
      theirs: "MCCLoss()",
      data: "probabilities, one channel",
      ours: "mcc(batch=true)",
      case: "mcc/segmentation_models.pytorch/p000",
    },
    {
      theirs: "SoftBCEWithLogitsLoss()",
      data: "logits, one channel",
      ours: "bce",
      case: "bce/segmentation_models.pytorch/p000",
    },
    {
      theirs: "SoftBCEWithLogitsLoss(smooth_factor=0.1)",
      data: "logits, one channel",
      ours: "bce(label_smoothing=0.2)",
      case: "bce/segmentation_models.pytorch/p001",
    },
    {
      theirs: "SoftCrossEntropyLoss(smooth_factor=0.1)",
      data: "logits, 3 classes",
      ours: "ce(label_smoothing=0.1)",
      case: "cross_entropy/segmentation_models.pytorch/p000",
    },
  ],
};
