import { halfValue } from "../shared/half.js";
import type { Numbers } from "../shared/raster.js";
import { ReadError } from "../shared/read-error.js";

export type NpyType =
  | "float16"
  | "float32"
  | "float64"
  | "int8"
  | "int16"
  | "int32"
  | "int64"
  | "uint8"
  | "uint16"
  | "uint32"
  | "uint64"
  | "bool";

/** A NumPy array in C order; one in Fortran order has been transposed. */
export interface NpyArray {
  readonly shape: readonly number[];
  /** The type in the file; `data` holds its values as they are, float16 as float32, int64 and uint64 as float64, bool as 0 and 1. */
  readonly dtype: NpyType;
  readonly data: Numbers;
}

interface Element {
  readonly dtype: NpyType;
  readonly bytes: number;
  readonly values: (buffer: ArrayBuffer) => NpyArray["data"];
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** By the type's name in the header, without the byte order. */
const elements: Readonly<Record<string, Element>> = {
  f2: { dtype: "float16", bytes: 2, values: (b) => Float32Array.from(new Uint16Array(b), halfValue) },
  f4: { dtype: "float32", bytes: 4, values: (b) => new Float32Array(b) },
  f8: { dtype: "float64", bytes: 8, values: (b) => new Float64Array(b) },
  i1: { dtype: "int8", bytes: 1, values: (b) => new Int8Array(b) },
  i2: { dtype: "int16", bytes: 2, values: (b) => new Int16Array(b) },
  i4: { dtype: "int32", bytes: 4, values: (b) => new Int32Array(b) },
  i8: { dtype: "int64", bytes: 8, values: (b) => Float64Array.from(new BigInt64Array(b), Number) },
  u1: { dtype: "uint8", bytes: 1, values: (b) => new Uint8Array(b) },
  u2: { dtype: "uint16", bytes: 2, values: (b) => new Uint16Array(b) },
  u4: { dtype: "uint32", bytes: 4, values: (b) => new Uint32Array(b) },
  u8: { dtype: "uint64", bytes: 8, values: (b) => Float64Array.from(new BigUint64Array(b), Number) },
  b1: { dtype: "bool", bytes: 1, values: (b) => new Uint8Array(b) },
};

/**
 * The array in a `.npy` file, format versions 1 to 3 (numpy.lib.format): little-endian float16 to float64, int8 to int64, uint8 to uint64 and bool, in C or Fortran order.
 *
 * @param file the name used in errors.
 * @throws {ReadError} for any other content: another format, byte order or element type, and files cut short or too long.
 */
export function readNpy(bytes: Uint8Array, file: string): NpyArray {
  const { text, end } = header(bytes, file);
  const { descr, fortran, shape } = fields(text, file);
  const element = elementOf(descr, file);
  const count = shape.reduce((product, size) => product * size, 1);
  const found = bytes.length - end;
  const expected = count * element.bytes;
  if (found !== expected) {
    const problem = found < expected ? "cut short" : "longer than one array";
    throw new ReadError(
      file,
      `the file is ${problem}: ${element.dtype} of shape (${shape.join(", ")}) takes ${expected} bytes, and there are ${found}`,
      "Save the array again with np.save(path, array), one array to a file",
    );
  }
  // A copy, because typed arrays need an offset that is a multiple of their element's size.
  const data = element.values(Uint8Array.from(bytes.subarray(end)).buffer);
  if (element.bytes === 8 && element.dtype !== "float64" && !data.every(Number.isSafeInteger)) {
    throw new ReadError(
      file,
      "the array holds integers beyond ±2⁵³, which JavaScript cannot represent",
      'Convert it first: array.astype("float64")',
    );
  }
  return { shape, dtype: element.dtype, data: fortran ? rowsFirst(data, shape) : data };
}

/** The values of an array in Fortran order, whose first index runs fastest, in C order, whose last does. */
function rowsFirst(data: Numbers, shape: readonly number[]): Numbers {
  const result = data.slice() as Numbers;
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, size) => product * size, 1));
  const at = shape.map(() => 0);
  let source = 0;
  for (let to = 0; to < data.length; to++) {
    result[to] = data[source]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      source += strides[axis]!;
      if (++at[axis]! < shape[axis]!) break;
      source -= strides[axis]! * shape[axis]!;
      at[axis] = 0;
    }
  }
  return result;
}

