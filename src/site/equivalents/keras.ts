import type { PeerLibrary } from "./peer.js";

export const keras: PeerLibrary = {
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
};
