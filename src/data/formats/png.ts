import { encode } from "fast-png";
import { areSizes, checkRatio, checkValueCount, mostBytesOfOne } from "../shared/bounds.js";
import { inflatedUpTo } from "../shared/inflate.js";
import type { Raster } from "../shared/raster.js";
import { ReadError } from "../shared/read-error.js";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Channels and depths of each colour type (PNG specification, table 11.1). */
const colourTypes: Readonly<Record<number, { channels: number; depths: readonly number[] }>> = {
  0: { channels: 1, depths: [1, 2, 4, 8, 16] },
  2: { channels: 3, depths: [8, 16] },
  3: { channels: 1, depths: [1, 2, 4, 8] },
  4: { channels: 2, depths: [8, 16] },
  6: { channels: 4, depths: [8, 16] },
};

interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly channels: number;
  readonly interlaced: boolean;
}

/** The pixels `x0, x0 + dx, …` of the rows `y0, y0 + dy, …`. */
interface Pass {
  readonly x0: number;
  readonly y0: number;
  readonly dx: number;
  readonly dy: number;
}

const wholePicture: readonly Pass[] = [{ x0: 0, y0: 0, dx: 1, dy: 1 }];
const adam7: readonly Pass[] = [
  { x0: 0, y0: 0, dx: 8, dy: 8 },
  { x0: 4, y0: 0, dx: 8, dy: 8 },
  { x0: 0, y0: 4, dx: 4, dy: 8 },
  { x0: 2, y0: 0, dx: 4, dy: 4 },
  { x0: 0, y0: 2, dx: 2, dy: 4 },
  { x0: 1, y0: 0, dx: 2, dy: 2 },
  { x0: 0, y0: 1, dx: 1, dy: 2 },
];

/** What is wrong with a PNG. */
class Damage extends Error {}

/**
 * The pixels of a PNG: 1 to 16 bits, grey, RGB, with alpha or a palette, interlaced or not. A palette is kept, because the indices of a mask are its labels.
 * Nothing but pixels and palette is unpacked: no colour profile, no text.
 *
 * Source: W3C. Portable Network Graphics (PNG) Specification, second edition, 2003.
 *
 * @throws {ReadError} if it is not a PNG, is damaged, or declares more than it can hold or than is read.
 */
export function readPng(bytes: Uint8Array, file: string): Raster {
  try {
    return decoded(bytes, file);
  } catch (error) {
    if (error instanceof ReadError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ReadError(file, `this is not a readable PNG: ${reason}`, "Save it again as PNG");
  }
}

function decoded(bytes: Uint8Array, file: string): Raster {
  const { header, colour, palette, parts } = chunksOf(bytes, file);
  const { width, height, depth, channels } = header;
  const passes = header.interlaced ? adam7 : wholePicture;
  const length = passes.reduce((sum, pass) => sum + passBytes(header, pass), 0);
  const compressed = parts.reduce((sum, part) => sum + part.length, 0);
  checkRatio(length, compressed, mostBytesOfOne.deflate, file);
  const { bytes: filtered } = inflatedUpTo(length, "zlib", parts);
  if (filtered.length < length) throw new Damage(`${length} bytes of pixels expected, ${filtered.length} found`);
  const count = width * height * channels;
  const data = depth === 16 ? new Uint16Array(count) : new Uint8Array(count);
  let at = 0;
  for (const pass of passes) {
    const size = passBytes(header, pass);
    readPass(filtered.subarray(at, at + size), header, pass, data);
    at += size;
  }
  if (palette) checkIndices(data, palette.length);
  return {
    format: "PNG",
    space: [height, width],
    channels,
    alpha: colour === 4 || colour === 6,
    white: 2 ** depth - 1,
    type: `${depth} bit`,
    data,
    ...(palette && { palette }),
  };
}

function chunksOf(bytes: Uint8Array, file: string) {
  if (SIGNATURE.some((byte, i) => bytes[i] !== byte)) throw new Damage("it does not begin like one");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header: (Header & { colour: number }) | undefined;
  let palette: number[][] | undefined;
  const parts: Uint8Array[] = [];
  let at = SIGNATURE.length;
  for (;;) {
    if (at + 12 > bytes.length) throw new Damage(`it ends at byte ${bytes.length}, before its last chunk`);
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const end = at + 8 + length;
    if (end + 4 > bytes.length)
      throw new Damage(`the chunk ${printable(type)} declares ${length} bytes, and ${bytes.length - at - 12} are left`);
    const content = bytes.subarray(at + 8, end);
    const matters = type === "IHDR" || type === "PLTE" || type === "IDAT" || type === "IEND";
    if (matters && crc32(bytes.subarray(at + 4, end)) !== view.getUint32(end))
      throw new Damage(`the checksum of its chunk ${type} is wrong`);
    if (!header && type !== "IHDR") throw new Damage("its first chunk is not IHDR");
    if (type === "IHDR" && !header) header = headerOf(content, file);
    else if (type === "PLTE") palette = paletteOf(content);
    else if (type === "IDAT") parts.push(content);
    else if (type === "IEND") break;
    else if (!matters && (type.charCodeAt(0) & 32) === 0)
      throw new Damage(`it needs the unknown chunk ${printable(type)}`);
    at = end + 4;
  }
  if (!header || parts.length === 0) throw new Damage("it has no pixels");
  if (header.colour === 3 && !palette) throw new Damage("its palette is missing");
  return { header, colour: header.colour, parts, ...(header.colour === 3 && palette && { palette }) };
}

const printable = (type: string) => JSON.stringify(type);

function headerOf(content: Uint8Array, file: string): Header & { colour: number } {
  if (content.length !== 13) throw new Damage("its header has a wrong length");
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, colour, compression, filter, interlace] = content.subarray(8) as unknown as [
    number,
    number,
    number,
    number,
    number,
  ];
  const type = colourTypes[colour];
  if (!areSizes([width, height])) throw new Damage(`its size is ${width}×${height}`);
  if (!type?.depths.includes(depth)) throw new Damage(`colour type ${colour} with ${depth} bits does not exist`);
  if (compression !== 0 || filter !== 0 || interlace > 1)
    throw new Damage("its header names methods that do not exist");
  checkValueCount([width, height, type.channels], file);
  return { width, height, depth, colour, channels: type.channels, interlaced: interlace === 1 };
}

