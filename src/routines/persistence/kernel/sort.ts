import { type Assembler, type Defined, define } from "../../../wasm/encode/assembler.js";
import type { ModuleBuilder } from "../../../wasm/encode/module.js";
import type { Local, Value } from "../../../wasm/encode/value.js";
import { MAGNITUDE } from "../../shared/kernel/keys.js";
import { areas, kernelMemory, lazyModule } from "../../shared/kernel/memory.js";
import { defineRadixSort, PAIR, TABLES } from "../../shared/kernel/radix-sort.js";
import { lifetimesOf, type PersistencePairs } from "../pairs.js";

/** Beyond this many features the memory would not do. */
const MOST = 1 << 24;

/** Ties of more features than this are sorted in linear time. */
const SHORT = 24;
const WORD = 4;
const DOUBLE = 8;

const params = {
  lifetimes: "i32",
  births: "i32",
  deaths: "i32",
  count: "i32",
  order: "i32",
  pairs: "i32",
  others: "i32",
  tables: "i32",
} as const;
type Params = { readonly [K in keyof typeof params]: Local };

/**
 * Adds the function `sortByPersistence`: writes the indices of pairs by falling lifetime, ties by birth, then death. Lifetimes are doubles above 0.
 *
 * Their singles are sorted first, which takes a third of the saddles and leaves few ties.
 */
export function defineSortByPersistence(builder: ModuleBuilder, sort: Defined): Defined {
  return define(builder, "sortByPersistence", params, (a, p) => {
    const lifetimes = a.elements("f64", p.lifetimes);
    const order = a.elements("i32", p.order);
    pairAll(a, p.pairs, p.count, (i) => [
      lifetimes.get(i).into("i32", ["f32.demote_f64", "i32.reinterpret_f32"]).xor(MAGNITUDE),
      i,
    ]);
    a.call(sort, p.pairs, p.others, p.tables, p.order, p.count);
    const asSingle = (place: Value) => lifetimes.get(order.get(place)).into<"f32">("f32", ["f32.demote_f64"]);
    const end = a.int(0);
    a.while(end.lt(p.count), () => {
      const start = a.let(end);
      const single = a.let(asSingle(start));
      a.loop(({ exit }) => {
        end.increase();
        exit(end.ge(p.count));
        exit(asSingle(end).ne(single));
      });
      const tied = a.let(end.sub(start));
      a.if(
        tied.gt(SHORT),
        () => sortManyTies(a, p, sort, a.let(start.shl(2).add(p.order)), tied),
        () => a.if(tied.gt(1), () => sortFewTies(a, p, start, end)),
      );
    });
    return 0;
  });
}

function pairAll(
  a: Assembler,
  pairs: Value,
  count: Value,
  pairOf: (i: Local) => readonly [key: Value, entry: Value],
): void {
  const at = a.let(pairs);
  a.for(0, count, (i) => {
    const pair = a.elements("i32", at);
    const [key, entry] = pairOf(i);
    pair.set(0, key);
    pair.set(1, entry);
    at.increase(PAIR);
  });
}

/** Sorts part of the order by one criterion after the other, the last first. */
function sortManyTies(a: Assembler, p: Params, sort: Defined, part: Local, count: Local): void {
  const features = a.elements("i32", part);
  const words =
    (list: Value, wide = 0, offset = 0) =>
    (feature: Local) =>
      a.elements("i32", feature.shl(2 + wide).add(list)).get(offset);
  const falling = (word: (feature: Local) => Value) => (feature: Local) => word(feature).xor(-1);
  for (const keyOf of [
    words(p.deaths),
    words(p.births),
    falling(words(p.lifetimes, 1, 0)),
    falling(words(p.lifetimes, 1, 1)),
  ]) {
    pairAll(a, p.pairs, count, (i) => {
      const feature = a.let(features.get(i));
      return [keyOf(feature), feature];
    });
    a.call(sort, p.pairs, p.others, p.tables, part, count);
  }
}

/** Sorts part of the order by insertion. */
function sortFewTies(a: Assembler, p: Params, start: Value, end: Value): void {
  const lifetimes = a.elements("f64", p.lifetimes);
  const [births, deaths] = [a.elements("i32", p.births), a.elements("i32", p.deaths)];
  const first = a.let(start.shl(2).add(p.order));
  a.for(
    first.add(WORD),
    a.let(end.shl(2).add(p.order)),
    (at) => {
      const feature = a.let(a.elements("i32", at).get(0));
      const [lifetime, birth, death] = [
        a.let(lifetimes.get(feature)),
        a.let(births.get(feature)),
        a.let(deaths.get(feature)),
      ];
      const place = a.let(at);
      a.while(place.gt(first), ({ exit }) => {
        const before = a.let(a.elements("i32", place).get(-1));
        const [itsLifetime, itsBirth] = [a.let(lifetimes.get(before)), a.let(births.get(before))];
        exit(itsLifetime.gt(lifetime));
        a.if(itsLifetime.eq(lifetime), () => {
          exit(itsBirth.lt(birth));
          exit(itsBirth.eq(birth).and(deaths.get(before).le(death)));
        });
        a.elements("i32", place).set(0, before);
        place.increase(-WORD);
      });
      a.elements("i32", place).set(0, feature);
    },
    WORD,
  );
}

const sortKernels = lazyModule<{ readonly sortByPersistence: (...args: number[]) => void }>((builder) => {
  defineSortByPersistence(builder, defineRadixSort(builder));
});

/** The indices of pairs by falling persistence; undefined where kernels cannot run. */
export function argsortByPersistenceKernel(
  values: ArrayLike<number>,
  pairs: PersistencePairs,
): Int32Array<ArrayBuffer> | undefined {
  const { births, deaths } = pairs;
  const count = births.length;
  const found = count > MOST ? undefined : sortKernels();
  if (found === undefined) return undefined;
  const at = areas({
    lifetimes: DOUBLE * count,
    births: WORD * count,
    deaths: WORD * count,
    order: WORD * count,
    pairs: PAIR * count,
    others: PAIR * count,
    tables: TABLES,
  });
  const memory = kernelMemory(at.end);
  if (memory === undefined) return undefined;
  memory.doubles.set(lifetimesOf(values, pairs).subarray(0, count), at.lifetimes / DOUBLE);
  memory.words.set(births, at.births / WORD);
  memory.words.set(deaths, at.deaths / WORD);
  found.sortByPersistence(at.lifetimes, at.births, at.deaths, count, at.order, at.pairs, at.others, at.tables);
  return memory.words.slice(at.order / WORD, at.order / WORD + count);
}
