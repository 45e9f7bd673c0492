/**
 * The number of pixels of an image with these sizes, once it is certain that `length` values are that image.
 *
 * @throws {RangeError} if a size is not a whole number of pixels, or if the sizes do not multiply to `length`.
 */
export function pixelCount(routine: string, sizes: readonly number[], length: number): number {
  if (sizes.length === 0) throw new RangeError(`${routine}: an image needs at least one axis, and sizes is empty`);
  let count = 1;
  for (const [axis, size] of sizes.entries()) {
    if (!Number.isInteger(size) || size < 0) {
      throw new RangeError(`${routine}: sizes[${axis}] is ${size}, which is not a whole number of pixels`);
    }
    count *= size;
  }
  if (count !== length) {
    throw new RangeError(`${routine}: an image of ${sizes.join("×")} has ${count} pixels, not the ${length} given`);
  }
  return count;
}
