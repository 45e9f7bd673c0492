/** Larger arrays than this (in entries) are let go after use, so that one huge image does not hold its memory for ever. */
const LARGEST_KEPT = 1 << 24;

/**
 * An array that is kept from call to call, so that a routine called at every step of a training allocates little.
 *
 * A routine neither waits nor calls foreign code while it uses its buffers, and every worker has modules of its own: nobody else sees them.
 */
export class ReusedBuffer<A extends { readonly length: number }> {
  readonly #make: (length: number) => A;
  #kept: A;

  constructor(make: (length: number) => A) {
    this.#make = make;
    this.#kept = make(0);
  }

  /** An array of at least this length; its content is undefined. */
  atLeast(length: number): A {
    if (this.#kept.length >= length) return this.#kept;
    const made = this.#make(length);
    if (length <= LARGEST_KEPT) this.#kept = made;
    return made;
  }
}

export const int32Buffer = () => new ReusedBuffer((length) => new Int32Array(length));
export const float64Buffer = () => new ReusedBuffer((length) => new Float64Array(length));
export const uint8Buffer = () => new ReusedBuffer((length) => new Uint8Array(length));
