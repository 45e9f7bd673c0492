import { type Complex, NO_CELL } from "./complex.js";
import type { PersistenceForms } from "./forms.js";

/** The cells of a complex in the order in which they enter, each as early as its pixels allow and after its faces. */
export interface Filtration {
  /** The cells of each dimension, first to enter first. */
  readonly order: readonly Int32Array<ArrayBuffer>[];
  /** The place of each cell of the grid in the order of its dimension; `ABSENT` in the margin. */
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
 * Lets pixels enter a complex in an order. A top cell brings along the faces that are not there yet; a cell on vertices enters with
 * the last of them, so that it is met first when the order is followed backwards.
 */
export function filtration(forms: PersistenceForms, complex: Complex, pixelOrder: Int32Array): Filtration {
  const { axes, cells, at, dimensions, construction, strides } = complex;
  const around = Int32Array.from(stepsAround(strides));
  const count = new Int32Array(axes + 1);
  for (let cell = 0; cell < cells; cell++) if (dimensions[cell]! !== NO_CELL) count[dimensions[cell]!]!++;
  const starts = count.map((_, dimension) => count.subarray(0, dimension).reduce((a, b) => a + b, 0));
  const backwards = construction === "vertex";
  const { places, pixels, entered } = forms.enter({ pixelOrder, at, dimensions, around, starts, count, backwards });
  // All cells have entered, unless there are no pixels to let them in.
  const order = Array.from(count, (length, dimension) =>
    entered.subarray(starts[dimension]!, starts[dimension]! + (pixelOrder.length > 0 ? length : 0)),
  );
  return { order, places, pixels };
}
