import type { Connectivity } from "../shared/connectivity.js";
import type { Complex } from "./complex.js";
import type { PersistencePairs } from "./pairs.js";

/**
 * What takes the time of persistence: each of these has a reference form and a kernel form, and everything else is built from them. Arrays they return may be
 * good until the next call only.
 */
export interface PersistenceForms {
  /** The indices that sort a row of values. */
  argsort(values: ArrayLike<number>, descending: boolean): Int32Array<ArrayBuffer>;
  /** The indices of pairs by falling persistence, which is above 0, ties by birth pixel, then death pixel. */
  argsortByPersistence(values: ArrayLike<number>, pairs: PersistencePairs): Int32Array<ArrayBuffer>;
  /** The pairs of a 2-D image, by falling persistence. */
  pairs2d(image: Image2d): Pairs2d;
  /** Lets cells enter a complex in the order of its pixels. */
  enter(entering: Entering): Entered;
  /** Unites sets of nodes link by link. */
  unite(links: Links): United;
  /** For each column of a boundary matrix the first row of its reduced form; `NO_ROW` where nothing is left of it. */
  reduce(matrix: SquareColumns): Int32Array;
}

/** The same, undefined where kernels cannot run. */
export type PersistenceKernels = {
  readonly [K in keyof PersistenceForms]: (
    ...args: Parameters<PersistenceForms[K]>
  ) => ReturnType<PersistenceForms[K]> | undefined;
};

/** A 2-D image of at least one pixel. */
export interface Image2d {
  readonly values: ArrayLike<number>;
  readonly height: number;
  readonly width: number;
  /** Which pixels of a superlevel set touch. */
  readonly connectivity: Connectivity;
}

export interface Pairs2d {
  /** The highest pixel, at which the essential component is born. */
  readonly maximum: number;
  readonly components: PersistencePairs;
  readonly holes: PersistencePairs;
}

/** What lets cells enter, and where each dimension begins among those that have. */
export interface Entering {
  readonly pixelOrder: Int32Array;
  /** The cell of each pixel. */
  readonly at: Int32Array;
  readonly dimensions: Int8Array;
  /** What to add to a cell to reach itself and all around it, in the order in which they enter together. */
  readonly around: Int32Array;
  readonly starts: Int32Array;
  /** How many cells each dimension has. */
  readonly count: Int32Array;
  /** Whether the last pixel enters first, and the first to enter has the last place. */
  readonly backwards: boolean;
}

/** The place and the pixel of each cell, and all cells in the order in which they enter, dimension by dimension. */
export interface Entered {
  readonly places: Int32Array<ArrayBuffer>;
  readonly pixels: Int32Array<ArrayBuffer>;
  readonly entered: Int32Array<ArrayBuffer>;
}

/** Links between nodes of a grid, each of which lies in the middle of two. */
export interface Links {
  /** Cells of the grid; the first of them is the outside. */
  readonly cells: number;
  /** The nodes, the eldest first, unless `backwards`: then the youngest, and the outside is older than all. */
  readonly nodes: Int32Array;
  /** The place of each node in the order of its dimension. */
  readonly places: Int32Array;
  /** The links in the order in which they join nodes, or the other way round if `backwards`. */
  readonly links: Int32Array;
  readonly backwards: boolean;
  /** Which axes each cell spans, one bit each; `NO_CELL` outside of the complex, where nodes count as the outside. */
  readonly spans: Int8Array;
  /** For each choice of axes that a link can span, what to add to reach the node beside it. */
  readonly across: Int32Array;
}

/** Where a link united two sets: the younger of their eldest nodes, and the link. */
export interface United {
  readonly younger: Int32Array<ArrayBuffer>;
  readonly by: Int32Array<ArrayBuffer>;
}

/** A boundary matrix: its columns are squares, its rows the edges around them. */
export interface SquareColumns {
  readonly complex: Complex;
  readonly squares: Int32Array;
  /** 1 for cells that were paired in another dimension: their rows are left out, their columns reduce to nothing. */
  readonly settled: Uint8Array;
  /** The row of each edge, of which there are so many. */
  readonly places: Int32Array;
  readonly rows: number;
}

/** In place of a row, where a column reduces to nothing. */
export const NO_ROW = -1;
