import { type Assembler, type Defined, define } from "../../../wasm/encode/assembler.js";
import type { ModuleBuilder } from "../../../wasm/encode/module.js";
import { type Local, not, select, type Value } from "../../../wasm/encode/value.js";
import { emitFind } from "../../shared/kernel/union-find.js";
import { SHAPE_SHIFT, turned } from "./critical-points.js";

const CELL = (1 << SHAPE_SHIFT) - 1;
/** Bytes of the pieces around a saddle: how many, and a step to each. */
export const PIECES_BYTES = 32;

const params = {
  saddles: "i32",
  count: "i32",
  forest: "i32",
  pieces: "i32",
  births: "i32",
  deaths: "i32",
  lifetimes: "i32",
  loops: "i32",
} as const;

/**
 * Adds the function `uniteMaxima`: follows the saddles from high to low, and where the pieces around one belong to different maxima, the components of the lower maxima
 * end. Saddles that close a loop instead are written to `loops`, and their number to `loopCount`. Returns how many pairs there are, which are written by the cells of birth
 * and death, and how long they live.
 */
export function defineUniteMaxima(builder: ModuleBuilder): Defined {
  return define(builder, "uniteMaxima", { ...params, loopCount: "i32" }, (a, p) => {
    const pairs = recorder(a, p);
    const loops = a.let(p.loops);
    a.for(0, p.count, (i) => {
      const entry = a.let(a.elements("i32", p.saddles).get(i));
      const closes = uniteAround(a, p, entry, "up", ({ younger, youngerHeight, saddle, height, same }) =>
        pairs.record(younger, saddle, youngerHeight, height, same),
      );
      a.elements("i32", loops).set(0, entry);
      loops.increase(closes.shl(2));
    });
    a.elements("i32", p.loopCount).set(0, loops.sub(p.loops).shrU(2));
    return pairs.count;
  });
}

/**
 * Adds the function `uniteMinima`: follows the saddles backwards, and where pieces of the background belong to different minima, the saddle closes holes around
 * the higher minima, which fill them.
 */
export function defineUniteMinima(builder: ModuleBuilder): Defined {
  return define(builder, "uniteMinima", params, (a, p) => {
    const pairs = recorder(a, p);
    const i = a.let(p.count);
    a.while(i, () => {
      i.increase(-1);
      const entry = a.let(a.elements("i32", p.saddles).get(i));
      uniteAround(a, p, entry, "down", ({ younger, youngerHeight, saddle, height, same }) =>
        pairs.record(saddle, younger, height, youngerHeight, same),
      );
    });
    return pairs.count;
  });
}

type Params = { readonly [K in keyof typeof params]: Local };

/** A set that ends at a saddle. */
interface Ended {
  readonly younger: Local;
  readonly youngerHeight: Local;
  readonly saddle: Local;
  readonly height: Local;
  /** Whether it was the elder one itself, so that nothing ends. */
  readonly same: Local;
}

/** Writes what unites the pieces around a saddle, and says whether two of them were one set already. */
function uniteAround(
  a: Assembler,
  p: Params,
  entry: Local,
  direction: "up" | "down",
  ended: (end: Ended) => void,
): Local {
  // Both are read together, and all are read at random: one access to memory that is far away instead of two.
  const [forest, heights] = [a.elements("firsts", p.forest), a.elements("firsts", p.forest.add(4))];
  const saddle = a.let(entry.and(CELL));
  const height = a.let(heights.get(saddle));
  const piece = a.let(entry.shrU(SHAPE_SHIFT).shl(Math.log2(PIECES_BYTES)).add(p.pieces));
  const steps = a.elements("i32", piece);
  const last = a.let(steps.get(0).shl(2).add(piece));
  const root = emitFind(a, forest, saddle.add(steps.get(1)));
  const closes = a.int(0);
  a.while(piece.add(4).lt(last), () => {
    piece.increase(4);
    const other = emitFind(a, forest, saddle.add(steps.get(1)));
    // No branch: which of two maxima is the lower, and whether they are one, no processor can predict.
    const [mine, its] = [a.let(heights.get(root)), a.let(heights.get(other))];
    const elder = direction === "up" ? its.gt(mine) : its.lt(mine);
    const first = direction === "up" ? other.lt(root) : other.gt(root);
    const isElder = a.let(elder.or(its.eq(mine).and(first)));
    const younger = a.let(select(isElder, root, other));
    const same = a.let(root.eq(other));
    closes.set(closes.or(same));
    root.set(select(isElder, other, root));
    forest.set(younger, root);
    ended({ younger, youngerHeight: a.let(select(isElder, mine, its)), saddle, height, same });
  });
  return closes;
}

/** Writes pairs one behind the other; those that live for no time, or end in themselves, are written over by the next. */
function recorder(a: Assembler, p: Params) {
  const count = a.int(0);
  const asDouble = (height: Value) => turned(height).into("f64", ["f32.reinterpret_i32", "f64.promote_f32"]);
  const record = (birth: Local, death: Local, high: Local, low: Local, same: Local) => {
    a.elements("i32", p.births).set(count, birth);
    a.elements("i32", p.deaths).set(count, death);
    a.elements("f64", p.lifetimes).set(count, asDouble(high).sub(asDouble(low)));
    count.increase(high.ne(low).and(not(same)));
  };
  return { count, record };
}