const paletteOf = (content: Uint8Array): number[][] =>
  Array.from({ length: Math.floor(content.length / 3) }, (_, i) => [...content.subarray(3 * i, 3 * i + 3)]);

function checkIndices(data: Uint8Array | Uint16Array, colours: number): void {
  for (const index of data)
    if (index >= colours) throw new Damage(`a pixel has the colour ${index}, and its palette ends at ${colours - 1}`);
}

const columns = ({ width }: Header, { x0, dx }: Pass) => Math.max(0, Math.ceil((width - x0) / dx));
const rows = ({ height }: Header, { y0, dy }: Pass) => Math.max(0, Math.ceil((height - y0) / dy));
const rowBytes = (header: Header, pass: Pass) =>
  Math.ceil((columns(header, pass) * header.channels * header.depth) / 8);
const passBytes = (header: Header, pass: Pass) =>
  columns(header, pass) === 0 ? 0 : rows(header, pass) * (1 + rowBytes(header, pass));

/** Undoes the filters of one pass, and puts its values where they belong. */
function readPass(filtered: Uint8Array, header: Header, pass: Pass, data: Uint8Array | Uint16Array): void {
  const { channels, depth, width } = header;
  const length = rowBytes(header, pass);
  const step = Math.max(1, (channels * depth) / 8);
  const values = columns(header, pass) * channels;
  let above: Uint8Array = new Uint8Array(length);
  for (let r = 0, at = 0; at < filtered.length; r++, at += length + 1) {
    const row = filtered.subarray(at + 1, at + 1 + length);
    unfilter(filtered[at]!, row, above, step);
    above = row;
    const start = (pass.y0 + r * pass.dy) * width * channels;
    if (depth === 8 && pass.dx === 1) {
      data.set(row, start);
      continue;
    }
    for (let i = 0; i < values; i++) {
      const column = pass.x0 + Math.floor(i / channels) * pass.dx;
      data[start + column * channels + (i % channels)] = valueAt(row, i, depth);
    }
  }
}

function valueAt(row: Uint8Array, i: number, depth: number): number {
  if (depth === 8) return row[i]!;
  if (depth === 16) return row[2 * i]! * 256 + row[2 * i + 1]!;
  const bit = i * depth;
  return (row[bit >> 3]! >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
}

function unfilter(kind: number, row: Uint8Array, above: Uint8Array, step: number): void {
  const { length } = row;
  if (kind === 1) for (let i = step; i < length; i++) row[i]! += row[i - step]!;
  else if (kind === 2) for (let i = 0; i < length; i++) row[i]! += above[i]!;
  else if (kind === 3) for (let i = 0; i < length; i++) row[i]! += ((i < step ? 0 : row[i - step]!) + above[i]!) >> 1;
  else if (kind === 4)
    for (let i = 0; i < length; i++)
      row[i]! += i < step ? above[i]! : paeth(row[i - step]!, above[i]!, above[i - step]!);
  else if (kind !== 0) throw new Damage(`a row has the filter ${kind}, which does not exist`);
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [l, u, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return l <= u && l <= c ? left : u <= c ? up : corner;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let crc = n;
  for (let k = 0; k < 8; k++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = crcTable[(crc ^ byte) & 255]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/**
 * A PNG of 8-bit pixels, grey (`channels` 1), RGB (3) or RGBA (4).
 *
 * @param data `[height, width, channels]` in 0..255.
 */
export function writePng(width: number, height: number, channels: 1 | 3 | 4, data: Uint8Array): Uint8Array {
  return encode({ width, height, channels, depth: 8, data });
}
