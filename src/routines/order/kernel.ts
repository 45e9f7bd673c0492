import { define } from "../../wasm/encode/assembler.js";
import { FALLING, keysOfDoubles, pairHighWords, pairLowWords, pairSingles, RISING } from "../shared/kernel/keys.js";
import { areas, kernelMemory, lazyModule } from "../shared/kernel/memory.js";
import { defineRadixSort, PAIR, TABLES } from "../shared/kernel/radix-sort.js";
import { areSingles } from "../shared/keys.js";

/** Beyond this many values the memory would not do. */
const MOST = 1 << 24;
/** Values are taken in whole vectors. */
const WHOLE = 4;

/**
 * Writes the indices that sort some values.
 *
 * Parameters are the addresses of the values, of two lists of pairs and of tables to work in, and of the result; how many values there are; and `RISING` or `FALLING`.
 */
type Sort = (
  values: number,
  pairs: number,
  others: number,
  tables: number,
  result: number,
  count: number,
  turn: number,
) => void;

const sorts = lazyModule<{ readonly singles: Sort; readonly doubles: Sort }>((builder) => {
  const sort = defineRadixSort(builder);
  const params = {
    values: "i32",
    pairs: "i32",
    others: "i32",
    tables: "i32",
    result: "i32",
    count: "i32",
    turn: "i32",
  } as const;
  define(builder, "singles", params, (a, { values, pairs, others, tables, result, count, turn }) => {
    pairSingles(a, values, count, turn, pairs);
    return a.call(sort, pairs, others, tables, result, count);
  });
  define(builder, "doubles", params, (a, { values, pairs, others, tables, result, count, turn }) => {
    keysOfDoubles(a, values, count, turn);
    pairLowWords(a, values, count, pairs);
    a.call(sort, pairs, others, tables, result, count);
    pairHighWords(a, values, result, count, pairs);
    return a.call(sort, pairs, others, tables, result, count);
  });
});

/** The indices that sort some values, as `referenceArgsort` has them; undefined where kernels cannot run. */
export function argsortByKernel(values: ArrayLike<number>, descending: boolean): Int32Array<ArrayBuffer> | undefined {
  const count = values.length;
  const found = count > MOST ? undefined : sorts();
  if (found === undefined) return undefined;
  const most = count + WHOLE - 1;
  const at = areas({ values: 8 * most, pairs: PAIR * most, others: PAIR * most, tables: TABLES, result: 4 * most });
  const memory = kernelMemory(at.end);
  if (memory === undefined) return undefined;
  const singles = areSingles(values);
  if (singles) memory.singles.set(values, at.values / 4);
  else memory.doubles.set(values, at.values / 8);
  const sort = singles ? found.singles : found.doubles;
  sort(at.values, at.pairs, at.others, at.tables, at.result, count, descending ? FALLING : RISING);
  return memory.words.slice(at.result / 4, at.result / 4 + count);
}
