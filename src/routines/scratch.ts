/** Larger arrays than this (in entries) are let go after use, so that one huge image does not hold its memory for ever. */
const LARGEST_KEPT = 1 << 24;

/**
 * Memory to work in that is kept from call to call, so that a routine called at every step of a training allocates little.
 *
 * A routine neither waits nor calls code of others while it uses its own, and every worker has modules of its own: nobody else sees it.
 */
export class Scratch<A extends { readonly length: number }> {
  readonly #make: (length: number) => A;
  #kept: A;

  constructor(make: (length: number) => A) {
    this.#make = make;
    this.#kept = make(0);
  }

  /** An array of at least this length; what it holds is left over from before. */
  atLeast(length: number): A {
    if (this.#kept.length >= length) return this.#kept;
    const made = this.#make(length);
    if (length <= LARGEST_KEPT) this.#kept = made;
    return made;
  }
}

export const int32Scratch = () => new Scratch((length) => new Int32Array(length));
export const float64Scratch = () => new Scratch((length) => new Float64Array(length));
export const uint8Scratch = () => new Scratch((length) => new Uint8Array(length));
