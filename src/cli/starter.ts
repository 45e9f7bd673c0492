/** What `losslang init` writes: a correct program, ready to train with, that shows what is usually changed first. */
export const starter = `//! What a network should minimize, and when.
//! \`losslang check FILE\` checks it, \`losslang docs\` lists the losses.

task {
  // or: probabilities
  prediction: logits
  // one class per pixel (softmax); \`labels: a, b\` may overlap (a sigmoid each)
  classes: background, object
}

/// When the connectivity term begins. Override it without editing the file: --set late=epoch60
param late = epoch40

/// Overlap for the shape as a whole, cross-entropy for each pixel.
def region(w = 0.5) = w*dice[object] + (1 - w)*ce

// Region first; once the shapes are there, the connectivity term fades in over ten epochs.
minimize region then@late..late+10 region + 0.2*cldice[object]
`;
