import type { Code } from "./encode/code.js";
import { ModuleBuilder } from "./encode/module.js";

/** The primes of xxHash (Collet), whose rounds these are. */
const prime = [
  0x9e3779b185ebca87n,
  0xc2b2ae3d27d4eb4fn,
  0x165667b19e3779f9n,
  0x85ebca77c2b2ae63n,
  0x27d4eb2f165667c5n,
] as const;

/** Where the state, the length of the content and the result lie, and the piece of content at hand. */
const [state, length, result, piece] = [0, 32, 48, 64] as const;
const lane = 8;
const stripe = 32;
/** Bytes that are looked at at a time: copied from wherever they are, they are still in the nearest cache when they are read. */
const pieceBytes = 16_384;

interface Digester {
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;
  /** From the beginning of the piece to so many bytes after it, whole stripes. */
  readonly absorb: (bytes: number) => void;
  readonly finish: () => void;
}

let digester: Digester | null | undefined;

/**
 * 128 bits that tell contents apart, as 32 hexadecimal digits: not against someone who looks for two that agree, but far beyond the chance that two targets ever do.
 * Undefined where there is no WebAssembly.
 */
export function digestOf(content: ArrayBufferView): string | undefined {
  digester = digester === undefined ? start() : digester;
  if (digester === null) return undefined;
  const { bytes, words, absorb, finish } = digester;
  const all = new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
  bytes.fill(0, state, length);
  words[length / 4] = all.length;
  for (let from = 0; from < all.length; from += pieceBytes) {
    const count = Math.min(pieceBytes, all.length - from);
    bytes.set(all.subarray(from, from + count), piece);
    const whole = Math.ceil(count / stripe) * stripe;
    bytes.fill(0, piece + count, piece + whole);
    absorb(whole);
  }
  finish();
  return Array.from(words.subarray(result / 4, result / 4 + 4), (word) => word.toString(16).padStart(8, "0")).join("");
}

function start(): Digester | null {
  if (typeof WebAssembly === "undefined") return null;
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
  const builder = new ModuleBuilder({ shared: false, maximum: 1 });
  encodeAbsorb(builder.function(["i32"], [], "absorb").code);
  encodeFinish(builder.function([], [], "finish").code);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(builder.bytes()), { host: { memory } });
  return {
    bytes: new Uint8Array(memory.buffer),
    words: new Uint32Array(memory.buffer),
    absorb: exports.absorb as Digester["absorb"],
    finish: exports.finish as Digester["finish"],
  };
}

/** Four sums of 64 bits; each word of a stripe goes into two of them, so that no difference stays in 64 bits. */
function encodeAbsorb(code: Code): void {
  const sums = [0, 1, 2, 3].map(() => code.local("i64"));
  const read = [0, 1, 2, 3].map(() => code.local("i64"));
  const [at, end] = [code.local("i32"), code.local("i32")];
  sums.forEach((sum, i) => {
    code
      .i32(0)
      .at("i64.load", state + i * lane)
      .set(sum);
  });
  code.i32(piece).set(at).get(0).i32(piece).op("i32.add").set(end);
  code.count(at, end, stripe, () => {
    read.forEach((word, i) => {
      code
        .get(at)
        .at("i64.load", i * lane)
        .set(word);
    });
    sums.forEach((sum, i) => {
      code.get(sum).get(read[i]!).i64(prime[1]).op("i64.mul", "i64.add");
      code.get(read[(i + 1) % 4]!).op("i64.add");
      code.i64(31n).op("i64.rotl").i64(prime[0]).op("i64.mul").set(sum);
    });
  });
  sums.forEach((sum, i) => {
    code
      .i32(0)
      .get(sum)
      .at("i64.store", state + i * lane);
  });
}

/** Both halves of the result are made of all four sums, in another order and from another beginning. */
function encodeFinish(code: Code): void {
  const hash = code.local("i64");
  const orders = [
    [0, 1, 2, 3],
    [2, 0, 3, 1],
  ];
  orders.forEach((order, half) => {
    code
      .i32(0)
      .at("i64.load", length)
      .i64(prime[4 - half]!)
      .op("i64.add")
      .set(hash);
    for (const i of order) {
      code.get(hash);
      code
        .i32(0)
        .at("i64.load", state + i * lane)
        .i64(prime[1])
        .op("i64.mul")
        .i64(31n)
        .op("i64.rotl")
        .i64(prime[0])
        .op("i64.mul");
      code.op("i64.xor").i64(prime[half]!).op("i64.mul").i64(prime[3]).op("i64.add").set(hash);
      code.get(hash).get(hash).i64(29n).op("i64.shr_u", "i64.xor").set(hash);
    }
    for (const [shift, factor] of [
      [33n, prime[1]],
      [29n, prime[2]],
    ] as const)
      code.get(hash).get(hash).i64(shift).op("i64.shr_u", "i64.xor").i64(factor).op("i64.mul").set(hash);
    code
      .i32(0)
      .get(hash)
      .get(hash)
      .i64(32n)
      .op("i64.shr_u", "i64.xor")
      .at("i64.store", result + half * lane);
  });
}
