import { decode, encode } from "fast-png";
import type { Raster } from "../../train/samples.js";
import { ReadError } from "./read-error.js";

/** Where a PNG's header says whether it is interlaced. */
const INTERLACE = 28;

/**
 * The pixels of a PNG: 1 to 16 bits, grey, RGB, with alpha or a palette. A palette is kept, because the indices of a mask are its labels.
 *
 * @throws {ReadError} if it is not a PNG, is damaged, or is interlaced with fewer than 8 bits.
 */
export function readPng(bytes: Uint8Array, file: string): Raster {
  const decoded = decodeChecked(bytes, file);
  // fast-png 8.0 takes the passes of an interlaced picture for whole bytes per pixel, and so returns noise here.
  if (decoded.depth < 8 && bytes[INTERLACE] === 1) {
    throw new ReadError(file, `interlaced PNGs of ${decoded.depth} bits are not read`, "Save it without interlacing");
  }
  const { width, height, depth, palette } = decoded;
  const channels = decoded.channels as Raster["channels"];
  const rowBytes = Math.ceil((width * channels * depth) / 8);
  const stored = depth < 8 ? rowBytes * height : width * height * channels;
  if (decoded.data.length !== stored) {
    throw new ReadError(
      file,
      `the PNG is damaged: ${stored} values expected, ${decoded.data.length} found`,
      "Save it again",
    );
  }
  const data = depth < 8 ? unpacked(decoded.data as Uint8Array, width * channels, height, depth) : decoded.data;
  return {
    width,
    height,
    channels,
    maximum: 2 ** depth - 1,
    data: data instanceof Uint16Array ? data : new Uint8Array(data.buffer, data.byteOffset, data.length),
    ...(palette && { palette }),
  };
}

function decodeChecked(bytes: Uint8Array, file: string) {
  try {
    return decode(bytes, { checkCrc: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ReadError(file, `this is not a readable PNG: ${reason}`, "Save it again as PNG");
  }
}

/** Values of 1, 2 or 4 bits, one to an element; every row begins at a byte. */
function unpacked(packed: Uint8Array, rowValues: number, rows: number, depth: number): Uint8Array {
  const perByte = 8 / depth;
  const rowBytes = Math.ceil(rowValues / perByte);
  const result = new Uint8Array(rowValues * rows);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < rowValues; i++) {
      const byte = packed[row * rowBytes + Math.floor(i / perByte)]!;
      const shift = 8 - depth * ((i % perByte) + 1);
      result[row * rowValues + i] = (byte >> shift) & (2 ** depth - 1);
    }
  }
  return result;
}

/**
 * A PNG of 8-bit pixels, grey (`channels` 1), RGB (3) or RGBA (4).
 *
 * @param data `[height, width, channels]` in 0..255.
 */
export function writePng(width: number, height: number, channels: 1 | 3 | 4, data: Uint8Array): Uint8Array {
  return encode({ width, height, channels, depth: 8, data });
}
