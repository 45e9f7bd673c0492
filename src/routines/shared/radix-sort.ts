import { int32Buffer } from "./buffers.js";

const WORD_BITS = 32;
/** From this many entries on, fewer passes save more time than the larger tables of buckets take. */
const MANY = 1024;

const tableBuffer = int32Buffer();
const keyBuffers = [int32Buffer(), int32Buffer()] as const;
const entryBuffers = [int32Buffer(), int32Buffer()] as const;

/**
 * The first `count` entries in ascending sequence of their keys, which are unsigned words; entries are 0, 1, 2, … unless given. Equal keys keep their sequence.
 * Time is linear: one pass counts the digits of the keys, and each digit is dealt out in one more, unless all keys share it.
 *
 * @returns memory of this module, until its next call; what is given stays as it is.
 */
export function sortedByKeys(keys: Int32Array, count: number, entries?: Int32Array): Int32Array {
  const bits = count < MANY ? 8 : 11;
  const buckets = 1 << bits;
  const tables = tableBuffer.atLeast(Math.ceil(WORD_BITS / bits) * buckets);
  if (bits === 8) countBytes(keys, count, tables);
  else countThirds(keys, count, tables);

  const shifts: number[] = [];
  for (let shift = 0, table = 0; shift < WORD_BITS; shift += bits, table += buckets)
    if (startsOfDigits(tables, table, buckets, count)) shifts.push(shift);
  let from = entries ?? ascending(count, entryBuffers[1].atLeast(count));
  let fromKeys = keys;
  shifts.forEach((shift, pass) => {
    const to = entryBuffers[pass % 2]!.atLeast(count);
    const table = (shift / bits) * buckets;
    if (pass === shifts.length - 1) dealLast(fromKeys, from, count, shift, buckets - 1, tables, table, to);
    else {
      const toKeys = keyBuffers[pass % 2]!.atLeast(count);
      deal(fromKeys, from, count, shift, buckets - 1, tables, table, toKeys, to);
      fromKeys = toKeys;
    }
    from = to;
  });
  return from;
}

function ascending(count: number, entries: Int32Array): Int32Array {
  for (let i = 0; i < count; i++) entries[i] = i;
  return entries;
}

/** Fills one table for each digit with how often each of its values occurs: digits of 8 bits. */
function countBytes(keys: Int32Array, count: number, tables: Int32Array): void {
  tables.fill(0, 0, 4 * 256);
  for (let i = 0; i < count; i++) {
    const key = keys[i]!;
    tables[key & 255]!++;
    tables[256 + ((key >>> 8) & 255)]!++;
    tables[512 + ((key >>> 16) & 255)]!++;
    tables[768 + (key >>> 24)]!++;
  }
}

/** The same with digits of 11 bits, the last of 10. */
function countThirds(keys: Int32Array, count: number, tables: Int32Array): void {
  tables.fill(0, 0, 3 * 2048);
  for (let i = 0; i < count; i++) {
    const key = keys[i]!;
    tables[key & 2047]!++;
    tables[2048 + ((key >>> 11) & 2047)]!++;
    tables[4096 + (key >>> 22)]!++;
  }
}

/** Replaces the counts of one table by where the entries with each digit begin; false if all share one digit. */
function startsOfDigits(tables: Int32Array, table: number, buckets: number, count: number): boolean {
  let before = 0;
  for (let digit = table; digit < table + buckets; digit++) {
    const here = tables[digit]!;
    if (here === count) return false;
    tables[digit] = before;
    before += here;
  }
  return true;
}

function deal(
  keys: Int32Array,
  entries: Int32Array,
  count: number,
  shift: number,
  mask: number,
  tables: Int32Array,
  table: number,
  toKeys: Int32Array,
  to: Int32Array,
): void {
  for (let i = 0; i < count; i++) {
    const key = keys[i]!;
    const bucket = table + ((key >>> shift) & mask);
    const place = tables[bucket]!;
    tables[bucket] = place + 1;
    toKeys[place] = key;
    to[place] = entries[i]!;
  }
}

/** After the last digit nobody asks for the keys. */
function dealLast(
  keys: Int32Array,
  entries: Int32Array,
  count: number,
  shift: number,
  mask: number,
  tables: Int32Array,
  table: number,
  to: Int32Array,
): void {
  for (let i = 0; i < count; i++) {
    const bucket = table + ((keys[i]! >>> shift) & mask);
    const place = tables[bucket]!;
    tables[bucket] = place + 1;
    to[place] = entries[i]!;
  }
}
