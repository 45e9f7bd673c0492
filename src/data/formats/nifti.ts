import { isNIFTI, NIFTI1, type NIFTI2, readHeader } from "nifti-reader-js";
import { areSizes, checkRatio, checkValueCount, mostBytesOfOne, readableCount } from "../shared/bounds.js";
import { inflatedUpTo } from "../shared/inflate.js";
import { orientationOf } from "../shared/orientation.js";
import type { Numbers, Raster } from "../shared/raster.js";
import { ReadError } from "../shared/read-error.js";

interface VoxelType {
  readonly name: string;
  readonly bytes: number;
  readonly channels?: number;
  readonly room: (count: number) => Numbers;
  readonly read: (view: DataView, at: number, little: boolean) => number;
}

/** By the field `datatype` of the header. */
const voxelTypes: Readonly<Record<number, VoxelType>> = {
  [NIFTI1.TYPE_UINT8]: { name: "uint8", bytes: 1, room: (n) => new Uint8Array(n), read: (v, at) => v.getUint8(at) },
  [NIFTI1.TYPE_INT8]: { name: "int8", bytes: 1, room: (n) => new Int8Array(n), read: (v, at) => v.getInt8(at) },
  [NIFTI1.TYPE_INT16]: {
    name: "int16",
    bytes: 2,
    room: (n) => new Int16Array(n),
    read: (v, at, l) => v.getInt16(at, l),
  },
  [NIFTI1.TYPE_UINT16]: {
    name: "uint16",
    bytes: 2,
    room: (n) => new Uint16Array(n),
    read: (v, at, l) => v.getUint16(at, l),
  },
  [NIFTI1.TYPE_INT32]: {
    name: "int32",
    bytes: 4,
    room: (n) => new Int32Array(n),
    read: (v, at, l) => v.getInt32(at, l),
  },
  [NIFTI1.TYPE_UINT32]: {
    name: "uint32",
    bytes: 4,
    room: (n) => new Uint32Array(n),
    read: (v, at, l) => v.getUint32(at, l),
  },
  [NIFTI1.TYPE_INT64]: {
    name: "int64",
    bytes: 8,
    room: (n) => new Float64Array(n),
    read: (v, at, l) => Number(v.getBigInt64(at, l)),
  },
  [NIFTI1.TYPE_UINT64]: {
    name: "uint64",
    bytes: 8,
    room: (n) => new Float64Array(n),
    read: (v, at, l) => Number(v.getBigUint64(at, l)),
  },
  [NIFTI1.TYPE_FLOAT32]: {
    name: "float32",
    bytes: 4,
    room: (n) => new Float32Array(n),
    read: (v, at, l) => v.getFloat32(at, l),
  },
  [NIFTI1.TYPE_FLOAT64]: {
    name: "float64",
    bytes: 8,
    room: (n) => new Float64Array(n),
    read: (v, at, l) => v.getFloat64(at, l),
  },
  [NIFTI1.TYPE_RGB24]: {
    name: "RGB",
    bytes: 1,
    channels: 3,
    room: (n) => new Uint8Array(n),
    read: (v, at) => v.getUint8(at),
  },
};

/** What other values of that field stand for. */
const unreadTypes: Readonly<Record<number, string>> = {
  1: "of single bits",
  32: "complex64",
  1536: "float128",
  1792: "complex128",
  2048: "complex256",
  2304: "RGBA",
};

/** Header, and the flag of extensions behind it, which is not read. */
const HEADER = { 1: 348, 2: 540 } as const;

const damaged = (file: string, reason: string) =>
  new ReadError(file, `this is not a readable NIfTI file: ${reason}`, "Save it again as one .nii or .nii.gz file");

/**
 * The voxels of a NIfTI-1 or NIfTI-2 file, compressed or not: `[k, j, i]` in the order of the file, the first axis of the header last; the fourth axis as
 * channels. Values are scaled as the header says. Spacing is taken from `pixdim`, the orientation from the header's affine matrix.
 *
 * Source: Cox et al. NIfTI-1 data format, nifti1.h, 2003; NIfTI-2, 2011.
 *
 * @throws {ReadError} if it is not a NIfTI file, is of another kind, is damaged, or declares more than it can hold or than is read.
 */
