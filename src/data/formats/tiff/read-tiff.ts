import { areSizes, checkRatio, checkValueCount } from "../../shared/bounds.js";
import type { Numbers, Raster } from "../../shared/raster.js";
import { ReadError } from "../../shared/read-error.js";
import { codecs, unreadCodecs } from "./codecs.js";
import { type Directory, damagedTiff, directoriesOf, type Tiff } from "./directory.js";
import { roomFor, type SampleType, undoDifferences, undoFloatDifferences, valueReader } from "./samples.js";

/** A page, understood. Sizes of blocks: strips are as wide as the page. */
interface Page {
  readonly width: number;
  readonly height: number;
  readonly samples: number;
  readonly sample: SampleType;
  readonly photometric: number;
  readonly compression: number;
  readonly predictor: number;
  readonly planar: boolean;
  readonly alpha: boolean;
  readonly block: { readonly width: number; readonly height: number };
  readonly offsets: readonly number[];
  readonly byteCounts: readonly number[];
  readonly colorMap: readonly number[] | undefined;
}

const photometrics: Readonly<Record<number, string>> = { 5: "CMYK", 6: "YCbCr", 8: "CIE L*a*b*", 32803: "raw sensor" };

/**
 * The pixels of a TIFF or BigTIFF: 1 to 16 bits, 32 bits, half, float and double; grey, RGB, palette, with alpha or other channels; strips or tiles; uncompressed,
 * LZW, Deflate or PackBits. Several pages of one size are a volume, `[page, height, width]`; thumbnails are left out.
 *
 * Source: Adobe. TIFF Revision 6.0, 1992, and TIFF Technical Note 3, 2005; BigTIFF as in libtiff 4.
 *
 * @throws {ReadError} if it is not a TIFF, is of another kind, is damaged, or declares more than it can hold or than is read.
 */
export function readTiff(bytes: Uint8Array, file: string): Raster {
  const tiff = directoriesOf(bytes, file);
  const whole = tiff.pages.filter((page) => ((page.get(254)?.[0] ?? 0) & 5) === 0);
  const pages = (whole.length ? whole : tiff.pages).map((page) => pageOf(page, file));
  const first = pages[0]!;
  checkAlike(pages, file);
  checkValueCount([...(pages.length > 1 ? [pages.length] : []), first.height, first.width, first.samples], file);
  for (const page of pages) checkBlocks(page, bytes.length, file);
  const perPage = first.width * first.height * first.samples;
  const data = roomFor(first.sample, perPage * pages.length);
  if (!data) throw unread(file, `values of ${first.sample.bits} bits (${first.sample.kind}) are not read`);
  for (const [p, page] of pages.entries())
    readPage(tiff, page, data.subarray(p * perPage, (p + 1) * perPage) as Numbers, file);
  const { sample, photometric, colorMap } = first;
  const white = sample.kind === "unsigned" ? 2 ** sample.bits - 1 : undefined;
  if (photometric === 0 && white !== undefined) for (let i = 0; i < data.length; i++) data[i] = white - data[i]!;
  const skipped = tiff.pages.length - pages.length;
  return {
    format: "TIFF",
    space: [...(pages.length > 1 ? [pages.length] : []), first.height, first.width],
    channels: first.samples,
    alpha: first.alpha,
    data,
    type:
      sample.kind === "float"
        ? `float${sample.bits}`
        : `${sample.bits} bit${sample.kind === "signed" ? ", signed" : ""}`,
    ...(white !== undefined && { white }),
    ...(photometric === 3 && { palette: paletteOf(colorMap, sample.bits, file) }),
    ...(skipped > 0 && { remarks: [`${skipped} of its pages are thumbnails or masks, and are left out`] }),
  };
}

const unread = (file: string, what: string) =>
  new ReadError(file, what, "Save it as PNG, or as uncompressed TIFF of 8, 16 or 32 bits");

function pageOf(page: Directory, file: string): Page {
  const one = (tag: number, otherwise: number) => page.get(tag)?.[0] ?? otherwise;
  const [width, height, samples] = [one(256, 0), one(257, 0), one(277, 1)];
  if (!areSizes([width, height, samples])) throw damagedTiff(file, `its size is ${width}×${height}×${samples}`);
  const bits = page.get(258) ?? [1];
  const formats = page.get(339) ?? [1];
  if (new Set(bits).size > 1 || new Set(formats).size > 1) throw unread(file, "its channels are of different types");
  const kind = ({ 1: "unsigned", 2: "signed", 3: "float", 4: "unsigned" } as const)[formats[0]!];
  const sample = kind && { kind, bits: bits[0]! };
  if (!sample || !roomFor(sample, 0))
    throw unread(file, `values of ${bits[0]} bits (format ${formats[0]}) are not read`);
  const [photometric, compression, predictor] = [one(262, 1), one(259, 1), one(317, 1)];
  if (photometrics[photometric]) throw unread(file, `its colours are ${photometrics[photometric]}, which is not read`);
  if (!codecs[compression])
    throw unread(file, `its compression is ${unreadCodecs[compression] ?? `number ${compression}`}, which is not read`);
  if (one(266, 1) === 2 && sample.bits < 8) throw unread(file, "the bits of its bytes are in reverse order");
  if (
    predictor !== 1 &&
    !(predictor === 2 && sample.kind !== "float" && sample.bits >= 8) &&
    !(predictor === 3 && sample.kind === "float")
  )
    throw unread(file, `its predictor ${predictor} is not read with values of ${sample.bits} bits`);
  const tiled = page.has(322);
  const extra = page.get(338) ?? [];
  return {
    width,
    height,
    samples,
    sample,
    photometric,
    compression,
    predictor,
    planar: one(284, 1) === 2 && samples > 1,
    alpha: (samples === 2 || samples === 4) && (extra.at(-1) === 1 || extra.at(-1) === 2),
    block: tiled ? { width: one(322, 0), height: one(323, 0) } : { width, height: Math.min(height, one(278, height)) },
    offsets: page.get(tiled ? 324 : 273) ?? [],
    byteCounts: page.get(tiled ? 325 : 279) ?? [],
    colorMap: page.get(320),
  };
}

