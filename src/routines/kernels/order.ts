import { define } from "../../wasm/encode/assembler.js";
import { FALLING, keysOfDoubles, pairHighWords, pairLowWords, pairSingles, RISING } from "./keys.js";
import { areas, kernels, roomFor } from "./memory.js";
import { defineRadixSort, PAIR, TABLES } from "./radix.js";

/** Beyond this many values the memory would not do. */
const MOST = 1 << 24;
/** Values are taken in whole vectors. */
const WHOLE = 4;

/** Writes the order of values: by addresses of them, of room for two lists of pairs and for tables, and of the result; how many; `RISING` or `FALLING`. */
type Order = (
  values: number,
  pairs: number,
  others: number,
  tables: number,
  result: number,
  count: number,
  turn: number,
) => void;

const orders = kernels<{ readonly singles: Order; readonly doubles: Order }>((builder) => {
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

/** `order` by kernels; undefined where they cannot run. */
export function orderByKernels(
  values: ArrayLike<number>,
  descending: boolean,
  kind: "singles" | "doubles",
): Int32Array<ArrayBuffer> | undefined {
  const count = values.length;
  const found = count > MOST ? undefined : orders();
  if (found === undefined) return undefined;
  const most = count + WHOLE - 1;
  const at = areas({ values: 8 * most, pairs: PAIR * most, others: PAIR * most, tables: TABLES, result: 4 * most });
  const room = roomFor(at.end);
  if (room === undefined) return undefined;
  if (kind === "singles") room.singles.set(values, at.values / 4);
  else room.doubles.set(values, at.values / 8);
  found[kind](at.values, at.pairs, at.others, at.tables, at.result, count, descending ? FALLING : RISING);
  return room.words.slice(at.result / 4, at.result / 4 + count);
}
