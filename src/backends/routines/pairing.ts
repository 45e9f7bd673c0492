import { type Complex, NO_CELL, OUTSIDE } from "./complex.js";
import { type CriticalPixels, picked } from "./features.js";
import type { Filtration } from "./filtration.js";
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
  const kept: number[] = [];
  const { births, deaths } = pixelsOf(entry, pairing);
  for (let k = 0; k < births.length; k++) if (values[births[k]!] !== values[deaths[k]!]) kept.push(k);
  const some = selected(pairing, Int32Array.from(kept));
  return selected(some, sequenceOf(values, pixelsOf(entry, some)));
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
  const { joined, by } = mergers(complex, columns.sequence[1]!, (a, b) => rows.places[a]! < rows.places[b]!, "spanned");
  return { begins: joined, fills: by };
}

/**
 * Cells of the highest dimension, each with the wall that shut it in: the same procedure on the dual graph and backwards, where the
 * outside was there before all.
 */
function pairTopCells(complex: Complex, rows: Filtration, columns: Filtration): Pairing {
  const walls = rows.sequence[complex.axes - 1]!.toReversed();
  const elder = (a: number, b: number) => a === OUTSIDE || (b !== OUTSIDE && columns.places[a]! > columns.places[b]!);
  const { joined, by } = mergers(complex, walls, elder, "across");
  return { begins: by, fills: joined };
}

/** Joins the two cells at either side of each link in turn; where that unites two sets, the younger of their eldest members ends. */
function mergers(
  { cells, spans, strides }: Complex,
  links: Int32Array,
  elder: (a: number, b: number) => boolean,
  ends: "spanned" | "across",
): { joined: Int32Array; by: Int32Array } {
  const all = (1 << strides.length) - 1;
  const parents = parentRoom.atLeast(cells);
  for (let cell = 0; cell < cells; cell++) parents[cell] = cell;
  const joined = joinedRoom.atLeast(links.length);
  const by = byRoom.atLeast(links.length);
  let count = 0;
  for (let i = 0; i < links.length; i++) {
    const link = links[i]!;
    const axis = ends === "spanned" ? spans[link]! : all & ~spans[link]!;
    const stride = strides[31 - Math.clz32(axis)]!;
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
