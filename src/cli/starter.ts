/** What `losslang init` writes: a program that checks, trains as it stands, and shows each thing a person changes first. */
export const starter = `//! What a network should minimise, and when.
//! \`losslang check FILE\` says whether it is right, \`losslang docs\` lists the losses.

task {
  // or: probabilities
  prediction: logits
  // one class per pixel (softmax); \`labels: a, b\` may overlap (a sigmoid each)
  classes: background, object
}

/// When the details come in. Override it without touching the file: --set late=epoch60
param late = epoch40

/// Overlap for the shape as a whole, cross-entropy for every pixel.
def region(w = 0.5) = w*dice[object] + (1 - w)*ce

// Region first; once shapes are there, connectedness fades in over ten epochs.
minimize region then@late..late+10 region + 0.2*cldice[object]
`;
