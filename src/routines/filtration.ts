import { type Complex, NO_CELL } from "./complex.js";
import { enteredByKernels } from "./kernels/filtration.js";
import { ABSENT } from "./union-find.js";

/** The cells of a complex in the sequence in which they enter, each as early as its pixels allow and after its faces. */
export interface Filtration {
  /** The cells of each dimension, first to enter first. */
  readonly sequence: readonly Int32Array<ArrayBuffer>[];
  /** The place of each cell of the grid in the sequence of its dimension; `ABSENT` in the margin. */
  readonly places: Int32Array<ArrayBuffer>;
  /** The pixel that lets each cell in. */
  readonly pixels: Int32Array<ArrayBuffer>;
}

/**
 * What to add to a cell to reach itself and all cells around it; those that go back along more axes first, earlier axes before later ones. Which of the
 * cells that one pixel lets in comes first is a matter of convention, and this one is that of the code published with Betti matching.
 */
function stepsAround(strides: readonly number[]): readonly number[] {
  let steps = [{ step: 0, forth: 0 }];
  for (const stride of strides)
    steps = steps.flatMap(({ step, forth }) =>
      [-1, 1, 0].map((move) => ({ step: step + move * stride, forth: forth + move })),
    );
  return steps.sort((a, b) => a.forth - b.forth).map(({ step }) => step);
}

/**
 * Lets pixels enter a complex in a sequence. A top cell brings along the faces that are not there yet; a cell on vertices enters with
 * the last of them, so that it is met first when the sequence is followed backwards.
 */
export function filtration(complex: Complex, pixelSequence: Int32Array): Filtration {
  const { axes, cells, at, dimensions, construction, strides } = complex;
  const around = Int32Array.from(stepsAround(strides));
  const count = new Int32Array(axes + 1);
  for (let cell = 0; cell < cells; cell++) if (dimensions[cell]! !== NO_CELL) count[dimensions[cell]!]!++;
  const starts = count.map((_, dimension) => count.subarray(0, dimension).reduce((a, b) => a + b, 0));
  const given = { pixelSequence, at, dimensions, around, starts, count, backwards: construction === "vertex" };
  const { places, pixels, entered } = enteredByKernels(given) ?? enteredOf(given);
  // All cells have entered, unless there are no pixels to let them in.
  const sequence = Array.from(count, (length, dimension) =>
    entered.subarray(starts[dimension]!, starts[dimension]! + (pixelSequence.length > 0 ? length : 0)),
  );
  return { sequence, places, pixels };
}

/** What lets cells enter, and where each dimension begins among those that have. */
export interface Entering {
  readonly pixelSequence: Int32Array;
  /** The cell of each pixel. */
  readonly at: Int32Array;
  readonly dimensions: Int8Array;
  /** What to add to a cell to reach itself and all around it, in the sequence in which they enter together. */
  readonly around: Int32Array;
  readonly starts: Int32Array;
  /** How many cells each dimension has. */
  readonly count: Int32Array;
  /** Whether the last pixel of the sequence enters first, and the first to enter has the last place. */
  readonly backwards: boolean;
}

/** The place and the pixel of each cell, and all cells in the sequence in which they enter, dimension by dimension. */
export interface Entered {
  readonly places: Int32Array<ArrayBuffer>;
  readonly pixels: Int32Array<ArrayBuffer>;
  readonly entered: Int32Array<ArrayBuffer>;
}

function enteredOf({ pixelSequence, at, dimensions, around, starts, count, backwards }: Entering): Entered {
  const places = new Int32Array(dimensions.length).fill(ABSENT);
  const pixels = new Int32Array(dimensions.length);
  const entered = new Int32Array(starts.at(-1)! + count.at(-1)!);
  const met = new Int32Array(count.length);
  // Cells are struck off as they enter: of all that is read at random the smallest.
  const missing = dimensions.slice();
  const pixelCount = pixelSequence.length;
  for (let i = 0; i < pixelCount; i++) {
    const pixel = pixelSequence[backwards ? pixelCount - 1 - i : i]!;
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
