import { type Assembler, define } from "../../../wasm/encode/assembler.js";
import type { ModuleBuilder } from "../../../wasm/encode/module.js";
import { type Local, select, Value } from "../../../wasm/encode/value.js";
import { lazyModule } from "../../shared/kernel/memory.js";
import { emitFind } from "../../shared/kernel/union-find.js";

const WORD = 4;
/** Bytes of a run: the column in which it begins, and that in which it has ended. */
export const RUN = 2 * WORD;
/** Bytes of the part of a row: where its first run is, and what is after its last. */
export const PART = 2 * WORD;
/** Pixels that are looked at together, one bit each. */
export const AT_ONCE = 16;

/** What components are called by: their number, from 1 in the sequence of their first pixels, or the index of that pixel, as an integer or as a single. */
export const NAMES = { number: 0, pixel: 1, single: 2 } as const;

/**
 * Kernels on the runs of true pixels along rows, in this sequence. All take the addresses of areas that they read and write.
 *
 * `places` holds for each row of pixels where in `parts` its own part is, in bytes: between the parts of rows may be others, which belong to no pixels and are all 0.
 */
export interface RunKernels {
  /** Writes the runs of true singles of all rows, row by row, and which of them each row has. @returns the address after the last run. */
  readonly findRuns: (...args: [...Rowwise, mask: number, width: number]) => number;
  /**
   * Makes sets of the runs that touch across rows; the first run of each is its root.
   *
   * @param offsets of the earlier rows that a row touches, in bytes of parts.
   * @param reach 1 where corners touch, else 0.
   */
  readonly unite: (...args: [...Rowwise, parents: number, offsets: number, offsetCount: number, reach: number]) => void;
  /** Replaces the parent of each run by what its component is called. @returns how many components there are. */
  readonly name: (...args: [...Rowwise, width: number, parents: number, by: number]) => number;
  /** Fills an image with the names of runs, and with a word in between. */
  readonly paint: (...args: [...Rowwise, image: number, width: number, names: number, between: number]) => void;
}

type Rowwise = [rows: number, places: number, parts: number, runs: number];

export const runKernels = lazyModule<RunKernels>((builder) => {
  defineFindRuns(builder);
  defineUnite(builder);
  defineName(builder);
  definePaint(builder);
});

const rowwise = { rows: "i32", places: "i32", parts: "i32", runs: "i32" } as const;

/** The runs of a row: addresses of the first and of what is behind the last. */
interface Part {
  readonly row: Local;
  readonly at: Local;
  readonly first: Local;
  readonly last: Local;
}

function eachRow(
  a: Assembler,
  { rows, places, parts, runs }: Record<keyof typeof rowwise, Value>,
  body: (part: Part) => void,
): void {
  a.for(0, rows, (row) => {
    const at = a.let(a.elements("i32", places).get(row).add(parts));
    const [first, last] = part(a, at, runs);
    body({ row, at, first, last });
  });
}

const numberOf = (run: Value, runs: Value): Value => run.sub(runs).shrU(3);

const part = (a: Assembler, at: Value, runs: Value) => {
  const bounds = a.elements("i32", at);
  return [a.let(bounds.get(0).add(runs)), a.let(bounds.get(1).add(runs))] as const;
};

function defineFindRuns(builder: ModuleBuilder): void {
  const params = { ...rowwise, mask: "i32", width: "i32" } as const;
  define(builder, "findRuns", params, (a, { rows, places, parts, runs, mask, width }) => {
    const pixels = a.let(mask);
    const edge = a.let(runs);
    a.for(0, rows, (row) => {
      const bounds = a.elements("i32", a.let(a.elements("i32", places).get(row).add(parts)));
      bounds.set(0, edge.sub(runs));
      const before = a.int(0);
      a.for(
        0,
        width,
        (x) => {
          const bits = a.let(truths(a.let(x.shl(2).add(pixels))));
          const left = a.let(width.sub(x));
          a.if(left.lt(AT_ONCE), () => bits.set(bits.and(a.int(1).shl(left).sub(1))));
          // Where a pixel is unlike the one before it a run begins or has ended, in turn.
          const edges = a.let(bits.xor(bits.shl(1).or(before)).and((1 << AT_ONCE) - 1));
          before.set(bits.shrU(AT_ONCE - 1));
          a.while(edges, () => {
            a.elements("i32", edge).set(0, edges.into("i32", ["i32.ctz"]).add(x));
            edge.increase(WORD);
            edges.set(edges.and(edges.sub(1)));
          });
        },
        AT_ONCE,
      );
      // In a row that is no multiple of what is looked at together the end is an edge already.
      a.if(edge.sub(runs).and(WORD), () => {
        a.elements("i32", edge).set(0, width);
        edge.increase(WORD);
      });
      bounds.set(1, edge.sub(runs));
      pixels.increase(width.shl(2));
    });
    return edge;
  });
}