export function readNifti(bytes: Uint8Array, file: string): Raster {
  const isCompressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const header = headerOf(isCompressed ? unpacked(HEADER[2], bytes, file) : bytes.subarray(0, HEADER[2]), file);
  const type = voxelTypes[header.datatypeCode];
  if (!type)
    throw new ReadError(
      file,
      `its data type ${unreadTypes[header.datatypeCode] ?? `number ${header.datatypeCode}`} is not read`,
      "Save it as uint8, int16 or float32",
    );
  const sizes = sizesOf(header.dims, file);
  const count = sizes.reduce((product, n) => product * n, type.channels ?? 1);
  checkValueCount([...sizes, type.channels ?? 1], file);
  const start = Math.max(header.vox_offset, 0);
  const end = start + count * type.bytes;
  if (!Number.isSafeInteger(start) || start < HEADER[1] + 4)
    throw damaged(file, `its voxels would begin at byte ${start}`);
  if (isCompressed) checkRatio(end, bytes.length, mostBytesOfOne.deflate, file);
  const content = isCompressed ? unpacked(end, bytes, file) : bytes;
  if (content.length < end)
    throw damaged(
      file,
      `${sizes.join("×")} voxels of ${type.name} end at byte ${readableCount(end)}, and there are ${readableCount(content.length)} bytes`,
    );
  const [i, j, k = 1, t = 1] = sizes as [number, number, number?, number?];
  const channels = type.channels ?? t;
  const raw = type.room(count);
  const view = new DataView(content.buffer, content.byteOffset + start, count * type.bytes);
  const perChannel = i * j * k;
  const target = (n: number) => (t === 1 ? n : (n % perChannel) * t + Math.floor(n / perChannel));
  for (let n = 0; n < count; n++) raw[target(n)] = type.read(view, n * type.bytes, header.littleEndian);
  const space = k > 1 ? [k, j, i] : [j, i];
  const spacing = header.pixDims
    .slice(1, 1 + space.length)
    .reverse()
    .map(Math.abs);
  const isKnown = spacing.every((s) => Number.isFinite(s) && s > 0);
  const orientation = affineOrientation(header);
  return {
    format: "NIfTI",
    space,
    channels,
    alpha: false,
    data: scaled(raw, header, type),
    type: type.name,
    ...(type.channels && { white: 255 }),
    ...(isKnown
      ? { spacing: spacing.map((s) => Number(s.toPrecision(7))) }
      : { remarks: ["its header gives no spacing"] }),
    ...(orientation && { orientation }),
  };
}

function unpacked(most: number, bytes: Uint8Array, file: string): Uint8Array {
  try {
    return inflatedUpTo(most, "gzip", [bytes]).bytes;
  } catch (error) {
    throw damaged(file, error instanceof Error ? error.message : String(error));
  }
}

function headerOf(start: Uint8Array, file: string): NIFTI1 | NIFTI2 {
  const own = start.slice();
  const size = own.length >= 4 ? new DataView(own.buffer).getInt32(0, true) : 0;
  const isSecond = size === HEADER[2] || size === 0x1c020000;
  // Extensions have lengths of their own, which nobody has checked: they are not looked at.
  const length = isSecond ? HEADER[2] : HEADER[1];
  if (own.length < length) throw damaged(file, `it ends at byte ${own.length}, inside the header`);
  const padded = new Uint8Array(length + 4);
  padded.set(own.subarray(0, length));
  const { buffer } = padded;
  if (!isNIFTI(buffer)) {
    const pair = isNIFTI(buffer, true);
    throw pair
      ? new ReadError(
          file,
          "its header and its voxels are two files (.hdr and .img), which are not read",
          "Save it as one .nii file",
        )
      : damaged(file, "it does not begin like one");
  }
  try {
    return readHeader(buffer);
  } catch (error) {
    throw damaged(file, error instanceof Error ? error.message : String(error));
  }
}

/** `[i, j, k, t]` without trailing ones; at least two. */
function sizesOf(dims: readonly number[], file: string): number[] {
  const rank = dims[0]!;
  const sizes = dims.slice(1, 1 + rank);
  if (!Number.isInteger(rank) || rank < 1 || rank > 7 || !areSizes(sizes))
    throw damaged(file, `its dimensions are ${dims.join(", ")}`);
  while (sizes.length > 2 && sizes.at(-1) === 1) sizes.pop();
  while (sizes.length < 2) sizes.push(1);
  // Vectors stand in the fifth dimension, without time.
  if (sizes.length === 5 && sizes[3] === 1) sizes.splice(3, 1);
  if (sizes.length > 4)
    throw new ReadError(
      file,
      `it has ${sizes.length} dimensions (${sizes.join("×")}), and at most 4 are read`,
      "Save one volume",
    );
  return sizes;
}

function scaled(raw: Numbers, { scl_slope: slope, scl_inter: offset }: NIFTI1 | NIFTI2, type: VoxelType): Numbers {
  const applies = Number.isFinite(slope) && slope !== 0 && Number.isFinite(offset) && !(slope === 1 && offset === 0);
  return applies && !type.channels ? Float32Array.from(raw, (x: number) => x * slope + offset) : raw;
}

function affineOrientation(header: NIFTI1 | NIFTI2): string | undefined {
  const { qform_code, sform_code, affine, quatern_b: b, quatern_c: c, quatern_d: d, pixDims } = header;
  if (qform_code < 1 && sform_code < 1) return undefined;
  if (sform_code > 0) return orientationOf(affine);
  // The reader takes the root of what rounding may have made negative.
  const a = Math.sqrt(Math.max(0, 1 - b * b - c * c - d * d));
  const rotation = [
    [a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)],
    [2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)],
    [2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - c * c - b * b],
  ];
  const handed = pixDims[0]! < 0 ? -1 : 1;
  return orientationOf(rotation.map(([x, y, z]) => [x!, y!, z! * handed]));
}
