import { float64Buffer, int32Buffer } from "../shared/buffers.js";

/**
 * The parabolas of a lower envelope from left to right: the apex and the height of each, its distance (gap) from the one before, and where the two cross: relative to
 * its apex, times 2 · area · gap, so that nothing is divided.
 */
const apexBuffer = int32Buffer();
const heightBuffer = float64Buffer();
const gapBuffer = float64Buffer();
const crossingBuffer = float64Buffer();

/**
 * The lower envelope of parabolas with their apexes along a line: `lowered[q] = min_p heights[p] + area · (q − p)²`. Heights are not negative and may be Infinity.
 *
 * No parabola reaches below another past an apex of height 0, so the runs between zeros are independent of each other.
 *
 * Source: Felzenszwalb, Huttenlocher. Distance Transforms of Sampled Functions. Theory of Computing 8, 2012. Where theirs divides to find where two parabolas
 * cross, this compares products, which are exact as long as heights and area are whole numbers.
 */
export function lowerEnvelope(heights: Float64Array, size: number, area: number, lowered: Float64Array): void {
  const apexes = apexBuffer.atLeast(size);
  const tops = heightBuffer.atLeast(size);
  const gaps = gapBuffer.atLeast(size);
  const crossings = crossingBuffer.atLeast(size);
  for (let x = 0; x < size; x++) {
    if (heights[x]! === 0) {
      lowered[x] = 0;
      continue;
    }
    const start = x;
    do x++;
    while (x < size && heights[x]! !== 0);
    // The zeros at both ends belong to the run: parabolas beyond them do not reach into it.
    const first = Math.max(0, start - 1);
    const last = Math.min(size - 1, x);
    if (x - start <= 2 && last - first === x - start + 1) {
      for (let q = start; q < x; q++) lowered[q] = Math.min(heights[q]!, area);
      lowered[x] = 0;
      continue;
    }

    let count = 0;
    for (let p = first; p <= last; p++) {
      const height = heights[p]!;
      if (height === Number.POSITIVE_INFINITY) continue;
      // The last parabola is nowhere the lowest if it crosses the new one before it crosses the one before it.
      while (count > 1) {
        const step = p - apexes[count - 1]!;
        if ((height - tops[count - 1]! + area * step * step) * gaps[count - 1]! > crossings[count - 1]! * step) break;
        count--;
      }
      if (count > 0) {
        const gap = p - apexes[count - 1]!;
        gaps[count] = gap;
        crossings[count] = height - tops[count - 1]! - area * gap * gap;
      }
      apexes[count] = p;
      tops[count] = height;
      count++;
    }
    if (count === 0) {
      lowered.fill(Number.POSITIVE_INFINITY, start, x);
      continue;
    }
    let lowest = 0;
    for (let q = start; q < x; q++) {
      let step = q - apexes[lowest]!;
      let least = tops[lowest]! + area * step * step;
      while (lowest + 1 < count) {
        step = q - apexes[lowest + 1]!;
        const next = tops[lowest + 1]! + area * step * step;
        if (next > least) break;
        least = next;
        lowest++;
      }
      lowered[q] = least;
    }
    if (x < size) lowered[x] = 0;
  }
}
