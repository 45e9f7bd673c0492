/** The first address that is negative as a signed integer: no piece lies on both sides of it. */
export const signChange = 2 ** 31;

/** Pieces of memory that nothing uses, in the order of their addresses. Neighbours are one piece, so that small blocks become room for large ones. */
export class FreeBlocks {
  readonly #starts: number[] = [];
  readonly #sizes: number[] = [];

  /** Takes so many bytes from the smallest piece that has them: where they begin. */
  take(size: number): number | undefined {
    let best = -1;
    for (let i = 0; i < this.#sizes.length; i++)
      if (this.#sizes[i]! >= size && (best < 0 || this.#sizes[i]! < this.#sizes[best]!)) best = i;
    if (best < 0) return undefined;
    const start = this.#starts[best]!;
    if (this.#sizes[best] === size) this.#removeAt(best);
    else {
      this.#starts[best]! += size;
      this.#sizes[best]! -= size;
    }
    return start;
  }

  /** Adds a piece: where the piece begins that it has become part of. */
  give(at: number, size: number): number {
    const next = this.#after(at);
    const joinsNext = next < this.#starts.length && at + size === this.#starts[next] && at + size !== signChange;
    const joinsPrevious = next > 0 && this.#starts[next - 1]! + this.#sizes[next - 1]! === at && at !== signChange;
    if (joinsPrevious) {
      this.#sizes[next - 1]! += size;
      if (joinsNext) {
        this.#sizes[next - 1]! += this.#sizes[next]!;
        this.#removeAt(next);
      }
      return this.#starts[next - 1]!;
    }
    if (joinsNext) {
      this.#starts[next] = at;
      this.#sizes[next]! += size;
    } else {
      this.#starts.splice(next, 0, at);
      this.#sizes.splice(next, 0, size);
    }
    return at;
  }

  /** Where the piece ends that begins at an address. */
  endOf(start: number): number {
    return start + this.#sizes[this.#after(start) - 1]!;
  }

  /** Takes away the piece that begins at an address. */
  remove(start: number): void {
    this.#removeAt(this.#after(start) - 1);
  }

  get largest(): number {
    return Math.max(0, ...this.#sizes);
  }

  /** The number of pieces that begin at an address or before it. */
  #after(address: number): number {
    let [low, high] = [0, this.#starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle]! <= address) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #removeAt(index: number): void {
    this.#starts.splice(index, 1);
    this.#sizes.splice(index, 1);
  }
}
