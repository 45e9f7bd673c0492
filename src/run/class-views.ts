/** Views that mean a prediction as a segmentation. */
export const classViews: ReadonlySet<string> = new Set([
  "logits",
  "probabilities",
  "log_probabilities",
  "log_complement",
]);
