import { ABSENT } from "../../shared/union-find.js";
import { NO_CELL } from "../complex.js";
import type { Entered, Entering } from "../forms.js";

/** Lets cells enter around one pixel after the other. */
export function referenceEnter({ pixelOrder, at, dimensions, around, starts, count, backwards }: Entering): Entered {
  const places = new Int32Array(dimensions.length).fill(ABSENT);
  const pixels = new Int32Array(dimensions.length);
  const entered = new Int32Array(starts.at(-1)! + count.at(-1)!);
  const met = new Int32Array(count.length);
  // Cells are struck off as they enter: of all that is read at random the smallest.
  const missing = dimensions.slice();
  const pixelCount = pixelOrder.length;
  for (let i = 0; i < pixelCount; i++) {
    const pixel = pixelOrder[backwards ? pixelCount - 1 - i : i]!;
    const center = at[pixel]!;
    for (let k = 0; k < around.length; k++) {
      const cell = center + around[k]!;
      const dimension = missing[cell]!;
      if (dimension === NO_CELL) continue;
      missing[cell] = NO_CELL;
      const nth = met[dimension]!;
      met[dimension] = nth + 1;
      const place = backwards ? count[dimension]! - 1 - nth : nth;
      places[cell] = place;
      pixels[cell] = pixel;
      entered[starts[dimension]! + place] = cell;
    }
  }
  return { places, pixels, entered };
}
