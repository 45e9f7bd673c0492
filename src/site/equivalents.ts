/** A call of another library and the program that computes the same number. */
export interface Equivalent {
  /** As it is written there. */
  readonly theirs: string;
  /** What it is given: logits or probabilities, and of how many channels. */
  readonly data: string;
  readonly ours: string;
  /** A case of the oracle in which the official code computed what this call makes of some data: a test runs `ours` on them. */
  readonly case: string;
}

export interface Peer {
  readonly name: string;
  readonly repository: string;
  readonly rows: readonly Equivalent[];
}

/** What to write here for what is written there. Every row is run by a test against the value the other library computed. */
export const equivalents: Readonly<Record<"monai" | "smp" | "keras" | "torch" | "odyssey", Peer>> = {
  monai: {
    name: "MONAI",
    repository: "Project-MONAI/MONAI",
    rows: [
      { theirs: "DiceLoss(sigmoid=True)", data: "logits, one channel", ours: "dice", case: "dice/MONAI/p000" },
      { theirs: "DiceLoss(softmax=True)", data: "logits, 3 classes", ours: "dice", case: "dice/MONAI/p004" },
      {
        theirs: "DiceLoss(softmax=True, include_background=False)",
        data: "logits, 3 classes",
        ours: "dice[!0]",
        case: "dice/MONAI/p005",
      },
      {
        theirs: "DiceLoss(sigmoid=True, squared_pred=True)",
        data: "logits, one channel",
        ours: "dice(squared=true)",
        case: "dice/MONAI/p001",
      },
      {
        theirs: "DiceLoss(sigmoid=True, batch=True)",
        data: "logits, one channel",
        ours: "dice(batch=true)",
        case: "dice/MONAI/p002",
      },
      {
        theirs: "DiceLoss(softmax=True, weight=[0.2, 1, 3])",
        data: "logits, 3 classes",
        ours: 'dice(weights=[0.2, 1, 3], weighting="multiply")',
        case: "dice/MONAI/p007",
      },
      {
        theirs: "DiceLoss(sigmoid=True, jaccard=True)",
        data: "logits, one channel",
        ours: "iou(smooth_nr=0.000005, smooth_dr=0.000005)",
        case: "iou/MONAI/p000",
      },
      {
        theirs: "MaskedDiceLoss()",
        data: "probabilities, one channel",
        ours: "dice where mask",
        case: "masked_dice/MONAI/p001",
      },
      {
        theirs: "DiceCELoss(softmax=True, to_onehot_y=True)",
        data: "logits, 3 classes",
        ours: "dice + ce",
        case: "dice_ce/MONAI/p000",
      },
      {
        theirs: "DiceCELoss(softmax=True, to_onehot_y=True, include_background=False)",
        data: "logits, 3 classes",
        ours: "dice[!0] + ce",
        case: "dice_ce/MONAI/p001",
      },
      {
        theirs: "DiceCELoss(softmax=True, to_onehot_y=True, lambda_dice=0.3, lambda_ce=2)",
        data: "logits, 3 classes",
        ours: "0.3*dice + 2*ce",
        case: "dice_ce/MONAI/p002",
      },
      {
        theirs: "DiceFocalLoss(softmax=True, to_onehot_y=True)",
        data: "logits, 3 classes",
        ours: 'dice + focal(activation="sigmoid")',
        case: "dice_focal/MONAI/p000",
      },
      { theirs: "FocalLoss()", data: "logits, one channel", ours: "focal", case: "focal/MONAI/p000" },
      {
        theirs: "FocalLoss(gamma=1.5, alpha=0.25)",
        data: "logits, one channel",
        ours: "focal(gamma=1.5, alpha=0.25)",
        case: "focal/MONAI/p002",
      },
      {
        theirs: "TverskyLoss(sigmoid=True, alpha=0.3, beta=0.7)",
        data: "logits, one channel",
        ours: "tversky(alpha=0.3, beta=0.7)",
        case: "tversky/MONAI/p001",
      },
      {
        theirs: 'GeneralizedDiceLoss(softmax=True, w_type="square")',
        data: "logits, 3 classes",
        ours: "generalized_dice",
        case: "generalized_dice/MONAI/p001",
      },
      {
        theirs: "GeneralizedDiceFocalLoss(softmax=True, to_onehot_y=True)",
        data: "logits, 3 classes",
        ours: 'generalized_dice + focal(activation="sigmoid")',
        case: "generalized_dice_focal/MONAI/p000",
      },
      {
        theirs: "GeneralizedWassersteinDiceLoss(dist_matrix=[[0, 1, 1], [1, 0, 0.5], [1, 0.5, 0]])",
        data: "logits, 3 classes",
        ours: "generalized_wasserstein_dice(distances=[[0, 1, 1], [1, 0, 0.5], [1, 0.5, 0]])",
        case: "generalized_wasserstein_dice/MONAI/p005",
      },
      {
        theirs: "HausdorffDTLoss(sigmoid=True, include_background=True)",
        data: "logits, one channel",
        ours: "hd_dt",
        case: "hd_dt/MONAI/p000",
      },
      {
        theirs: "HausdorffDTLoss(softmax=True, to_onehot_y=True)",
        data: "logits, 3 classes",
        ours: "hd_dt[!0]",
        case: "hd_dt/MONAI/p004",
      },
      {
        theirs: "LogHausdorffDTLoss(sigmoid=True, include_background=True)",
        data: "logits, one channel",
        ours: "hd_dt(log=true)",
        case: "hd_dt_log/MONAI/p000",
      },
      {
        theirs: "SoftclDiceLoss(iter_=3)",
        data: "probabilities, 2 classes",
        ours: 'cldice[1](iterations=3, smooth=1, batch=true, average="micro")',
        case: "cldice/MONAI/p000",
      },
      {
        theirs: "SoftDiceclDiceLoss(iter_=3, alpha=0.5)",
        data: "probabilities, 2 classes",
        ours: '0.5*dice[1](smooth=1, batch=true, average="micro") + 0.5*cldice[1](iterations=3, smooth=1, batch=true, average="micro")',
        case: "dice_cldice/MONAI/p000",
      },
      {
        theirs: "NACLLoss(classes=3, dim=2)",
        data: "logits, 3 classes",
        ours: 'nacl(border="zero")',
        case: "nacl/MONAI/p000",
      },
      {
        theirs: "AsymmetricUnifiedFocalLoss()",
        data: "probabilities, 2 classes",
        ours: "unified_focal(delta=0.7)",
        case: "unified_focal/MONAI/p000",
      },
    ],
  },
  smp: {
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
  },
  keras: {
    name: "Keras",
    repository: "keras-team/keras",
    rows: [
      { theirs: "BinaryCrossentropy()", data: "probabilities, one channel", ours: "bce", case: "bce/keras/p000" },
      {
        theirs: "BinaryCrossentropy(from_logits=True)",
        data: "logits, one channel",
        ours: "bce",
        case: "bce/keras/p002",
      },
      {
        theirs: "BinaryCrossentropy(label_smoothing=0.1)",
        data: "probabilities, one channel",
        ours: "bce(label_smoothing=0.1)",
        case: "bce/keras/p001",
      },
      {
        theirs: "CategoricalCrossentropy(from_logits=True)",
        data: "logits, 3 classes",
        ours: 'ce(weighting="multiply")',
        case: "cross_entropy/keras/p002",
      },
      {
        theirs: "CategoricalCrossentropy()",
        data: "probabilities, 3 classes",
        ours: 'ce(weighting="multiply", renormalize=true)',
        case: "cross_entropy/keras/p000",
      },
      {
        theirs: "SparseCategoricalCrossentropy(from_logits=True)",
        data: "logits, 3 classes",
        ours: "ce",
        case: "cross_entropy/keras/p004",
      },
      {
        theirs: "BinaryFocalCrossentropy(gamma=2)",
        data: "probabilities, one channel",
        ours: "focal",
        case: "focal/keras/p006",
      },
      {
        theirs: "BinaryFocalCrossentropy(gamma=2, apply_class_balancing=True, alpha=0.25)",
        data: "probabilities, one channel",
        ours: "focal(alpha=0.25)",
        case: "focal/keras/p007",
      },
      {
        theirs: "CategoricalFocalCrossentropy(alpha=1, gamma=3, from_logits=True)",
        data: "logits, 3 classes",
        ours: 'focal(gamma=3, weights=[1, 1, 1], weighting="multiply")',
        case: "focal/keras/p010",
      },
      {
        theirs: "Dice(axis=None)",
        data: "probabilities, one channel",
        ours: 'dice(smooth_nr=0, smooth_dr=1e-7, batch=true, average="micro")',
        case: "dice/keras/p006",
      },
      {
        theirs: "Dice(axis=None)",
        data: "probabilities, 3 classes",
        ours: 'dice(smooth_nr=0, smooth_dr=1e-7, batch=true, average="micro")',
        case: "dice/keras/p007",
      },
      {
        theirs: "Tversky(axis=None, alpha=0.3, beta=0.7)",
        data: "probabilities, 3 classes",
        ours: 'tversky(alpha=0.3, beta=0.7, smooth_nr=0, smooth_dr=1e-7, batch=true, average="micro")',
        case: "tversky/keras/p004",
      },
    ],
  },
  torch: {
    name: "PyTorch",
    repository: "pytorch/pytorch",
    rows: [
      { theirs: "cross_entropy()", data: "logits, 3 classes", ours: "ce", case: "cross_entropy/pytorch/p000" },
      {
        theirs: "cross_entropy(weight=[0.3, 1, 2])",
        data: "logits, 3 classes",
        ours: "ce(weights=[0.3, 1, 2])",
        case: "cross_entropy/pytorch/p001",
      },
      {
        theirs: "cross_entropy(label_smoothing=0.1)",
        data: "logits, 3 classes",
        ours: "ce(label_smoothing=0.1)",
        case: "cross_entropy/pytorch/p004",
      },
      {
        theirs: "binary_cross_entropy_with_logits()",
        data: "logits, one channel",
        ours: "bce",
        case: "bce/pytorch/p000",
      },
      {
        theirs: "binary_cross_entropy_with_logits(pos_weight=3)",
        data: "logits, one channel",
        ours: "bce(positive_weight=3)",
        case: "bce/pytorch/p001",
      },
    ],
  },
  odyssey: {
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
  },
};
