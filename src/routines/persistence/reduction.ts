import { uint8Buffer } from "../shared/buffers.js";
import type { Complex } from "./complex.js";
import type { Filtration } from "./filtration.js";
import { NO_ROW, type PersistenceForms } from "./forms.js";
import type { CellPairs } from "./pairing.js";

const settledBuffer = uint8Buffer();

/**
 * Edges with the squares that fill the loops they close, in three dimensions, by reducing columns of the boundary matrix over Z/2.
 *
 * What the other dimensions paired need not be looked at: an edge that joined two components closes no loop, so its row can be left out, and a square
 * that created a cavity fills no loop, so its column would reduce to nothing.
 *
 * Source: Chen, Kerber. Persistent homology computation with a twist. EuroCG 2011.
 *
 * @param joining the edges that join components in the filtration of the rows.
 * @param closing the squares that create cavities in the filtration of the columns.
 */
export function pairEdges(
  forms: PersistenceForms,
  complex: Complex,
  rows: Filtration,
  columns: Filtration,
  joining: Int32Array,
  closing: Int32Array,
): CellPairs {
  const settled = settledBuffer.atLeast(complex.cells).fill(0, 0, complex.cells);
  for (let i = 0; i < joining.length; i++) settled[joining[i]!] = 1;
  for (let i = 0; i < closing.length; i++) settled[closing[i]!] = 1;
  const edges = rows.order[1]!;
  const squares = columns.order[2]!;
  const pivots = forms.reduce({ complex, squares, settled, places: rows.places, rows: edges.length });
  const creators = new Int32Array(edges.length);
  const destroyers = new Int32Array(edges.length);
  let count = 0;
  for (let i = 0; i < squares.length; i++) {
    if (pivots[i] === NO_ROW) continue;
    creators[count] = edges[pivots[i]!]!;
    destroyers[count] = squares[i]!;
    count++;
  }
  return { creators: creators.slice(0, count), destroyers: destroyers.slice(0, count) };
}
