import type { Assembler } from "../../../wasm/encode/assembler.js";
import { asValue, type Local, Value } from "../../../wasm/encode/value.js";
import { PAIR } from "./radix-sort.js";

const WORD = 4;
const DOUBLE = 8;
/** What the bits of the magnitude are turned over by, where a larger magnitude is a smaller number. */
export const MAGNITUDE = 0x7fff_ffff;

/** Exclusive or with this makes keys that rise or fall with the values, as unsigned words. */
export const RISING = -0x8000_0000;
export const FALLING = ~RISING;

/** Words that compare as four singles do: 0 and −0 are one, NaN is the last of unsigned words. `turn` is `RISING` or `FALLING` in all lanes. */
export function keysOfSingles(a: Assembler, singles: Value<"v128">, turn: Value<"v128">): Local<"v128"> {
  // Adding 0 turns −0 into 0, whose bits would otherwise tell the two apart.
  const values = a.let(singles.into("v128", ["f32x4.add"], asValue("v128", 0)));
  return a.let(
    new Value("v128", (code) => {
      code.get(values.index).i32(31).op("i32x4.shr_s").bits(MAGNITUDE).op("v128.and").get(values.index).op("v128.xor");
      turn.write(code);
      code.op("v128.xor").get(values.index).get(values.index).op("f32x4.ne", "v128.or");
    }),
  );
}

/** Stores pairs of the first or last two of four keys and their entries. */
export function storePairs(a: Assembler, at: Value, keys: Local<"v128">, entries: Local<"v128">): void {
  const pairs = a.elements("v128", at);
  pairs.set(0, new Value("v128", (code) => code.get(keys.index).get(entries.index).shuffle(0, 4, 1, 5)));
  pairs.set(1, new Value("v128", (code) => code.get(keys.index).get(entries.index).shuffle(2, 6, 3, 7)));
}

/** Pairs of the keys of singles and their indices, in whole vectors: as many as there are, and up to three behind them. */
export function pairSingles(a: Assembler, values: Value, count: Value, turn: Value, pairs: Value): void {
  const turns = a.let(turn.into("v128", ["i32x4.splat"]));
  const entries = a.let(new Value("v128", (code) => code.i32x4(0, 1, 2, 3)));
  const at = a.let(pairs);
  a.for(
    0,
    count,
    (i) => {
      const singles = a.elements("v128", i.shl(2).add(values)).get(0);
      storePairs(a, at, keysOfSingles(a, singles, turns), entries);
      entries.set(entries.into("v128", ["i32x4.add"], asValue("v128", 4)));
      at.increase(4 * PAIR);
    },
    4,
  );
}

/**
 * Replaces doubles by two words each, low and high, by which one after the other they are sorted. Comparisons are as of the keys of singles.
 */
export function keysOfDoubles(a: Assembler, values: Value, count: Value, turn: Value): void {
  const end = a.let(count.mul(DOUBLE).add(values));
  const turned = a.let(turn.xor(RISING));
  a.for(
    values,
    end,
    (at) => {
      const [doubles, words] = [a.elements("f64", at), a.elements("i32", at)];
      const value = a.let(doubles.get(0).add(0));
      doubles.set(0, value);
      const [low, high] = [a.let(words.get(0)), a.let(words.get(1))];
      const negative = a.let(high.shr(31));
      const last = a.let(asValue("i32", 0).sub(value.ne(value)));
      words.set(0, low.xor(negative).xor(turned).or(last));
      words.set(1, high.xor(negative.and(MAGNITUDE)).xor(turn).or(last));
    },
    DOUBLE,
  );
}

/** Pairs of the low words of keys of doubles and their indices. */
export function pairLowWords(a: Assembler, keys: Value, count: Value, pairs: Value): void {
  a.for(0, count, (i) => {
    const pair = a.elements("i32", i.mul(PAIR).add(pairs));
    pair.set(0, a.elements("i32", i.mul(DOUBLE).add(keys)).get(0));
    pair.set(1, i);
  });
}

/** Pairs of the high words of keys of doubles and entries in a sequence. */
export function pairHighWords(a: Assembler, keys: Value, entries: Value, count: Value, pairs: Value): void {
  a.for(0, count, (i) => {
    const entry = a.let(a.elements("i32", i.mul(WORD).add(entries)).get(0));
    const pair = a.elements("i32", i.mul(PAIR).add(pairs));
    pair.set(0, a.elements("i32", entry.mul(DOUBLE).add(keys)).get(1));
    pair.set(1, entry);
  });
}
