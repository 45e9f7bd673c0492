/**
 * What a pixel is in the cubical complex: a vertex (so that components are 4-connected and holes 8-connected in 2-D), or a top
 * cell (components 8-connected, holes 4-connected).
 */
export type Construction = "vertex" | "top";

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
  /** How many these are, or `NO_CELL`. */
  readonly dimensions: Int8Array<ArrayBuffer>;
}

/** In place of the axes spanned, for what is not part of the complex. */
export const NO_CELL = -1;
/** A cell of the margin, which stands for all that surrounds the complex. */
export const OUTSIDE = 0;

/** The complex last asked for, which is that of the next step of a training. */
let last: { readonly key: string; readonly complex: Complex } | undefined;

export function complexOf(sizes: readonly number[], construction: Construction): Complex {
  const key = `${sizes.join("×")} ${construction}`;
  if (last?.key !== key) last = { key, complex: laidOut(sizes, construction) };
  return last.complex;
}

function laidOut(sizes: readonly number[], construction: Construction): Complex {
  const edge = construction === "top" ? 1 : 2;
  const onPixel = construction === "top" ? 1 : 0;
  let cells = 1;
  let at = new Int32Array(1);
  let spans = new Int8Array(1);
  let strides: number[] = [];
  for (const [axis, size] of sizes.entries()) {
    const width = 2 * size + 3;
    const finerAt = new Int32Array(at.length * size);
    for (let i = 0; i < at.length; i++)
      for (let k = 0; k < size; k++) finerAt[i * size + k] = at[i]! * width + 2 * k + 2;
    const finer = new Int8Array(cells * width).fill(NO_CELL);
    for (let i = 0; i < cells; i++) {
      const before = spans[i]!;
      if (before === NO_CELL) continue;
      for (let coordinate = edge; coordinate < width - edge; coordinate++)
        finer[i * width + coordinate] = before | ((coordinate % 2 === 0 ? onPixel : 1 - onPixel) << axis);
    }
    at = finerAt;
    spans = finer;
    cells *= width;
    strides = [...strides.map((stride) => stride * width), 1];
  }
  return { construction, axes: sizes.length, cells, strides, at, spans, dimensions: spans.map(dimensionOf) };
}

/** How many axes a cell spans, from its bits. */
const dimensionOf = (spans: number): number =>
  spans === NO_CELL ? NO_CELL : (spans & 1) + ((spans >> 1) & 1) + ((spans >> 2) & 1);
