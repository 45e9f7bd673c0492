import { type Complex, NO_CELL, OUTSIDE } from "./complex.js";
import { type CriticalPixels, picked } from "./features.js";
import type { Filtration } from "./filtration.js";
import { mergersByKernels } from "./kernels/mergers.js";
import { pairEdges } from "./reduction.js";
import { int32Scratch } from "./scratch.js";
import { sequenceOf } from "./sequence.js";
import { find } from "./union-find.js";

/**
 * Cells of one dimension paired with cells of the next: the first begins a cycle, the second fills it. Entry k of one belongs to entry k of the other.
 *
 * The functions of this file take two filtrations of one complex, and pair what begins in the first with what fills it in the second. Given one filtration
 * twice that is its persistent homology; given that of an image and that of a larger one, it is the homology of the smaller as the larger sees it (image
 * persistence), where a cell may be filled before it began. Each function says which part of the boundary matrix, rows in the order of the first and columns
 * in the order of the second, it reduces.
 *
 * Source: Cohen-Steiner, Edelsbrunner, Harer, Morozov. Persistent homology for kernels, images, and cokernels. SODA 2009.
 */
export interface Pairing {
  readonly begins: Int32Array;
  readonly fills: Int32Array;
}

const parentRoom = int32Scratch();
const joinedRoom = int32Scratch();
const byRoom = int32Scratch();

/** The pairings of every dimension of an image of two or three axes: vertices, in three also edges, and walls of top cells. */
export function pairings(complex: Complex, rows: Filtration, columns: Filtration): Pairing[] {
  const components = pairVertices(complex, rows, columns);
  const cavities = pairTopCells(complex, rows, columns);
  if (complex.axes === 2) return [components, cavities];
  const joining = rows === columns ? components.fills : pairVertices(complex, rows, rows).fills;
  const closing = rows === columns ? cavities.begins : pairTopCells(complex, columns, columns).begins;

  return [components, pairEdges(complex, rows, columns, joining, closing), cavities];
}

/** The pairs that enter with pixels of different values, by falling persistence. */
export function lasting(values: ArrayLike<number>, entry: Filtration, pairing: Pairing): Pairing {
  const { births, deaths } = pixelsOf(entry, pairing);
  const kept = new Int32Array(births.length);
  let count = 0;
  for (let k = 0; k < births.length; k++) {
    kept[count] = k;
    count += Number(values[births[k]!] !== values[deaths[k]!]);
  }
  const some = kept.subarray(0, count);
  const sequence = sequenceOf(values, { births: picked(births, some), deaths: picked(deaths, some) });
  return selected(selected(pairing, some), sequence);
}

/** The pixels with which paired cells enter. */
export const pixelsOf = ({ pixels }: Filtration, { begins, fills }: Pairing): CriticalPixels => ({
  births: picked(pixels, begins),
  deaths: picked(pixels, fills),
});

const selected = ({ begins, fills }: Pairing, indices: Int32Array): Pairing => ({
  begins: picked(begins, indices),
  fills: picked(fills, indices),
});

/** Vertices with the edges that join their component to one begun earlier. The first vertex of all stays alone. */
function pairVertices(complex: Complex, rows: Filtration, columns: Filtration): Pairing {
  const { joined, by } = mergers(complex, {
    nodes: rows.sequence[0]!,
    links: columns.sequence[1]!,
    backwards: false,
    elder: (a, b) => rows.places[a]! < rows.places[b]!,
  });
  return { begins: joined, fills: by };
}

/**
 * Cells of the highest dimension, each with the wall that shut it in: the same procedure on the dual graph and backwards, where the
 * outside was there before all.
 */
function pairTopCells(complex: Complex, rows: Filtration, columns: Filtration): Pairing {
  const { joined, by } = mergers(complex, {
    nodes: columns.sequence[complex.axes]!,
    links: rows.sequence[complex.axes - 1]!,
    backwards: true,
    elder: (a, b) => a === OUTSIDE || (b !== OUTSIDE && columns.places[a]! > columns.places[b]!),
  });
  return { begins: by, fills: joined };
}

/** What joins and is joined: vertices by edges, or backwards top cells by the walls between them. */
interface Merging {
  readonly nodes: Int32Array;
  readonly links: Int32Array;
  readonly backwards: boolean;
  readonly elder: (a: number, b: number) => boolean;
}

/** Joins the two cells at either side of each link in turn; where that unites two sets, the younger of their eldest members ends. */
function mergers(
  complex: Complex,
  { nodes, links, backwards, elder }: Merging,
): { joined: Int32Array; by: Int32Array } {
  const { cells, spans, strides } = complex;
  const all = (1 << strides.length) - 1;
  const across = new Int32Array(all + 1);
  for (const [axis, stride] of strides.entries()) across[backwards ? all & ~(1 << axis) : 1 << axis] = stride;
  const byKernels = mergersByKernels({ cells, nodes, links, backwards, spans, strides: across });
  if (byKernels !== undefined) return byKernels;
  const parents = parentRoom.atLeast(cells);
  for (let cell = 0; cell < cells; cell++) parents[cell] = cell;
  const joined = joinedRoom.atLeast(links.length);
  const by = byRoom.atLeast(links.length);
  let count = 0;
  for (let i = 0; i < links.length; i++) {
    const link = links[backwards ? links.length - 1 - i : i]!;
    const stride = across[spans[link]!]!;
    const a = find(parents, spans[link - stride]! === NO_CELL ? OUTSIDE : link - stride);
    const b = find(parents, spans[link + stride]! === NO_CELL ? OUTSIDE : link + stride);
    if (a === b) continue;
    const younger = elder(a, b) ? b : a;
    parents[younger] = younger === a ? b : a;
    joined[count] = younger;
    by[count] = link;
    count++;
  }
  return { joined: joined.slice(0, count), by: by.slice(0, count) };
}
