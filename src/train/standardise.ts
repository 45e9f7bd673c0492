/**
 * An image with every channel moved and scaled to mean 0 and deviation 1, so that a network need not first learn how bright and how colourful a camera is. A
 * channel of one value everywhere becomes 0.
 *
 * @param image `[…space, channels]`, whole rather than a crop: a crop's own mean would hide what is bright for the image.
 */
export function standardised(image: Float32Array, channels: number): Float32Array {
  const result = new Float32Array(image.length);
  const count = image.length / channels;
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    for (let i = c; i < image.length; i += channels) sum += image[i]!;
    const mean = sum / count;
    let squares = 0;
    for (let i = c; i < image.length; i += channels) squares += (image[i]! - mean) ** 2;
    const deviation = Math.sqrt(squares / count);
    // Below this, what varies is the rounding of float32 rather than the image.
    const scale = deviation > 1e-6 ? 1 / deviation : 0;
    for (let i = c; i < image.length; i += channels) result[i] = (image[i]! - mean) * scale;
  }
  return result;
}
