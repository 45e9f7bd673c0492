/* Names that other libraries (PyTorch, Keras, MONAI, segmentation_models_pytorch) have for what is here: said where they are written. */

const losses: ReadonlyMap<string, string> = new Map([
  ["cross_entropy", "ce"],
  ["categorical_crossentropy", "ce"],
  ["sparse_categorical_crossentropy", "ce"],
  ["crossentropy", "ce"],
  ["nll", "ce"],
  ["bce_with_logits", "bce"],
  ["bcewith_logits", "bce"],
  ["binary_cross_entropy", "bce"],
  ["binary_crossentropy", "bce"],
  ["soft_bce", "bce"],
  ["soft_cross_entropy", "ce"],
  ["jaccard", "iou"],
  ["lovasz", "lovasz_softmax"],
  ["hausdorff_dt", "hd_dt"],
  ["log_hausdorff_dt", "hd_dt"],
  ["hausdorff_er", "hd_er"],
  ["softcl_dice", "cldice"],
  ["soft_cldice", "cldice"],
  ["soft_dicecl_dice", "dice_cldice"],
  ["dicece", "dice_ce"],
  ["soft_dice", "dice"],
  ["generalized_wasserstein_dice", "generalized_wasserstein_dice"],
]);

const parameters: ReadonlyMap<string, string> = new Map([
  ["ignore_index", "labels that do not count are said once, for all losses: `task { ignore: 255 }`"],
  ["ignore_class", "labels that do not count are said once, for all losses: `task { ignore: 255 }`"],
  ["include_background", "here it is `background`: `background=false`"],
  [
    "from_logits",
    "what the network returns is said once, for all losses: `task { prediction: logits }`, which is the default",
  ],
  [
    "logits",
    "what the network returns is said once, for all losses: `task { prediction: logits }`, which is the default",
  ],
  ["softmax", "probabilities follow from the task: `classes` exclude one another (softmax), `labels` do not (sigmoid)"],
  ["sigmoid", "probabilities follow from the task: `classes` exclude one another (softmax), `labels` do not (sigmoid)"],
  ["to_onehot_y", "targets may be labels or one-hot: leave it out"],
  ["squared_pred", "here it is `squared`: `squared=true`"],
  ["class_weights", "here it is `weights`: `weights=[0.1, 1, 2]`"],
  ["pos_weight", "here it is `positive_weight`"],
]);

/** The name that the library has for a loss of another: `DiceLoss`, `dice_loss`, `CrossEntropyLoss`. */
export function counterpartOf(name: string, known: (name: string) => boolean): string | undefined {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1_$2")
    .toLowerCase();
  const bare = words.replace(/_?loss$/, "");
  const found = [bare, losses.get(bare), losses.get(words)].find(
    (here) => here !== undefined && here !== name && known(here),
  );
  return found;
}

/** What to write instead of an argument that other libraries have. */
export const argumentCounterpart = (name: string): string | undefined => parameters.get(name);
