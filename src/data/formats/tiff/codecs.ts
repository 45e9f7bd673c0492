import { mostBytesOfOne } from "../../shared/bounds.js";
import { inflatedUpTo } from "../../shared/inflate.js";

/** How the bytes of a strip or tile are compressed. */
export interface Codec {
  /** Bytes that one compressed byte can stand for. */
  readonly most: number;
  /** At most `length` bytes; fewer where the content ends before. */
  readonly decode: (bytes: Uint8Array, length: number) => Uint8Array;
}

const deflate: Codec = {
  most: mostBytesOfOne.deflate,
  decode: (bytes, length) => inflatedUpTo(length, "zlib", [bytes]).bytes,
};

/** By the value of the tag Compression. */
export const codecs: Readonly<Record<number, Codec>> = {
  1: { most: mostBytesOfOne.none, decode: (bytes, length) => bytes.subarray(0, length) },
  5: { most: mostBytesOfOne.lzw, decode: lzw },
  8: deflate,
  32773: { most: mostBytesOfOne.packBits, decode: packBits },
  32946: deflate,
};

/** What other values of the tag Compression stand for. */
export const unreadCodecs: Readonly<Record<number, string>> = {
  2: "CCITT",
  3: "CCITT",
  4: "CCITT",
  6: "JPEG",
  7: "JPEG",
  34712: "JPEG 2000",
  34887: "LERC",
  34925: "LZMA",
  50000: "Zstandard",
  50001: "WebP",
};

const CLEAR = 256;
const END = 257;

/** TIFF 6.0, section 13: codes of 9 to 12 bits, the first bit highest, one code earlier longer than in GIF. */
function lzw(bytes: Uint8Array, length: number): Uint8Array {
  const result = new Uint8Array(length);
  const prefix = new Uint16Array(4096);
  const suffix = new Uint8Array(4096);
  const lengths = new Uint16Array(4096).fill(1, 0, 256);
  for (let i = 0; i < 256; i++) suffix[i] = i;
  let [next, bits, previous, written, position] = [258, 9, -1, 0, 0];
  const write = (code: number, end: number) => {
    for (let c = code, at = end - 1; ; c = prefix[c]!, at--) {
      if (at < length) result[at] = suffix[c]!;
      if (lengths[c] === 1) return suffix[c]!;
    }
  };
  while (written < length && position + bits <= bytes.length * 8) {
    const at = position >> 3;
    const window = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const code = (window >> (24 - bits - (position & 7))) & ((1 << bits) - 1);
    position += bits;
    if (code === END) break;
    if (code === CLEAR) {
      [next, bits, previous] = [258, 9, -1];
      continue;
    }
    if (code > next || (code === next && previous < 0) || next > 4096) throw new Error("its LZW codes are damaged");
    if (previous >= 0 && next < 4096) {
      prefix[next] = previous;
      lengths[next] = lengths[previous]! + 1;
      // The new string ends in the first byte of this code's string, which may be the new string itself.
      let first = code === next ? previous : code;
      while (lengths[first]! > 1) first = prefix[first]!;
      suffix[next] = suffix[first]!;
      next++;
    } else if (code >= next) throw new Error("its LZW codes are damaged");
    write(code, written + lengths[code]!);
    written += lengths[code]!;
    previous = code;
    if (next >= 511) bits = next >= 2047 ? 12 : next >= 1023 ? 11 : 10;
  }
  return result.subarray(0, Math.min(written, length));
}

/** TIFF 6.0, section 9. */
function packBits(bytes: Uint8Array, length: number): Uint8Array {
  const result = new Uint8Array(length);
  let written = 0;
  for (let at = 0; at < bytes.length && written < length; ) {
    const n = (bytes[at++]! << 24) >> 24;
    if (n >= 0) {
      const part = bytes.subarray(at, Math.min(at + n + 1, at + length - written));
      result.set(part, written);
      written += part.length;
      at += n + 1;
    } else if (n !== -128) {
      const count = Math.min(1 - n, length - written);
      result.fill(bytes[at++] ?? 0, written, written + count);
      written += count;
    }
  }
  return result.subarray(0, written);
}