/** Which of the singles at an address are true, one bit each. */
function truths(at: Local): Value {
  return new Value("i32", (code) => {
    for (let k = 0; k < AT_ONCE / 4; k++) {
      code
        .get(at.index)
        .at("v128.load", 16 * k)
        .f32x4(0.5)
        .op("f32x4.gt", "i32x4.bitmask");
      if (k > 0) code.i32(4 * k).op("i32.shl", "i32.or");
    }
  });
}

function defineUnite(builder: ModuleBuilder): void {
  const params = { ...rowwise, parents: "i32", offsets: "i32", offsetCount: "i32", reach: "i32" } as const;
  define(builder, "unite", params, (a, { rows, places, parts, runs, parents, offsets, offsetCount, reach }) => {
    const forest = a.elements("i32", parents);
    eachRow(a, { rows, places, parts, runs }, ({ at, first, last }) => {
      a.for(first, last, (run) => forest.set(numberOf(run, runs), numberOf(run, runs)), RUN);
      a.for(0, offsetCount, (k) => {
        const [start, otherLast] = part(a, a.let(a.elements("i32", offsets).get(k).add(at)), runs);
        const [run, other] = [a.let(first), a.let(start)];
        a.while(run.lt(last).and(other.lt(otherLast)), () => {
          const [mine, its] = [a.elements("i32", run), a.elements("i32", other)];
          const [end, otherEnd] = [a.let(mine.get(1)), a.let(its.get(1))];
          const touches = mine
            .get(0)
            .lt(otherEnd.add(reach))
            .and(its.get(0).lt(end.add(reach)));
          a.if(touches, () => {
            const [x, y] = [emitFind(a, forest, numberOf(run, runs)), emitFind(a, forest, numberOf(other, runs))];
            const earlier = a.let(select(x.lt(y), x, y));
            forest.set(x.add(y).sub(earlier), earlier);
          });
          // Whichever ends first touches no more. Where corners touch, both may end and neither touches more.
          const goesOn = a.let(end.gt(otherEnd));
          other.increase(goesOn.mul(RUN));
          run.increase(goesOn.xor(1).mul(RUN));
        });
      });
    });
    return 0;
  });
}

function defineName(builder: ModuleBuilder): void {
  const params = { ...rowwise, width: "i32", parents: "i32", by: "i32" } as const;
  define(builder, "name", params, (a, { rows, places, parts, runs, width, parents, by }) => {
    const names = a.elements("i32", parents);
    const count = a.int(0);
    eachRow(a, { rows, places, parts, runs }, ({ row, first, last }) => {
      a.for(
        first,
        last,
        (at) => {
          const run = a.let(numberOf(at, runs));
          const parent = a.let(names.get(run));
          a.if(
            parent.eq(run),
            () => {
              count.increase();
              const pixel = row.mul(width).add(a.elements("i32", at).get(0));
              a.if(by.eq(NAMES.number), () => names.set(run, count));
              a.if(by.eq(NAMES.pixel), () => names.set(run, pixel));
              a.if(by.eq(NAMES.single), () =>
                names.set(run, pixel.into("i32", ["f32.convert_i32_s", "i32.reinterpret_f32"])),
              );
            },
            // The parent of a run comes before it, and has its name.
            () => names.set(run, names.get(parent)),
          );
        },
        RUN,
      );
    });
    return count;
  });
}

function definePaint(builder: ModuleBuilder): void {
  const params = { ...rowwise, image: "i32", width: "i32", names: "i32", between: "i32" } as const;
  define(builder, "paint", params, (a, { rows, places, parts, runs, image, width, names, between }) => {
    const line = a.let(image);
    const behind = a.let(asVector(between));
    eachRow(a, { rows, places, parts, runs }, ({ first, last }) => {
      const lineEnd = a.let(width.shl(2).add(line));
      fillWords(a, line, lineEnd, behind);
      a.for(
        first,
        last,
        (run) => {
          const bounds = a.elements("i32", run);
          const name = a.let(asVector(a.elements("i32", names).get(numberOf(run, runs))));
          fillWords(a, bounds.get(0).shl(2).add(line), a.let(bounds.get(1).shl(2).add(line)), name);
        },
        RUN,
      );
      line.set(lineEnd);
    });
    return 0;
  });
}

const asVector = (word: Value): Value<"v128"> => word.into("v128", ["i32x4.splat"]);

/** Fills the words between two addresses with those of a vector, which are alike. */
function fillWords(a: Assembler, start: Value, end: Value, words: Local<"v128">): void {
  const at = a.let(start);
  a.while(at.add(4 * WORD).le(end), () => {
    a.elements("v128", at).set(0, words);
    at.increase(4 * WORD);
  });
  a.while(at.lt(end), () => {
    at.write(a.code);
    a.code.get(words.index).storeLane(0);
    at.increase(WORD);
  });
}
