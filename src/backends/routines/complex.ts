import type { Construction } from "./persistence.js";
import { ABSENT } from "./union-find.js";

/**
 * The cubical complex of an image with any number of axes, laid out on a grid of doubled coordinates: pixel `i` of an axis stands at
 * `2i + 2`, what lies between two pixels at odd coordinates, and a margin at both ends belongs to no complex.
 *
 * Where pixels are top cells a cell spans the axes in which it lies on a pixel; where they are vertices, those in which it lies between
 * two. Its dimension is the number of axes it spans. So the two constructions are one grid, read in two ways.
 */
export interface Complex {
  readonly construction: Construction;
  readonly axes: number;
  /** Cells of the grid, margin included. */
  readonly cells: number;
  /** What to add to a cell to go one step along each axis. */
  readonly strides: readonly number[];
  /** The cell of each pixel, in row-major order. */
  readonly at: Int32Array<ArrayBuffer>;
  /** The axes each cell spans, one bit each; `NO_CELL` in the margin. */
  readonly spans: Int8Array<ArrayBuffer>;
}

/** In place of the axes spanned, for what is not part of the complex. */
export const NO_CELL = -1;
/** A cell of the margin, which stands for all that surrounds the complex. */
export const OUTSIDE = 0;

export function complexOf(sizes: readonly number[], construction: Construction): Complex {
  const edge = construction === "top" ? 1 : 2;
  const onPixel = construction === "top" ? 1 : 0;
  let cells = 1;
  let at = new Int32Array(1);
  let spans = new Int8Array(1);
  let strides: number[] = [];
  for (const [axis, size] of sizes.entries()) {
    const width = 2 * size + 3;
    at = Int32Array.from(
      { length: at.length * size },
      (_, i) => at[Math.floor(i / size)]! * width + 2 * (i % size) + 2,
    );
    const finer = new Int8Array(cells * width).fill(NO_CELL);
    for (let i = 0; i < finer.length; i++) {
      const coordinate = i % width;
      const before = spans[(i - coordinate) / width]!;
      if (before === NO_CELL || coordinate < edge || coordinate >= width - edge) continue;
      finer[i] = before | (coordinate % 2 === 0 ? onPixel << axis : (1 - onPixel) << axis);
    }
    spans = finer;
    cells *= width;
    strides = [...strides.map((stride) => stride * width), 1];
  }
  return { construction, axes: sizes.length, cells, strides, at, spans };
}

/** How many axes a cell spans, from its bits. */
export const dimensionOf = (spans: number): number => (spans & 1) + ((spans >> 1) & 1) + ((spans >> 2) & 1);

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
  const { axes, cells, at, spans, construction, strides } = complex;
  const backwards = construction === "vertex";
  const around = stepsAround(strides);
  const count = new Int32Array(axes + 1);
  for (let cell = 0; cell < cells; cell++) if (spans[cell]! !== NO_CELL) count[dimensionOf(spans[cell]!)]!++;
  const sequence = Array.from(count, (length) => new Int32Array(length));
  const places = new Int32Array(cells).fill(ABSENT);
  const pixels = new Int32Array(cells);
  const met = new Int32Array(axes + 1);

  for (let i = 0; i < pixelSequence.length; i++) {
    const pixel = pixelSequence[backwards ? pixelSequence.length - 1 - i : i]!;
    const center = at[pixel]!;
    for (let k = 0; k < around.length; k++) {
      const cell = center + around[k]!;
      if (spans[cell]! === NO_CELL || places[cell]! !== ABSENT) continue;
      const dimension = dimensionOf(spans[cell]!);
      const place = backwards ? count[dimension]! - 1 - met[dimension]! : met[dimension]!;
      met[dimension]!++;
      places[cell] = place;
      pixels[cell] = pixel;
      sequence[dimension]![place] = cell;
    }
  }
  return { sequence, places, pixels };
}
