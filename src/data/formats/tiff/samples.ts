import { halfValue } from "../../shared/half.js";
import type { Numbers } from "../../shared/raster.js";

/** What the values of a page are. */
export interface SampleType {
  readonly kind: "unsigned" | "signed" | "float";
  readonly bits: number;
}

/** Room for values of a type, or nothing where the type is not read. */
export function roomFor({ kind, bits }: SampleType, count: number): Numbers | undefined {
  if (kind === "unsigned") {
    if ([1, 2, 4, 8].includes(bits)) return new Uint8Array(count);
    return bits === 16 ? new Uint16Array(count) : bits === 32 ? new Uint32Array(count) : undefined;
  }
  if (kind === "signed")
    return bits === 8
      ? new Int8Array(count)
      : bits === 16
        ? new Int16Array(count)
        : bits === 32
          ? new Int32Array(count)
          : undefined;
  return bits === 16 || bits === 32 ? new Float32Array(count) : bits === 64 ? new Float64Array(count) : undefined;
}

/** How the value at a place in a row is read. */
export function valueReader({ kind, bits }: SampleType, little: boolean): (row: DataView, i: number) => number {
  if (bits < 8) return (row, i) => (row.getUint8((i * bits) >> 3) >> (8 - bits - ((i * bits) & 7))) & (2 ** bits - 1);
  if (kind === "unsigned" && bits === 8) return (row, i) => row.getUint8(i);
  if (kind === "unsigned")
    return bits === 16 ? (row, i) => row.getUint16(2 * i, little) : (row, i) => row.getUint32(4 * i, little);
  if (kind === "signed" && bits === 8) return (row, i) => row.getInt8(i);
  if (kind === "signed")
    return bits === 16 ? (row, i) => row.getInt16(2 * i, little) : (row, i) => row.getInt32(4 * i, little);
  if (bits === 16) return (row, i) => halfValue(row.getUint16(2 * i, little));
  return bits === 32 ? (row, i) => row.getFloat32(4 * i, little) : (row, i) => row.getFloat64(8 * i, little);
}

/** Undoes differences between neighbours in a row of unsigned or signed whole numbers (TIFF 6.0, section 14). */
export function undoDifferences(row: DataView, values: number, step: number, bits: number, little: boolean): void {
  for (let i = step; i < values; i++) {
    if (bits === 8) row.setUint8(i, row.getUint8(i) + row.getUint8(i - step));
    else if (bits === 16)
      row.setUint16(2 * i, row.getUint16(2 * i, little) + row.getUint16(2 * (i - step), little), little);
    else row.setUint32(4 * i, row.getUint32(4 * i, little) + row.getUint32(4 * (i - step), little), little);
  }
}

/** Undoes differences between bytes of floats whose bytes have been grouped by significance, highest first (Adobe Photoshop TIFF Technical Note 3). */
export function undoFloatDifferences(
  row: Uint8Array,
  values: number,
  step: number,
  bits: number,
  little: boolean,
): void {
  for (let i = step; i < row.length; i++) row[i]! += row[i - step]!;
  const grouped = row.slice();
  const size = bits / 8;
  for (let i = 0; i < values; i++)
    for (let b = 0; b < size; b++) row[i * size + (little ? size - 1 - b : b)] = grouped[b * values + i]!;
}
