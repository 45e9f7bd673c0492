import { ReadError } from "./read-error.js";

/** More values than this in one picture or volume are not read: a volume of 512³, a grey picture of 11,000², a coloured one of 6,600². */
export const MOST_VALUES = 2 ** 27;

/** More bytes than this in one file, or unpacked from one archive, are not read: 2 GiB. */
export const MOST_BYTES = 2 ** 31;

/** A compressed byte cannot stand for more than this many bytes. Deflate: a match of 258 bytes in two bits. LZW: a string of 3,838 bytes in twelve bits. */
export const mostBytesOfOne = { none: 1, deflate: 1032, lzw: 2560, packBits: 64 } as const;

/** Whether sizes are whole numbers of at least 1. */
export const areSizes = (sizes: readonly number[]): boolean => sizes.every((n) => Number.isSafeInteger(n) && n > 0);

/** A number with commas: 1,048,576. */
export const readableCount = (n: number): string => n.toLocaleString("en-US");

/** @throws {ReadError} if a header declares more values than are read; nothing has been allocated then. */
export function checkValueCount(sizes: readonly number[], file: string): void {
  const count = sizes.reduce((product, size) => product * size, 1);
  if (count <= MOST_VALUES) return;
  throw new ReadError(
    file,
    `it declares ${sizes.join("×")} = ${readableCount(count)} values, and at most ${readableCount(MOST_VALUES)} are read`,
    "Cut it into tiles, or reduce its resolution",
  );
}

/** @throws {ReadError} if compressed bytes cannot hold what is declared of them; nothing has been allocated then. */
export function checkRatio(declared: number, compressed: number, most: number, file: string): void {
  if (declared <= compressed * most + most) return;
  throw new ReadError(
    file,
    `it declares ${readableCount(declared)} bytes of content, which its ${readableCount(compressed)} bytes cannot hold`,
    "The file is damaged or made to exhaust memory: get it again from its source",
  );
}
