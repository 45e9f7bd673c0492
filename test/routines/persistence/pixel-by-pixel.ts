import { type Connectivity, dual, paddedGrid } from "../../../src/routines/shared/connectivity.js";

/** Births and deaths in pixels. */
export type Pairs = [birth: number, death: number][];

/**
 * The features of an image that die, by letting every pixel enter one by one and naming each component of what has entered by its eldest pixel: the elder rule
 * without any thought of which pixels matter. Holes are the components of the background, followed backwards. To the pixel, in no sequence.
 */
export function pairsPixelByPixel(
  values: readonly number[],
  sizes: readonly [number, number],
  construction: "vertex" | "top",
): [components: Pairs, holes: Pairs] {
  const falling = Array.from(values.keys()).sort((a, b) => values[b]! - values[a]! || a - b);
  const connectivity: Connectivity = construction === "vertex" ? "face" : "full";
  const components = mergers(values, falling, sizes, connectivity, false);
  const holes = mergers(values, falling.toReversed(), sizes, dual(connectivity), true);
  return [components, holes.map(([start, end]) => [end, start])];
}

function mergers(
  values: readonly number[],
  sequence: readonly number[],
  sizes: readonly [number, number],
  connectivity: Connectivity,
  hasOutside: boolean,
): Pairs {
  const { cells, at, offsets } = paddedGrid(sizes, connectivity);
  const outside = -1;
  const pixelAt = new Map(Array.from(at, (cell, pixel) => [cell, pixel]));
  const age = new Map(sequence.map((pixel, i) => [pixel, i]));
  const eldest = new Map<number, number>();
  const pairs: Pairs = [];
  for (const pixel of sequence) {
    eldest.set(pixel, pixel);
    for (const offset of offsets) {
      const cell = at[pixel]! + offset;
      const neighbour = pixelAt.get(cell) ?? outside;
      if (cell < 0 || cell >= cells || (neighbour === outside && !hasOutside)) continue;
      const other = neighbour === outside ? outside : eldest.get(neighbour);
      const own = eldest.get(pixel)!;
      if (other === undefined || other === own) continue;
      const ages = (name: number) => (name === outside ? -1 : age.get(name)!);
      const [elder, younger] = ages(other) < ages(own) ? [other, own] : [own, other];
      for (const [member, name] of eldest) if (name === younger) eldest.set(member, elder);
      if (values[younger] !== values[pixel]) pairs.push([younger, pixel]);
    }
  }
  return pairs;
}
