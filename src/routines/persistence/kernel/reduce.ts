import { type Assembler, define } from "../../../wasm/encode/assembler.js";
import type { ModuleBuilder } from "../../../wasm/encode/module.js";
import { type Local, not, select, type Value } from "../../../wasm/encode/value.js";
import { areas, kernelMemory, lazyModule } from "../../shared/kernel/memory.js";
import type { SquareColumns } from "../forms.js";

const WORD = 4;
/** In `starts`, where there is no column with this first row. */
const NO_COLUMN = 0;
/** A square has four edges around it. */
const SIDES = 4;
/** Words for columns at first; more are taken as they fill up. */
const FIRST_WORDS = 1 << 16;

const params = {
  squares: "i32",
  from: "i32",
  count: "i32",
  spans: "i32",
  settled: "i32",
  places: "i32",
  starts: "i32",
  pivots: "i32",
  row: "i32",
  sheet: "i32",
  pool: "i32",
  end: "i32",
} as const;

/**
 * Reduces the columns of squares, one after the other, until all are or the memory for columns is full.
 *
 * @param squares the address of the squares; from the one with the number `from` on they are reduced, to `count`.
 * @param spans the address of the axes each cell spans, and of where it is settled, a byte each; `places` a word each.
 * @param starts for each row, the address of the column with it as its first, in front of which is its length.
 * @param pivots where the first row of each square's column goes, −1 where nothing is left of it.
 * @param row what to add to a cell to step along the axis before the last, and `sheet` along the one before that.
 * @param pool the address of a word that says up to where the memory is used, which ends at `end`.
 * @returns the number of the square that must wait for more memory, or `count`.
 */
type Reduce = (...args: { [K in keyof typeof params]: number }[keyof typeof params][]) => number;

const reducing = lazyModule<{ readonly reduce: Reduce }>(defineReduce);

/**
 * For each square the first row of its reduced column.
 *
 * @returns undefined where kernels cannot run. It is good until the next routine.
 */
export function reduceByKernel({ complex, squares, settled, places, rows }: SquareColumns): Int32Array | undefined {
  const found = reducing();
  const { cells, strides, spans } = complex;
  const at = areas({
    used: WORD,
    squares: WORD * squares.length,
    pivots: WORD * squares.length,
    spans: cells,
    settled: cells,
    places: WORD * cells,
    starts: WORD * rows,
  });
  let words = FIRST_WORDS;
  let memory = found && kernelMemory(at.end + WORD * words);
  if (found === undefined || memory === undefined) return undefined;
  memory.words[at.used / WORD] = at.end;
  memory.words.set(squares, at.squares / WORD);
  memory.bytes.set(spans, at.spans);
  memory.bytes.set(settled.subarray(0, cells), at.settled);
  memory.words.set(places, at.places / WORD);
  memory.words.fill(NO_COLUMN, at.starts / WORD, at.starts / WORD + rows);
  for (let done = 0; ; ) {
    const end = at.end + WORD * words;
    const [sheet, row] = strides as readonly [number, number];
    const { squares: first, spans: axes, settled: gone, places: ranks, starts, pivots, used } = at;
    done = found.reduce(first, done, squares.length, axes, gone, ranks, starts, pivots, row, sheet, used, end);
    if (done === squares.length) break;
    // What is there stays: memory grows at its end.
    words *= 2;
    memory = kernelMemory(at.end + WORD * words);
    if (memory === undefined) return undefined;
  }
  return memory.words.subarray(at.pivots / WORD, at.pivots / WORD + squares.length);
}

function defineReduce(builder: ModuleBuilder): void {
  define(builder, "reduce", params, (a, p) => {
    const squares = a.elements("i32", p.squares);
    const columns = a.elements("i32", p.starts);
    const pool = a.elements("i32", p.pool);
    a.for(p.from, p.count, (i) => {
      const square = a.let(squares.get(i));
      const result = a.int(-1);
      a.if(not(a.elements("u8", p.settled).get(square)), () => {
        // A column lies behind all that are kept, its length in front of it.
        const column = a.let(pool.get(0).add(WORD));
        a.if(column.add(SIDES * WORD).gt(p.end), () => a.return(i));
        const length = boundary(a, p, square, column);
        a.loop(({ exit }) => {
          exit(not(length));
          const first = a.let(a.elements("i32", column).get(0));
          const other = a.let(columns.get(first));
          a.if(other.eq(NO_COLUMN), () => {
            a.elements("i32", column).set(-1, length);
            columns.set(first, column);
            pool.set(0, length.shl(2).add(column));
            result.set(first);
            exit();
          });
          const behind = a.let(length.shl(2).add(column));
          const otherEnd = a.let(a.elements("i32", other).get(-1).shl(2).add(other));
          a.if(otherEnd.sub(other).add(behind.shl(1)).sub(column).gt(p.end), () => a.return(i));
          const sum = difference(a, column, behind, other, otherEnd);
          a.copy(column, behind, sum.sub(behind));
          length.set(sum.sub(behind).shrU(2));
        });
      });
      a.elements("i32", p.pivots).set(i, result);
    });
    return p.count;
  });
}

type Params = { readonly [K in keyof typeof params]: Local };

/** Writes the places of the edges around a square that may begin a loop, last first; how many there are. */
function boundary(a: Assembler, { spans, settled, places, row, sheet }: Params, square: Value, into: Value): Local {
  const along = a.let(a.elements("u8", spans).get(square));
  const list = a.elements("i32", into);
  const count = a.int(0);
  for (const [axis, stride] of [sheet, row, undefined].entries())
    a.if(along.and(1 << axis), () => {
      for (const sign of [-1, 1]) {
        const edge = a.let(stride ? (sign < 0 ? square.sub(stride) : square.add(stride)) : square.add(sign));
        a.if(not(a.elements("u8", settled).get(edge)), () => {
          const place = a.let(a.elements("i32", places).get(edge));
          const k = a.let(count);
          a.loop(({ exit }) => {
            exit(not(k));
            const before = a.let(list.get(k.sub(1)));
            exit(before.gt(place));
            list.set(k, before);
            k.increase(-1);
          });
          list.set(k, place);
          count.increase();
        });
      }
    });
  return count;
}

/** Writes behind a falling list what is in it or in another, but not in both; where that ends. */
function difference(a: Assembler, column: Value, end: Value, other: Value, otherEnd: Value): Local {
  const [x, y, out] = [a.let(column), a.let(other), a.let(end)];
  const word = (address: Value) => a.elements("i32", address).get(0);
  a.loop(({ exit }) => {
    exit(x.ge(end));
    exit(y.ge(otherEnd));
    const [one, two] = [a.let(word(x)), a.let(word(y))];
    // Both first places agree, and cancel; afterwards the larger one goes first.
    a.elements("i32", out).set(0, select(one.gt(two), one, two));
    out.increase(one.ne(two).shl(2));
    x.increase(one.ge(two).shl(2));
    y.increase(two.ge(one).shl(2));
  });
  for (const [from, to] of [[x, end] as const, [y, otherEnd] as const]) {
    a.copy(out, from, to.sub(from));
    out.increase(to.sub(from));
  }
  return out;
}
