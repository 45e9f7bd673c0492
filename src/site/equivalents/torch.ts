import type { PeerLibrary } from "./peer.js";

export const torch: PeerLibrary = {
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
};
