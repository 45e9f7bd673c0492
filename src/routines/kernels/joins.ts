import { type Assembler, type Defined, define } from "../../wasm/encode/assembler.js";
import type { ModuleBuilder } from "../../wasm/encode/module.js";
import { type Local, not, select, type Value } from "../../wasm/encode/value.js";
import { SHAPE_SHIFT, turned } from "./landscape.js";
import { find } from "./union-find.js";

const CELL = (1 << SHAPE_SHIFT) - 1;
/** Bytes of the pieces around a pass: how many, and a step to each. */
export const PIECES = 32;

const params = {
  passes: "i32",
  count: "i32",
  forest: "i32",
  pieces: "i32",
  births: "i32",
  deaths: "i32",
  lifetimes: "i32",
  loops: "i32",
} as const;

/**
 * Adds the function `joinPeaks`: follows the passes from high to low, and where the pieces around one belong to different peaks, the lower peaks end. Passes that
 * close a loop instead are written to `loops`, of which `loopCount` tells how many. Returns how many features there are, by the cells of birth and death, and how long they live.
 */
export function defineJoinPeaks(builder: ModuleBuilder): Defined {
  return define(builder, "joinPeaks", { ...params, loopCount: "i32" }, (a, p) => {
    const features = recorder(a, p);
    const loops = a.let(p.loops);
    a.for(0, p.count, (i) => {
      const entry = a.let(a.elements("i32", p.passes).get(i));
      const closes = join(a, p, entry, "up", ({ younger, youngerHeight, pass, height, same }) =>
        features.record(younger, pass, youngerHeight, height, same),
      );
      a.elements("i32", loops).set(0, entry);
      loops.increase(closes.shl(2));
    });
    a.elements("i32", p.loopCount).set(0, loops.sub(p.loops).shrU(2));
    return features.count;
  });
}

/**
 * Adds the function `joinPits`: follows the passes backwards, and where pieces of the background belong to different pits, the pass closes holes around the higher
 * pits, which fill them.
 */
export function defineJoinPits(builder: ModuleBuilder): Defined {
  return define(builder, "joinPits", params, (a, p) => {
    const features = recorder(a, p);
    const i = a.let(p.count);
    a.while(i, () => {
      i.increase(-1);
      const entry = a.let(a.elements("i32", p.passes).get(i));
      join(a, p, entry, "down", ({ younger, youngerHeight, pass, height, same }) =>
        features.record(pass, younger, height, youngerHeight, same),
      );
    });
    return features.count;
  });
}

type Params = { readonly [K in keyof typeof params]: Local };

/** A set that ends at a pass. */
interface Ended {
  readonly younger: Local;
  readonly youngerHeight: Local;
  readonly pass: Local;
  readonly height: Local;
  /** Whether it was the elder one itself, so that nothing ends. */
  readonly same: Local;
}

/** Writes what unites the pieces around a pass, and says whether two of them were one set already. */
function join(a: Assembler, p: Params, entry: Local, direction: "up" | "down", ended: (end: Ended) => void): Local {
  // Both are read together, and all are read at random: one access to memory that is far away instead of two.
  const [forest, heights] = [a.elements("firsts", p.forest), a.elements("firsts", p.forest.add(4))];
  const pass = a.let(entry.and(CELL));
  const height = a.let(heights.get(pass));
  const piece = a.let(entry.shrU(SHAPE_SHIFT).shl(Math.log2(PIECES)).add(p.pieces));
  const steps = a.elements("i32", piece);
  const last = a.let(steps.get(0).shl(2).add(piece));
  const root = find(a, forest, pass.add(steps.get(1)));
  const closes = a.int(0);
  a.while(piece.add(4).lt(last), () => {
    piece.increase(4);
    const other = find(a, forest, pass.add(steps.get(1)));
    // No branch: which of two peaks is the lower, and whether they are one, no processor can predict.
    const [mine, its] = [a.let(heights.get(root)), a.let(heights.get(other))];
    const elder = direction === "up" ? its.gt(mine) : its.lt(mine);
    const first = direction === "up" ? other.lt(root) : other.gt(root);
    const isElder = a.let(elder.or(its.eq(mine).and(first)));
    const younger = a.let(select(isElder, root, other));
    const same = a.let(root.eq(other));
    closes.set(closes.or(same));
    root.set(select(isElder, other, root));
    forest.set(younger, root);
    ended({ younger, youngerHeight: a.let(select(isElder, mine, its)), pass, height, same });
  });
  return closes;
}

/** Writes features one behind the other; those that live for no time, or end in themselves, are written over by the next. */
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
