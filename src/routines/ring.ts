import type { Connectivity } from "./frame.js";

/** The eight neighbours of a pixel clockwise from the top, one bit each, as steps of rows and columns: those with even places share a side with it. */
export const RING = [
  [-1, 0],
  [-1, 1],
  [0, 1],
  [1, 1],
  [1, 0],
  [1, -1],
  [0, -1],
  [-1, -1],
] as const;
export const NEIGHBOURS = RING.length;
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
export function piecesOf(connectivity: Connectivity): Pieces {
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
