// Made from stdlib/recipes/*.loss by `npm run generate`.
export const recipes: readonly { readonly file: string; readonly text: string }[] = [
  { file: "dice_ce.loss", text: "/// Dice and cross-entropy: the workhorse of medical segmentation. Overlap for the small structures, cross-entropy for steady gradients.\ndef dice_ce(dice_weight = 1, ce_weight = 1, smooth = 1e-5, label_smoothing = 0) =\n    dice_weight*dice(smooth=smooth) + ce_weight*ce(label_smoothing=label_smoothing)\n" },
  { file: "dice_focal.loss", text: "/// Dice and focal loss: overlap, and cross-entropy on the pixels that are still hard.\ndef dice_focal(dice_weight = 1, focal_weight = 1, gamma = 2, smooth = 1e-5) =\n    dice_weight*dice(smooth=smooth) + focal_weight*focal(gamma=gamma)\n" },
];
