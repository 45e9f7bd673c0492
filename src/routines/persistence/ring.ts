import { type Connectivity, dual } from "../shared/connectivity.js";

/** The eight neighbours of a pixel clockwise from the top, one bit each, as steps of rows and columns: those with even places share a side with it. */
const RING = [
  [-1, 0],
  [-1, 1],
  [0, 1],
  [1, 1],
  [1, 0],
  [1, -1],
  [0, -1],
  [-1, -1],
] as const;
const NEIGHBOURS = RING.length;
export const ALL_AROUND = (1 << NEIGHBOURS) - 1;

/** At most so many pieces of a ring touch the pixel in its middle. */
export const MOST_PIECES = 4;

/** What a pixel touches, for each choice of neighbours (one bit each). */
export interface Pieces {
  /** How many pieces the neighbours chosen form around the pixel, of those that touch it. */
  readonly count: Uint8Array;
  /** `MOST_PIECES` entries for each choice: a neighbour of each piece that touches the pixel. */
  readonly members: Uint8Array;
}

/**
 * The pieces of the neighbours chosen, connected among themselves and to the pixel in the middle.
 *
 * Connected by sides, a corner belongs to a piece only together with a side next to it, and touches nothing by itself. Connected at corners as well, two
 * sides around a corner touch each other over it.
 */
function piecesOf(connectivity: Connectivity): Pieces {
  const choices = 1 << NEIGHBOURS;
  const count = new Uint8Array(choices);
  const members = new Uint8Array(choices * MOST_PIECES);
  for (let chosen = 0; chosen < choices; chosen++) {
    let rest = chosen;
    for (let place = 0; place < NEIGHBOURS; place++) {
      const touches = connectivity === "full" || isSide(place);
      if (!touches || (rest & (1 << place)) === 0) continue;
      rest &= ~pieceAt(place, chosen, connectivity);
      members[chosen * MOST_PIECES + count[chosen]!++] = place;
    }
  }
  return { count, members };
}

const isSide = (place: number): boolean => place % 2 === 0;

/** All neighbours chosen that are connected to one of them along the ring. */
function pieceAt(start: number, chosen: number, connectivity: Connectivity): number {
  let piece = 1 << start;
  for (const pending = [start]; pending.length > 0; ) {
    const place = pending.pop()!;
    const reach = connectivity === "full" && isSide(place) ? [-2, -1, 1, 2] : [-1, 1];
    for (const step of reach) {
      const next = (place + step + NEIGHBOURS) % NEIGHBOURS;
      if ((chosen & (1 << next)) === 0 || (piece & (1 << next)) !== 0) continue;
      piece |= 1 << next;
      pending.push(next);
    }
  }
  return piece;
}

/** What is higher forms pieces under the connectivity of the image, what is lower under that of its background. */
const pieces = {
  face: { higher: piecesOf("face"), lower: piecesOf(dual("face")) },
  full: { higher: piecesOf("full"), lower: piecesOf(dual("full")) },
} as const;

/** What to look up for the neighbours of a cell that are higher, one bit each, on a padded grid of one pitch. */
export interface RingTables {
  /** The pieces that higher neighbours form, and lower ones: look up the bits of those chosen. */
  readonly higher: Pieces;
  readonly lower: Pieces;
  /** What to add to a cell to reach each neighbour, as places in `RING`. */
  readonly steps: Int32Array;
  /** For each choice of higher neighbours a step to one that is connected, 0 where there is none. */
  readonly ascent: Int32Array;
  /** The same to a lower one. */
  readonly descent: Int32Array;
  /** Whether there is more than one piece: 1 or 0. */
  readonly isSaddle: Int32Array;
}

/** The tables last asked for, which are those of the next step of a training. */
let last: { readonly key: string; readonly tables: RingTables } | undefined;

export function ringTables(pitch: number, connectivity: Connectivity): RingTables {
  const key = `${pitch} ${connectivity}`;
  if (last?.key !== key) last = { key, tables: tablesOf(pitch, connectivity) };
  return last.tables;
}

function tablesOf(pitch: number, connectivity: Connectivity): RingTables {
  const { higher, lower } = pieces[connectivity];
  const steps = Int32Array.from(RING, ([rows, columns]) => rows * pitch + columns);
  const choices = ALL_AROUND + 1;
  const ascent = new Int32Array(choices);
  const descent = new Int32Array(choices);
  const isSaddle = new Int32Array(choices);
  for (let chosen = 0; chosen < choices; chosen++) {
    const rest = ~chosen & ALL_AROUND;
    if (higher.count[chosen]! > 0) ascent[chosen] = steps[higher.members[chosen * MOST_PIECES]!]!;
    if (lower.count[rest]! > 0) descent[chosen] = steps[lower.members[rest * MOST_PIECES]!]!;
    isSaddle[chosen] = Number(higher.count[chosen]! > 1);
  }
  return { higher, lower, steps, ascent, descent, isSaddle };
}
