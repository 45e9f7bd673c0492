/** Which pixels touch: those that share a face (4 in 2-D, 6 in 3-D), or also an edge or a corner (8, 26). */
export type Connectivity = "face" | "full";

/** The connectivity of the background that goes with one of the foreground, so that a closed curve separates the plane. */
export function dual(connectivity: Connectivity): Connectivity {
  return connectivity === "face" ? "full" : "face";
}

/** The grid of an image padded by one cell on every side: every pixel has all its neighbours, and no loop asks where the border is. */
export interface PaddedGrid {
  /** Cells of image and padding together. */
  readonly cells: number;
  /** The cell of each pixel, in row-major order. */
  readonly at: Int32Array<ArrayBuffer>;
  /** What to add to a cell to reach each of its neighbours; both directions, ascending. */
  readonly offsets: Int32Array<ArrayBuffer>;
}

/** The padded grid of an image of any number of axes. */
export function paddedGrid(sizes: readonly number[], connectivity: Connectivity): PaddedGrid {
  let cells = 1;
  let at = new Int32Array(1);
  let offsets = [0];
  for (const size of sizes) {
    const width = size + 2;
    const finer = new Int32Array(at.length * size);
    for (let i = 0; i < at.length; i++) {
      for (let k = 0; k < size; k++) finer[i * size + k] = at[i]! * width + k + 1;
    }
    at = finer;
    cells *= width;
    const rows = offsets;
    offsets = rows.flatMap((row) =>
      connectivity === "full" || row === 0 ? [row * width - 1, row * width, row * width + 1] : [row * width],
    );
  }
  const neighbours = offsets.filter((offset) => offset !== 0).sort((a, b) => a - b);
  return { cells, at, offsets: Int32Array.from(neighbours) };
}
