import { type Assembler, type Defined, define } from "../../../wasm/encode/assembler.js";
import type { ModuleBuilder } from "../../../wasm/encode/module.js";
import type { Value } from "../../../wasm/encode/value.js";

/** Bytes of a pair to be sorted: a key, which is an unsigned word, and the entry it belongs to. */
export const PAIR = 8;
const WORD = 4;
const WORD_BITS = 32;

/** From this many pairs on, fewer passes save more time than the larger tables of buckets take. */
const MANY = 1024;
const FEW_BITS = 8;
const MANY_BITS = 11;
/** Bytes of the tables of all digits, whichever their width. */
export const TABLES = Math.ceil(WORD_BITS / MANY_BITS) * (1 << MANY_BITS) * WORD;

/**
 * Adds the function `radixSort` to a module: pairs in ascending sequence of their keys, of which only the entries are kept. Equal keys keep their sequence. Each pass
 * moves pairs whole, so that a key and its entry are one access.
 *
 * Parameters are the addresses of the pairs, which are overwritten, of as many bytes for pairs again, of `TABLES` bytes, and of where the entries go; and how many they are.
 */
export function defineRadixSort(builder: ModuleBuilder): Defined {
  const params = { pairs: "i32", others: "i32", tables: "i32", result: "i32", count: "i32" } as const;
  return define(builder, "radixSort", params, (a, { pairs, others, tables, result, count }) => {
    const end = a.let(count.mul(PAIR).add(pairs));
    a.if(
      count.lt(MANY),
      () => countDigits(a, pairs, end, tables, FEW_BITS),
      () => countDigits(a, pairs, end, tables, MANY_BITS),
    );
    const [bits, shift] = [a.int(MANY_BITS), a.int(0)];
    a.if(count.lt(MANY), () => bits.set(FEW_BITS));
    const table = a.let(tables);
    const size = a.let(asBytes(a, bits));
    const [from, to] = [a.let(pairs), a.let(others)];
    a.loop(({ exit }) => {
      exit(shift.ge(WORD_BITS));
      a.if(startsOfDigits(a, table, size, count, to), () => {
        deal(a, { from, count, shift, table, mask: size.sub(WORD) });
        const swapped = a.let(from);
        from.set(to);
        to.set(swapped);
      });
      shift.increase(bits);
      table.increase(size);
    });
    const entries = a.elements("i32", result);
    const pair = a.let(from);
    a.for(0, count, (i) => {
      entries.set(i, a.elements("i32", pair).get(1));
      pair.increase(PAIR);
    });
    return 0;
  });
}

/** How many bytes a table has for digits of so many bits. */
const asBytes = (a: Assembler, bits: Value): Value => a.int(WORD).shl(bits);

/** How often each value of each digit occurs. */
function countDigits(a: Assembler, pairs: Value, end: Value, tables: Value, bits: number): void {
  const size = WORD << bits;
  const digits = Math.ceil(WORD_BITS / bits);
  a.fill(tables, 0, digits * size);
  a.for(
    pairs,
    end,
    (pair) => {
      const key = a.let(a.elements("i32", pair).get(0));
      for (let digit = 0; digit < digits; digit++) {
        const bucket = a.let(bucketOf(key, digit * bits, size - WORD).add(tables));
        const counts = a.elements("i32", bucket.add(digit * size));
        counts.set(0, counts.get(0).add(1));
      }
    },
    PAIR,
  );
}

/** The digit at a shift as a distance in bytes. */
function bucketOf(key: Value, shift: number, mask: number): Value {
  const moved = shift < 2 ? key.shl(2 - shift) : key.shrU(shift - 2);
  return moved.and(mask);
}

/** Replaces the counts of one table by the addresses at which pairs with each digit begin; whether there is more than one digit. */
function startsOfDigits(a: Assembler, table: Value, size: Value, count: Value, to: Value): Value {
  const [several, start] = [a.int(1), a.let(to)];
  const end = a.let(table.add(size));
  a.block((leave) => {
    a.for(
      table,
      end,
      (bucket) => {
        const counts = a.elements("i32", bucket);
        const here = a.let(counts.get(0));
        a.if(here.eq(count), () => {
          several.set(0);
          leave();
        });
        counts.set(0, start);
        start.increase(here.mul(PAIR));
      },
      WORD,
    );
  });
  return several;
}

interface Deal {
  readonly from: Value;
  readonly count: Value;
  readonly shift: Value;
  readonly table: Value;
  /** Of a digit in bytes. */
  readonly mask: Value;
}

function deal(a: Assembler, { from, count, shift, table, mask }: Deal): void {
  const end = a.let(count.mul(PAIR).add(from));
  const kept = a.let(mask);
  a.for(
    from,
    end,
    (pair) => {
      const digit = a.elements("i32", pair).get(0).shrU(shift).shl(2).and(kept);
      const bucket = a.let(digit.add(table));
      const places = a.elements("i32", bucket);
      const place = a.let(places.get(0));
      places.set(0, place.add(PAIR));
      a.elements("f64", place).set(0, a.elements("f64", pair).get(0));
    },
    PAIR,
  );
}
