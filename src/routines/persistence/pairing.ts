import type { Complex } from "./complex.js";
import type { Filtration } from "./filtration.js";
import type { PersistenceForms } from "./forms.js";
import { type PersistencePairs, picked, pickedPairs } from "./pairs.js";
import { pairEdges } from "./reduction.js";

/**
 * Cells of one dimension paired with cells of the next: the first creates a cycle, the second destroys it. Entry k of one belongs to entry k of the other.
 *
 * The functions of this file take two filtrations of one complex, and pair what is created in the first with what destroys it in the second. Given one filtration
 * twice that is its persistent homology; given that of an image and that of a larger one, it is the homology of the smaller as the larger sees it (image
 * persistence), where a cycle may be destroyed before it was created. Each function says which part of the boundary matrix, rows in the order of the first and columns
 * in the order of the second, it reduces.
 *
 * Source: Cohen-Steiner, Edelsbrunner, Harer, Morozov. Persistent homology for kernels, images, and cokernels. SODA 2009.
 */
export interface CellPairs {
  readonly creators: Int32Array;
  readonly destroyers: Int32Array;
}

/** The pairs of every dimension of an image of two or three axes: vertices, in three also edges, and walls of top cells. */
export function cellPairs(
  forms: PersistenceForms,
  complex: Complex,
  rows: Filtration,
  columns: Filtration,
): readonly CellPairs[] {
  const components = pairVertices(forms, complex, rows, columns);
  const cavities = pairTopCells(forms, complex, rows, columns);
  if (complex.axes === 2) return [components, cavities];
  const joining = rows === columns ? components.destroyers : pairVertices(forms, complex, rows, rows).destroyers;
  const closing = rows === columns ? cavities.creators : pairTopCells(forms, complex, columns, columns).creators;
  return [components, pairEdges(forms, complex, rows, columns, joining, closing), cavities];
}

/** The pairs that enter with pixels of different values, by falling persistence. */
export function persistentPairs(
  forms: PersistenceForms,
  values: ArrayLike<number>,
  entry: Filtration,
  pairs: CellPairs,
): CellPairs {
  const critical = pixelsOf(entry, pairs);
  const { births, deaths } = critical;
  const kept = new Int32Array(births.length);
  let count = 0;
  for (let k = 0; k < births.length; k++) {
    kept[count] = k;
    count += Number(values[births[k]!] !== values[deaths[k]!]);
  }
  const some = kept.subarray(0, count);
  const order = forms.argsortByPersistence(values, pickedPairs(critical, some));
  const sorted = picked(some, order);
  return { creators: picked(pairs.creators, sorted), destroyers: picked(pairs.destroyers, sorted) };
}

/** The pixels with which paired cells enter. */
export const pixelsOf = ({ pixels }: Filtration, { creators, destroyers }: CellPairs): PersistencePairs => ({
  births: picked(pixels, creators),
  deaths: picked(pixels, destroyers),
});

/** Vertices with the edges that join their component to one begun earlier. The first vertex of all stays alone. */
function pairVertices(forms: PersistenceForms, complex: Complex, rows: Filtration, columns: Filtration): CellPairs {
  const { younger, by } = forms.unite({
    ...complex,
    nodes: rows.order[0]!,
    places: rows.places,
    links: columns.order[1]!,
    backwards: false,
    across: stepsAcross(complex, (axis) => 1 << axis),
  });
  return { creators: younger, destroyers: by };
}

/**
 * Cells of the highest dimension, each with the wall that shut it in: the same procedure on the dual graph and backwards, where the
 * outside was there before all.
 */
function pairTopCells(forms: PersistenceForms, complex: Complex, rows: Filtration, columns: Filtration): CellPairs {
  const all = (1 << complex.axes) - 1;
  const { younger, by } = forms.unite({
    ...complex,
    nodes: columns.order[complex.axes]!,
    places: columns.places,
    links: rows.order[complex.axes - 1]!,
    backwards: true,
    across: stepsAcross(complex, (axis) => all & ~(1 << axis)),
  });
  return { creators: by, destroyers: younger };
}

/** For each choice of axes that a link can span the step to the nodes at its sides. */
function stepsAcross({ strides }: Complex, spanOf: (axis: number) => number): Int32Array {
  const across = new Int32Array(1 << strides.length);
  for (const [axis, stride] of strides.entries()) across[spanOf(axis)] = stride;
  return across;
}