function checkAlike(pages: readonly Page[], file: string): void {
  const first = pages[0]!;
  const form = ({ width, height, samples, sample, photometric }: Page) =>
    `${width}×${height} pixels of ${samples} channel${samples > 1 ? "s" : ""}, ${sample.bits} bit, ${sample.kind}, photometric ${photometric}`;
  const odd = pages.findIndex((page) => form(page) !== form(first));
  if (odd > 0)
    throw new ReadError(
      file,
      `its pages are not alike: page 1 is ${form(first)}, page ${odd + 1} ${form(pages[odd]!)}`,
      "Save pages that do not make a volume as files of their own",
    );
}

const across = ({ width, block }: Page) => Math.ceil(width / block.width);
const down = ({ height, block }: Page) => Math.ceil(height / block.height);

/** Rows that a strip really has; tiles are always full. */
const rowsOf = (page: Page, row: number) =>
  page.block.width === page.width
    ? Math.min(page.block.height, page.height - row * page.block.height)
    : page.block.height;

const rowBytes = ({ block, planar, samples, sample }: Page) =>
  Math.ceil((block.width * (planar ? 1 : samples) * sample.bits) / 8);

/** Every strip or tile lies in the file, and can hold what it must. */
function checkBlocks(page: Page, fileBytes: number, file: string): void {
  const { block, offsets, byteCounts } = page;
  if (!areSizes([block.width, block.height]))
    throw damagedTiff(file, `its tiles are of ${block.width}×${block.height}`);
  checkValueCount([block.height, block.width, page.samples], file);
  const count = across(page) * down(page) * (page.planar ? page.samples : 1);
  if (offsets.length < count || byteCounts.length < count)
    throw damagedTiff(
      file,
      `${count} strips or tiles are needed, and ${Math.min(offsets.length, byteCounts.length)} are there`,
    );
  for (let i = 0; i < count; i++) {
    const row = Math.floor((i % (across(page) * down(page))) / across(page));
    if (offsets[i]! + byteCounts[i]! > fileBytes)
      throw damagedTiff(
        file,
        `strip or tile ${i + 1} would end at byte ${offsets[i]! + byteCounts[i]!}, and the file ends at byte ${fileBytes}`,
      );
    checkRatio(rowBytes(page) * rowsOf(page, row), byteCounts[i]!, codecs[page.compression]!.most, file);
  }
}

function readPage({ view, little }: Tiff, page: Page, data: Numbers, file: string): void {
  const { width, height, samples, sample, block, planar } = page;
  const codec = codecs[page.compression]!;
  const valueAt = valueReader(sample, little);
  const perPixel = planar ? 1 : samples;
  const perPlane = across(page) * down(page);
  const length = rowBytes(page);
  for (let plane = 0; plane < (planar ? samples : 1); plane++) {
    for (let b = 0; b < perPlane; b++) {
      const [top, left] = [Math.floor(b / across(page)), b % across(page)].map(
        (n, axis) => n * (axis === 0 ? block.height : block.width),
      ) as [number, number];
      const rows = rowsOf(page, top / block.height);
      const at = plane * perPlane + b;
      const compressed = new Uint8Array(view.buffer, view.byteOffset + page.offsets[at]!, page.byteCounts[at]!);
      const bytes = unpredicted(decodedBlock(codec.decode, compressed, length * rows, file), page, rows, little);
      for (let y = 0; y < Math.min(rows, height - top); y++) {
        const row = new DataView(bytes.buffer, bytes.byteOffset + y * length, length);
        const columns = Math.min(block.width, width - left);
        const start = ((top + y) * width + left) * samples + plane;
        if (perPixel === samples) for (let i = 0; i < columns * samples; i++) data[start + i] = valueAt(row, i);
        else for (let x = 0; x < columns; x++) data[start + x * samples] = valueAt(row, x);
      }
    }
  }
}

function decodedBlock(
  decode: (bytes: Uint8Array, length: number) => Uint8Array,
  compressed: Uint8Array,
  length: number,
  file: string,
): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = decode(compressed, length);
  } catch (error) {
    throw damagedTiff(file, error instanceof Error ? error.message : String(error));
  }
  if (bytes.length < length)
    throw damagedTiff(file, `a strip or tile holds ${bytes.length} bytes, and ${length} are needed`);
  return bytes;
}

function unpredicted(bytes: Uint8Array, page: Page, rows: number, little: boolean): Uint8Array {
  const { predictor, sample, samples, planar, block } = page;
  if (predictor === 1) return bytes;
  const own = bytes.slice();
  const step = planar ? 1 : samples;
  const length = rowBytes(page);
  for (let y = 0; y < rows; y++) {
    const row = own.subarray(y * length, (y + 1) * length);
    if (predictor === 3) undoFloatDifferences(row, block.width * step, step, sample.bits, little);
    else undoDifferences(new DataView(own.buffer, y * length, length), block.width * step, step, sample.bits, little);
  }
  return own;
}

function paletteOf(map: readonly number[] | undefined, bits: number, file: string): number[][] {
  const count = 2 ** bits;
  if (map?.length !== 3 * count) throw damagedTiff(file, "its palette is missing or of a wrong length");
  return Array.from({ length: count }, (_, i) => [0, 1, 2].map((c) => map[c * count + i]! >> 8));
}
