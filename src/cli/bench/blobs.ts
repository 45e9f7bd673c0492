import type { Random } from "../../random.js";

/** How far the window reaches that smooths noise, and how often it does: three boxes are close to a Gaussian. */
const smoothing = { reach: 4, times: 3 };

/** How much of an image is inside. */
const share = 0.25;

/** A smooth random mask of a quarter of the image: 1 inside, 0 outside, row-major. Shapes as segmentation has them, with holes and many parts. */
export function blobs(space: readonly number[], random: Random): Uint8Array {
  let field: Float32Array = Float32Array.from({ length: space.reduce((n, length) => n * length, 1) }, random.next);
  for (let time = 0; time < smoothing.times; time++)
    for (let axis = 0; axis < space.length; axis++) field = averaged(field, space, axis);
  const level = Float32Array.from(field).sort()[Math.floor((1 - share) * (field.length - 1))]!;
  return Uint8Array.from(field, (x) => (x > level ? 1 : 0));
}

/** The mean over a window along one axis, of what lies inside the image. */
function averaged(field: Float32Array, space: readonly number[], axis: number): Float32Array {
  const length = space[axis]!;
  const stride = space.slice(axis + 1).reduce((n, l) => n * l, 1);
  const result = new Float32Array(field.length);
  // A window that always holds the whole axis would leave nothing to tell pixels apart by.
  const reach = Math.min(smoothing.reach, (length - 1) >> 2);
  for (let start = 0; start < field.length; start++) {
    if (Math.floor(start / stride) % length !== 0) continue;
    let sum = 0;
    let count = 0;
    for (let i = -reach; i < length; i++) {
      if (i + reach < length) {
        sum += field[start + (i + reach) * stride]!;
        count++;
      }
      if (i - reach > 0) {
        sum -= field[start + (i - reach - 1) * stride]!;
        count--;
      }
      if (i >= 0) result[start + i * stride] = sum / count;
    }
  }
  return result;
}
