import { float64Buffer } from "./buffers.js";

const LOW_WORD = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 0 : 1;
const HIGH_WORD = 1 - LOW_WORD;
/** What the bits of the magnitude are turned over by, where a larger magnitude is a smaller number. */
const MAGNITUDE = 0x7fff_ffff;
const SIGN = -0x8000_0000;
/** The magnitude of infinity; beyond are the bits of NaN. */
const INFINITY = 0x7f80_0000;
/** The last of all unsigned words, which is the key of no number. */
const LAST = -1;

const doubleBuffer = float64Buffer();

/** Whether every value is one of single precision, whose bits fit one word. */
export function areSingles(values: ArrayLike<number>): boolean {
  if (values instanceof Float32Array) return true;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Math.fround(value) !== value && !Number.isNaN(value)) return false;
  }
  return true;
}

/**
 * Words that compare, as unsigned numbers, as the first `count` values rounded to single precision do: 0 and −0 are one, NaN comes last. In the other direction
 * if `descending`.
 */
export function singleKeys(values: ArrayLike<number>, count: number, descending: boolean, keys: Int32Array): void {
  const singles = new Float32Array(keys.buffer, keys.byteOffset, count);
  // Adding 0 turns −0 into 0, whose bits would otherwise tell the two apart.
  for (let i = 0; i < count; i++) singles[i] = values[i]! + 0;
  const turned = descending ? -1 : 0;
  for (let i = 0; i < count; i++) {
    const bits = keys[i]!;
    const isNotANumber = (bits & MAGNITUDE) > INFINITY;
    keys[i] = isNotANumber ? LAST : bits ^ ((bits >> 31) & MAGNITUDE) ^ SIGN ^ turned;
  }
}

/** The same of double precision, in a low and a high word. */
export function doubleKeys(values: ArrayLike<number>, descending: boolean, low: Int32Array, high: Int32Array): void {
  const count = values.length;
  const doubles = doubleBuffer.atLeast(count);
  for (let i = 0; i < count; i++) doubles[i] = values[i]! + 0;
  const words = new Int32Array(doubles.buffer);
  const turned = descending ? -1 : 0;
  for (let i = 0; i < count; i++) {
    const bits = words[2 * i + HIGH_WORD]!;
    const negative = bits >> 31;
    low[i] = words[2 * i + LOW_WORD]! ^ negative ^ turned;
    high[i] = bits ^ (negative & MAGNITUDE) ^ SIGN ^ turned;
  }
  for (let i = 0; i < count; i++) if (Number.isNaN(values[i]!)) low[i] = high[i] = LAST;
}
