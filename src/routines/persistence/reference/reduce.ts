import { int32Buffer } from "../../shared/buffers.js";
import type { Complex } from "../complex.js";
import { NO_ROW, type SquareColumns } from "../forms.js";

const columnBuffers = [int32Buffer(), int32Buffer()] as const;
const poolBuffer = int32Buffer();
const startBuffer = int32Buffer();
const lengthBuffer = int32Buffer();

/** In place of where a column starts: no column has this first row yet. */
const NO_COLUMN = -1;
/** A square has four edges around it. */
const SIDES = 4;

/** Reduces column after column: what its first row has been claimed by is added to it, until it claims a row itself or nothing is left. */
export function referenceReduce({ complex, squares, settled, places, rows }: SquareColumns): Int32Array {
  const kept = new Columns(rows);
  return squares.map((square) =>
    settled[square] === 1 ? NO_ROW : kept.reduce(boundary(complex, places, settled, square, sides), sides),
  );
}

const sides = new Int32Array(SIDES);

/** Fills `into` with the rows of the edges around a square that may begin a loop, last first, and says how many there are. */
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

/** Reduced columns, each a falling list of rows, by their first. They lie one behind the other in memory that is kept. */
class Columns {
  readonly #starts: Int32Array;
  readonly #lengths: Int32Array;
  #pool = poolBuffer.atLeast(1 << 16);
  #used = 0;

  constructor(rows: number) {
    this.#starts = startBuffer.atLeast(rows).fill(NO_COLUMN, 0, rows);
    this.#lengths = lengthBuffer.atLeast(rows);
  }

  /** Adds columns to another until nothing is left of it, or it is the only one with its first row, which is returned; then it is kept. */
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
      const sum = columnBuffers[turn]!.atLeast(count + other);
      count = difference(list, count, this.#pool, start, other, sum);
      list = sum;
    }
    return NO_ROW;
  }

  #keep(first: number, list: Int32Array, count: number): void {
    if (this.#used + count > this.#pool.length) {
      const larger = poolBuffer.atLeast(2 * (this.#used + count));
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