/** The header's text, and where it ends. */
function header(bytes: Uint8Array, file: string): { text: string; end: number } {
  if (bytes.length < MAGIC.length || MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw new ReadError(
      file,
      "this is not a .npy file: it does not begin with the bytes \\x93NUMPY",
      "Write it with np.save(path, array)",
    );
  }
  const version = bytes[6] ?? 0;
  if (bytes.length >= 8 && (version < 1 || version > 3)) {
    throw new ReadError(
      file,
      `format version ${version} is unknown; versions 1, 2 and 3 are read`,
      "Write it with np.save(path, array)",
    );
  }
  const start = version === 1 ? 10 : 12;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length =
    bytes.length < start ? Number.POSITIVE_INFINITY : version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const end = start + length;
  if (end > bytes.length) {
    throw new ReadError(
      file,
      `the file is cut short: it ends at byte ${bytes.length}, inside the header`,
      "Copy or save it again",
    );
  }
  return { text: new TextDecoder(version === 3 ? "utf-8" : "latin1").decode(bytes.subarray(start, end)), end };
}

/** The three entries of the header, a literal Python dictionary with exactly these keys. */
function fields(text: string, file: string): { descr: string; fortran: boolean; shape: number[] } {
  const descr = /['"]descr['"]\s*:\s*(?:'([^']*)'|"([^"]*)"|(\[))/.exec(text);
  const fortran = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(text);
  const shape = /['"]shape['"]\s*:\s*\(([\d\s,L]*)\)/.exec(text);
  if (descr?.[3]) {
    throw new ReadError(
      file,
      "the array is structured, with named fields",
      "Save one field as an array of its own: np.save(path, array[name])",
    );
  }
  if (!descr || !fortran || !shape) {
    throw new ReadError(
      file,
      "the header is not one that NumPy writes: it needs descr, fortran_order and shape",
      "Write it with np.save(path, array)",
    );
  }
  const sizes = (shape[1] ?? "").split(",").map((size) => size.replace("L", "").trim());
  return {
    descr: descr[1] ?? descr[2] ?? "",
    fortran: fortran[1] === "True",
    shape: sizes.filter((size) => size !== "").map(Number),
  };
}

function elementOf(descr: string, file: string): Element {
  const order = descr[0] ?? "";
  const type = descr.slice(1);
  if (type.startsWith("O") || type.startsWith("U") || type.startsWith("S")) {
    throw new ReadError(
      file,
      `the array holds ${type.startsWith("O") ? "Python objects" : "text"} (${descr}), not numbers`,
      'Save numbers: np.save(path, array.astype("float32")); arrays of unequal shapes go into one file each',
    );
  }
  const element = elements[type];
  if (!element || !["<", ">", "|", "="].includes(order)) {
    throw new ReadError(
      file,
      `element type ${descr || "(none)"} is not read; float16 to float64, int8 to int64, uint8 to uint64 and bool are`,
      'Convert it first: np.save(path, array.astype("float32"))',
    );
  }
  if (order === ">" && element.bytes > 1) {
    throw new ReadError(
      file,
      `the array is big-endian (${descr})`,
      'Convert it first: np.save(path, array.astype(array.dtype.newbyteorder("<")))',
    );
  }
  return element;
}

/**
 * A `.npy` file, version 1, of float32 values in C order.
 *
 * @throws {RangeError} if the shape and the number of values disagree.
 */
export function writeNpy(shape: readonly number[], data: Float32Array): Uint8Array {
  const count = shape.reduce((product, size) => product * size, 1);
  if (count !== data.length)
    throw new RangeError(`shape (${shape.join(", ")}) has ${count} elements, and there are ${data.length}`);
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': ${tuple}, }`;
  // NumPy asks for the data to begin at a multiple of 64 bytes and for the header to end in a line break.
  const start = Math.ceil((10 + dictionary.length + 1) / 64) * 64;
  const bytes = new Uint8Array(start + 4 * count);
  bytes.set([...MAGIC, 1, 0]);
  new DataView(bytes.buffer).setUint16(8, start - 10, true);
  bytes.set(new TextEncoder().encode(`${dictionary.padEnd(start - 11)}\n`), 10);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start);
  return bytes;
}
