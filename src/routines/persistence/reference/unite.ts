import { int32Buffer } from "../../shared/buffers.js";
import { find } from "../../shared/union-find.js";
import { NO_CELL, OUTSIDE } from "../complex.js";
import type { Links, United } from "../forms.js";

const parentBuffer = int32Buffer();
const youngerBuffer = int32Buffer();
const byBuffer = int32Buffer();

/** Unites the sets of the nodes at either side of each link in turn; the root of a set is its eldest node. */
export function referenceUnite({ cells, places, links, backwards, spans, across }: Links): United {
  const isElder = backwards
    ? (a: number, b: number) => a === OUTSIDE || (b !== OUTSIDE && places[a]! > places[b]!)
    : (a: number, b: number) => places[a]! < places[b]!;
  const parents = parentBuffer.atLeast(cells);
  for (let cell = 0; cell < cells; cell++) parents[cell] = cell;
  const youngers = youngerBuffer.atLeast(links.length);
  const by = byBuffer.atLeast(links.length);
  let count = 0;
  for (let i = 0; i < links.length; i++) {
    const link = links[backwards ? links.length - 1 - i : i]!;
    const stride = across[spans[link]!]!;
    const a = find(parents, spans[link - stride]! === NO_CELL ? OUTSIDE : link - stride);
    const b = find(parents, spans[link + stride]! === NO_CELL ? OUTSIDE : link + stride);
    if (a === b) continue;
    const younger = isElder(a, b) ? b : a;
    parents[younger] = younger === a ? b : a;
    youngers[count] = younger;
    by[count] = link;
    count++;
  }
  return { younger: youngers.slice(0, count), by: by.slice(0, count) };
}
