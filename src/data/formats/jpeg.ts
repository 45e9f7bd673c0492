import { decode } from "jpeg-js";
import { areSizes, checkRatio, checkValueCount } from "../shared/bounds.js";
import type { Raster } from "../shared/raster.js";
import { ReadError } from "../shared/read-error.js";

/** A block of 64 samples takes at least one bit, in the scan of its mean. */
const MOST_SAMPLES_OF_BYTE = 512;

const kinds: Readonly<Record<number, string>> = {
  195: "lossless",
  197: "hierarchical",
  198: "hierarchical",
  199: "lossless",
  201: "arithmetically coded",
  202: "arithmetically coded",
  203: "lossless",
};

/**
 * The pixels of a JPEG: baseline or progressive, grey or coloured, 8 bits.
 *
 * @throws {ReadError} if it is not a JPEG, is of another kind, is damaged, or declares more than it can hold or than is read.
 */
export function readJpeg(bytes: Uint8Array, file: string): Raster {
  const { width, height, components, orientation } = frameOf(bytes, file);
  checkValueCount([width, height, 3], file);
  checkRatio(width * height, bytes.length, MOST_SAMPLES_OF_BYTE, file);
  const channels = components === 1 ? 1 : 3;
  const rgb = decodedPixels(bytes, file);
  if (rgb.length !== width * height * 3) throw damaged(file, "its pixels do not fill its size");
  return {
    format: "JPEG",
    space: [height, width],
    channels,
    alpha: false,
    white: 255,
    type: "8 bit",
    data: channels === 1 ? rgb.filter((_, i) => i % 3 === 0) : rgb,
    lossy: true,
    ...(orientation > 1 && {
      remarks: [`its EXIF orientation ${orientation} is not applied: rows and columns are as stored`],
    }),
  };
}

function decodedPixels(bytes: Uint8Array, file: string): Uint8Array {
  try {
    const limits = { maxResolutionInMP: 100, maxMemoryUsageInMB: 2048, tolerantDecoding: false };
    const { data } = decode(bytes, { useTArray: true, formatAsRGBA: false, ...limits });
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  } catch (error) {
    throw damaged(file, error instanceof Error ? error.message : String(error));
  }
}

const damaged = (file: string, reason: string) =>
  new ReadError(file, `this is not a readable JPEG: ${reason}`, "Save it again, as PNG if it is a mask");

/** What the segments before the pixels say. */
function frameOf(bytes: Uint8Array, file: string) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let orientation = 1;
  let at = 2;
  while (at + 10 <= bytes.length) {
    if (bytes[at] !== 0xff) throw damaged(file, `byte ${at} does not begin a segment`);
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    const length = view.getUint16(at + 2);
    const kind = kinds[marker];
    if (kind) throw new ReadError(file, `the JPEG is ${kind}, which is not read`, "Save it as PNG");
    if (marker === 0xe1) orientation = exifOrientation(bytes.subarray(at + 4, at + 2 + length));
    if (marker >= 0xc0 && marker <= 0xc2) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      const [precision, components] = [bytes[at + 4]!, bytes[at + 9]!];
      if (precision !== 8)
        throw new ReadError(file, `the JPEG has ${precision} bits, and 8 are read`, "Save it as PNG");
      if (!areSizes([width, height])) throw damaged(file, `its size is ${width}×${height}`);
      if (components !== 1 && components !== 3 && components !== 4)
        throw damaged(file, `it has ${components} channels`);
      return { width, height, components, orientation };
    }
    if (marker === 0xda || marker === 0xd9 || length < 2) break;
    at += 2 + length;
  }
  throw damaged(file, "it has no frame");
}

/** The orientation in an EXIF segment, 1 (upright) where it says nothing. */
function exifOrientation(segment: Uint8Array): number {
  const text = String.fromCharCode(...segment.subarray(0, 8));
  if (!text.startsWith("Exif\0\0") || segment.length < 20) return 1;
  const little = text[6] === "I";
  const view = new DataView(segment.buffer, segment.byteOffset + 6, segment.byteLength - 6);
  const start = view.getUint32(4, little);
  if (start + 2 > view.byteLength) return 1;
  const count = view.getUint16(start, little);
  for (let i = 0; i < count; i++) {
    const entry = start + 2 + 12 * i;
    if (entry + 12 > view.byteLength) return 1;
    if (view.getUint16(entry, little) === 0x0112) return view.getUint16(entry + 8, little);
  }
  return 1;
}
