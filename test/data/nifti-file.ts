/** A NIfTI-1 file of float32 voxels, `[k, j, i]` or `[j, i]`, whose axes i, j and k have a size and point to the positive (1) or negative (−1) x, y and z. */
export function niftiFile(
  space: readonly number[],
  values: ArrayLike<number>,
  spacing: readonly number[],
  signs: readonly [number, number, number] = [1, 1, 1],
): Uint8Array {
  const bytes = new Uint8Array(352 + 4 * values.length);
  const view = new DataView(bytes.buffer);
  const [sizes, pixels] = [[...space].reverse(), [...spacing].reverse()];
  view.setInt32(0, 348, true);
  view.setInt16(40, sizes.length, true);
  for (let axis = 0; axis < 7; axis++) {
    view.setInt16(42 + 2 * axis, sizes[axis] ?? 1, true);
    view.setFloat32(80 + 4 * axis, pixels[axis] ?? 1, true);
  }
  view.setInt16(70, 16, true);
  view.setInt16(72, 32, true);
  view.setFloat32(76, 1, true);
  view.setFloat32(108, 352, true);
  view.setInt16(254, 1, true);
  for (let axis = 0; axis < 3; axis++) view.setFloat32(280 + 20 * axis, signs[axis]! * (pixels[axis] ?? 1), true);
  bytes.set([0x6e, 0x2b, 0x31, 0], 344);
  for (let i = 0; i < values.length; i++) view.setFloat32(352 + 4 * i, values[i]!, true);
  return bytes;
}
