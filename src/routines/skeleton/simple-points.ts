/**
 * Which pixels are simple: they can be removed without changing the topology. That depends on their neighbours alone, which are given as bits, in ascending order of
 * their offsets.
 */
export class SimplePoints {
  /** For each neighbour, which others it touches. */
  readonly touching: readonly number[];
  /** For each face, edge and corner of the pixel the neighbours that share it, and its sign in Euler's sum. */
  readonly parts: readonly { readonly sharing: number; readonly sign: number }[];
  /** The answers of `isSimple` for all neighbours there can be, in two dimensions. */
  readonly simple: Uint8Array | undefined;

  constructor(rank: 2 | 3) {
    const steps = directions(rank);
    const bitsOf = (holds: (step: readonly number[]) => boolean) =>
      steps.reduce((bits, step, i) => (holds(step) ? bits | (1 << i) : bits), 0);
    this.touching = steps.map((a) => bitsOf((b) => a !== b && a.every((d, axis) => Math.abs(d - b[axis]!) <= 1)));
    this.parts = steps.map((part) => ({
      sharing: bitsOf((step) => step.every((d, axis) => d === 0 || d === part[axis])),
      sign: part.filter((d) => d === 0).length % 2 === 0 ? 1 : -1,
    }));
    if (rank === 2) this.simple = Uint8Array.from({ length: 1 << steps.length }, (_, bits) => +this.#compute(bits));
  }

  /** The neighbours of a cell as bits. */
  neighbours(cells: Uint8Array, cell: number, offsets: Int32Array): number {
    let bits = 0;
    for (let i = 0; i < offsets.length; i++) bits |= cells[cell + offsets[i]!]! << i;
    return bits;
  }

  /** Whether a pixel is simple: its neighbours are one piece, and what it shares with them has Euler characteristic 1. */
  isSimple(neighbours: number): boolean {
    return this.simple === undefined ? this.#compute(neighbours) : this.simple[neighbours] === 1;
  }

  #compute(neighbours: number): boolean {
    return neighbours !== 0 && this.#euler(neighbours) === 1 && this.#isOnePiece(neighbours);
  }

  #euler(neighbours: number): number {
    let sum = 0;
    for (const { sharing, sign } of this.parts) if (sharing & neighbours) sum += sign;
    return sum;
  }

  #isOnePiece(neighbours: number): boolean {
    let front = neighbours & -neighbours;
    let rest = neighbours & ~front;
    while (front !== 0) {
      const bit = front & -front;
      const reached = this.touching[31 - Math.clz32(bit)]! & rest;
      rest &= ~reached;
      front = (front & ~bit) | reached;
    }
    return rest === 0;
  }
}

/** All steps to a neighbour, in the order of memory. */
function directions(rank: number): readonly (readonly number[])[] {
  let all: readonly (readonly number[])[] = [[]];
  for (let axis = 0; axis < rank; axis++) all = all.flatMap((step) => [-1, 0, 1].map((d) => [...step, d]));
  return all.filter((step) => step.some((d) => d !== 0));
}

export const simplePoints2d = new SimplePoints(2);
export const simplePoints3d = new SimplePoints(3);
