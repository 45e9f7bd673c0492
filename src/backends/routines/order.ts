const WORD_BITS = 32;
/** From this many values on, half the passes save more time than the larger table of buckets takes. */
const MANY = 8192;
const SIGN = 0x8000_0000;
const ALL = 0xffff_ffff;
/** The key of NaN, which no number has. */
const LAST = ALL;
const LOW_WORD = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 0 : 1;
const HIGH_WORD = 1 - LOW_WORD;

/**
 * The indices of a row of values in the order that sorts it.
 *
 * Equal values keep the order of their indices in both directions, and 0 equals −0. NaN comes last in both directions.
 * Time is linear in the number of values (a radix sort of their bits).
 */
export function order(values: ArrayLike<number>, descending: boolean): Int32Array<ArrayBuffer> {
  const count = values.length;
  const digitBits = count < MANY ? 8 : 16;
  const starts = new Int32Array(1 << digitBits);
  const digitMask = starts.length - 1;
  let sorted = new Int32Array(count);
  for (let i = 0; i < count; i++) sorted[i] = i;
  let spare = new Int32Array(count);
  for (const keys of sortingKeys(values, descending)) {
    for (let shift = 0; shift < WORD_BITS; shift += digitBits) {
      if (!startsOfDigits(keys, shift, starts)) continue;
      for (let i = 0; i < count; i++) {
        const index = sorted[i]!;
        const digit = (keys[index]! >>> shift) & digitMask;
        spare[starts[digit]!++] = index;
      }
      [sorted, spare] = [spare, sorted];
    }
  }
  return sorted;
}

/** The place of each index in an order: the inverse permutation. */
export function ranks(order: ArrayLike<number>): Int32Array<ArrayBuffer> {
  const places = new Int32Array(order.length);
  for (let rank = 0; rank < order.length; rank++) places[order[rank]!] = rank;
  return places;
}

/** For each index the sum of the values at it and at all before it in an order. */
export function sumsInOrder(order: ArrayLike<number>, values: ArrayLike<number>): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(order.length);
  let sum = 0;
  for (let rank = 0; rank < order.length; rank++) sums[order[rank]!] = sum += values[order[rank]!]!;
  return sums;
}

/** Fills `starts` with where each digit's indices begin in the sorted row; false if all keys share the digit. */
function startsOfDigits(keys: Uint32Array, shift: number, starts: Int32Array): boolean {
  const digitMask = starts.length - 1;
  starts.fill(0);
  for (let i = 0; i < keys.length; i++) starts[(keys[i]! >>> shift) & digitMask]!++;
  let before = 0;
  for (let digit = 0; digit < starts.length; digit++) {
    const here = starts[digit]!;
    if (here === keys.length) return false;
    starts[digit] = before;
    before += here;
  }
  return true;
}

/** Unsigned words, least significant first, that compare as the values do. Values of single precision need only one. */
function sortingKeys(values: ArrayLike<number>, descending: boolean): Uint32Array[] {
  return areSingles(values) ? [singleKeys(values, descending)] : doubleKeys(values, descending);
}

function areSingles(values: ArrayLike<number>): boolean {
  if (values instanceof Float32Array) return true;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Math.fround(value) !== value && !Number.isNaN(value)) return false;
  }
  return true;
}

function singleKeys(values: ArrayLike<number>, descending: boolean): Uint32Array {
  const singles = new Float32Array(values.length);
  // Adding 0 turns −0 into 0, whose bits would otherwise tell the two apart.
  for (let i = 0; i < singles.length; i++) singles[i] = values[i]! + 0;
  const keys = new Uint32Array(singles.buffer);
  for (let i = 0; i < keys.length; i++) {
    const bits = keys[i]!;
    keys[i] = Number.isNaN(values[i]!) ? LAST : bits ^ flipOfRest(bits, descending) ^ flipOfSign(bits);
  }
  return keys;
}

function doubleKeys(values: ArrayLike<number>, descending: boolean): Uint32Array[] {
  const doubles = new Float64Array(values.length);
  for (let i = 0; i < doubles.length; i++) doubles[i] = values[i]! + 0;
  const words = new Uint32Array(doubles.buffer);
  const low = new Uint32Array(values.length);
  const high = new Uint32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const bits = words[2 * i + HIGH_WORD]!;
    const flip = flipOfRest(bits, descending);
    const last = Number.isNaN(values[i]!);
    low[i] = last ? LAST : words[2 * i + LOW_WORD]! ^ flip;
    high[i] = last ? LAST : bits ^ flip ^ flipOfSign(bits);
  }
  return [low, high];
}

/** A float is a sign and a magnitude: of negative numbers the larger bits are the smaller number. */
function flipOfRest(bits: number, descending: boolean): number {
  return bits >= SIGN !== descending ? ALL : 0;
}

function flipOfSign(bits: number): number {
  return bits >= SIGN ? 0 : SIGN;
}
