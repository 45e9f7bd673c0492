/**
 * What an image's features are within a larger image, by the definition: ranks of the maps between homology groups over Z/2 that the
 * inclusion of one complex in another induces, counted by Gaussian elimination. It knows neither pairs of cells nor duality.
 */
import { cellsOf, dimension, facesOf } from "./reduction.js";

/** A chain, one bit for each cell. */
type Chain = bigint;

/** Independent chains, each by its highest cell. */
class Span {
  readonly #byHighest = new Map<number, Chain>();

  /** Whether the chain was independent of those before. */
  add(chain: Chain): boolean {
    let rest = chain;
    while (rest !== 0n) {
      const highest = rest.toString(2).length;
      const other = this.#byHighest.get(highest);
      if (other === undefined) {
        this.#byHighest.set(highest, rest);
        return true;
      }
      rest ^= other;
    }
    return false;
  }
}

/**
 * The bars of the image of H(inner ≥ a) → H(outer ≥ a) as a falls, for each dimension: birth and death, where there is a death.
 * `inner` must be nowhere above `outer`.
 */
export function imageBars(
  inner: readonly number[],
  outer: readonly number[],
  sizes: readonly number[],
  construction: "vertex" | "top",
): [birth: number, death: number][][] {
  const levels = [...new Set([...inner, ...outer])].sort((a, b) => b - a);
  const within = cellsOf(inner, sizes, construction);
  const around = cellsOf(outer, sizes, construction);
  const index = new Map(within.map((cell, i) => [String(cell.place), i]));
  const boundaries = within.map((cell) =>
    facesOf(cell).reduce<Chain>((sum, face) => sum ^ (1n << BigInt(index.get(face)!)), 0n),
  );

  return sizes.map((_, k) => {
    const cycles = cyclesOf(within, boundaries, k);
    const rank = levels.map((outerLevel, j) => {
      const span = new Span();
      around.forEach((cell, i) => {
        if (dimension(cell) === k + 1 && cell.value >= outerLevel) span.add(boundaries[i]!);
      });
      let count = 0;
      return levels.slice(0, j + 1).map((innerLevel) => {
        for (const { chain } of cycles.filter((cycle) => cycle.value === innerLevel)) if (span.add(chain)) count++;
        return count;
      });
    });
    const at = (i: number, j: number) => (i < 0 ? 0 : rank[j]![i]!);
    return levels.flatMap((death, j) =>
      levels.slice(0, j).flatMap((birth, i) => {
        const count = at(i, j - 1) - at(i - 1, j - 1) - at(i, j) + at(i - 1, j);
        return Array.from({ length: count }, (): [number, number] => [birth, death]);
      }),
    );
  });
}

/** A basis of the cycles of one dimension, each with the level at which it is complete. */
function cyclesOf(cells: ReturnType<typeof cellsOf>, boundaries: readonly Chain[], k: number) {
  const cycles: { readonly chain: Chain; readonly value: number }[] = [];
  const reduced = new Map<number, { readonly boundary: Chain; readonly chain: Chain }>();
  const ofDimension = cells.map((cell, i) => ({ cell, i })).filter(({ cell }) => dimension(cell) === k);
  for (const { cell, i } of ofDimension.sort((a, b) => b.cell.value - a.cell.value)) {
    let [boundary, chain] = [boundaries[i]!, 1n << BigInt(i)];
    for (;;) {
      const other = boundary === 0n ? undefined : reduced.get(boundary.toString(2).length);
      if (other === undefined) break;
      boundary ^= other.boundary;
      chain ^= other.chain;
    }
    if (boundary === 0n) cycles.push({ chain, value: cell.value });
    else reduced.set(boundary.toString(2).length, { boundary, chain });
  }
  return cycles;
}
