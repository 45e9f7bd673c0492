import type { Complex } from "./complex.js";
import type { Filtration } from "./filtration.js";
import { lowestByKernels } from "./kernels/reduction.js";
import type { Pairing } from "./pairing.js";
import { int32Scratch, uint8Scratch } from "./scratch.js";

const settledRoom = uint8Scratch();
const columnRooms = [int32Scratch(), int32Scratch()] as const;
const poolRoom = int32Scratch();
const startRoom = int32Scratch();
const lengthRoom = int32Scratch();

/** What is in none of the columns kept. */
const NO_COLUMN = -1;
const SIDES = 4;

/**
 * Edges with the squares that fill the loops they close, in three dimensions, by reducing columns of the boundary matrix over Z/2.
 *
 * What the other dimensions paired need not be looked at: an edge that joined two components closes no loop, so its row can be left out, and a square
 * that began a cavity fills no loop, so its column would reduce to nothing.
 *
 * Source: Chen, Kerber. Persistent homology computation with a twist. EuroCG 2011.
 *
 * @param joining the edges that join components in the filtration of the rows.
 * @param closing the squares that begin cavities in the filtration of the columns.
 */
export function pairEdges(
  complex: Complex,
  rows: Filtration,
  columns: Filtration,
  joining: Int32Array,
  closing: Int32Array,
): Pairing {
  const settled = settledRoom.atLeast(complex.cells).fill(0, 0, complex.cells);
  for (let i = 0; i < joining.length; i++) settled[joining[i]!] = 1;
  for (let i = 0; i < closing.length; i++) settled[closing[i]!] = 1;
  const edges = rows.sequence[1]!;
  const squares = columns.sequence[2]!;
  const given = { complex, squares, settled, places: rows.places, rows: edges.length };
  const lowest = lowestByKernels(given) ?? lowestOf(given);
  const begins = new Int32Array(edges.length);
  const fills = new Int32Array(edges.length);
  let count = 0;
  for (let i = 0; i < squares.length; i++) {
    if (lowest[i] === NO_COLUMN) continue;
    begins[count] = edges[lowest[i]!]!;
    fills[count] = squares[i]!;
    count++;
  }
  return { begins: begins.slice(0, count), fills: fills.slice(0, count) };
}

/** What the columns of squares are made of: which edges count, and where they stand. */
export interface Squares {
  readonly complex: Complex;
  readonly squares: Int32Array;
  /** 1 for cells that were paired in another dimension. */
  readonly settled: Uint8Array;
  /** The place of each edge among the rows, of which there are so many. */
  readonly places: Int32Array;
  readonly rows: number;
}

/** For each square the first place of its reduced column; `NO_COLUMN` where nothing is left of it. */
function lowestOf({ complex, squares, settled, places, rows }: Squares): Int32Array {
  const kept = new Columns(rows);
  return squares.map((square) =>
    settled[square] === 1 ? NO_COLUMN : kept.reduce(boundary(complex, places, settled, square, sides), sides),
  );
}

const sides = new Int32Array(SIDES);

/** Fills `into` with the places of the edges around a square that may begin a loop, last first, and says how many there are. */
function boundary(
  { spans, strides }: Complex,
  places: Int32Array,
  settled: Uint8Array,
  square: number,
  into: Int32Array,
): number {
  const along = spans[square]!;
  let count = 0;
  for (let axis = 0; axis < strides.length; axis++) {
    if ((along & (1 << axis)) === 0) continue;
    for (let sign = -1; sign <= 1; sign += 2) {
      const edge = square + sign * strides[axis]!;
      if (settled[edge] === 1) continue;
      const place = places[edge]!;
      let k = count++;
      for (; k > 0 && into[k - 1]! < place; k--) into[k] = into[k - 1]!;
      into[k] = place;
    }
  }
  return count;
}

/** Reduced columns, each a falling list of places, by their first. They lie one behind the other in memory that is kept. */
class Columns {
  readonly #starts: Int32Array;
  readonly #lengths: Int32Array;
  #pool = poolRoom.atLeast(1 << 16);
  #used = 0;

  constructor(rows: number) {
    this.#starts = startRoom.atLeast(rows).fill(NO_COLUMN, 0, rows);
    this.#lengths = lengthRoom.atLeast(rows);
  }

  /** Adds columns to another until nothing is left of it, or it is the only one with its first place, which is returned; then it is kept. */
  reduce(length: number, column: Int32Array): number {
    let count = length;
    let list = column;
    for (let turn = 0; count > 0; turn = 1 - turn) {
      const first = list[0]!;
      const start = this.#starts[first]!;
      if (start === NO_COLUMN) {
        this.#keep(first, list, count);
        return first;
      }
      const other = this.#lengths[first]!;
      const sum = columnRooms[turn]!.atLeast(count + other);
      count = difference(list, count, this.#pool, start, other, sum);
      list = sum;
    }
    return NO_COLUMN;
  }

  #keep(first: number, list: Int32Array, count: number): void {
    if (this.#used + count > this.#pool.length) {
      const larger = poolRoom.atLeast(2 * (this.#used + count));
      larger.set(this.#pool.subarray(0, this.#used));
      this.#pool = larger;
    }
    this.#starts[first] = this.#used;
    this.#lengths[first] = count;
    for (let i = 0; i < count; i++) this.#pool[this.#used + i] = list[i]!;
    this.#used += count;
  }
}

/** Writes what is in one of two falling lists but not in both, and says how much that is. */
function difference(
  a: Int32Array,
  aCount: number,
  b: Int32Array,
  bStart: number,
  bCount: number,
  result: Int32Array,
): number {
  const bEnd = bStart + bCount;
  let [i, j, count] = [0, bStart, 0];
  while (i < aCount && j < bEnd) {
    const x = a[i]!;
    const y = b[j]!;
    // Both first places agree, and cancel; afterwards the larger one goes first.
    result[count] = Math.max(x, y);
    count += x === y ? 0 : 1;
    i += x >= y ? 1 : 0;
    j += y >= x ? 1 : 0;
  }
  while (i < aCount) result[count++] = a[i++]!;
  while (j < bEnd) result[count++] = b[j++]!;
  return count;
}
