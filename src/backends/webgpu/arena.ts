/** Allocates and frees ranges of one buffer at compile time. The size that the buffer needs is known once all have been allocated. */
export class Arena {
  /** What is free, by its start, in order and with nothing adjacent. */
  #free: { start: number; length: number }[] = [];
  readonly #taken = new Map<number, number>();
  #end = 0;

  /** Entries the buffer must have. */
  get length(): number {
    return this.#end;
  }

  /** The start of some entries that nobody else has. */
  take(length: number): number {
    const place = this.#free.find((stretch) => stretch.length >= length);
    const start = place?.start ?? this.#end;
    if (place) {
      place.start += length;
      place.length -= length;
      this.#free = this.#free.filter((stretch) => stretch.length > 0);
    } else this.#end += length;
    this.#taken.set(start, length);
    return start;
  }

  giveBack(start: number): void {
    const length = this.#taken.get(start);
    if (length === undefined) throw new Error("Nothing was taken there.");
    this.#taken.delete(start);
    const sorted = [...this.#free, { start, length }].sort((a, b) => a.start - b.start);
    this.#free = [];
    for (const stretch of sorted) {
      const before = this.#free.at(-1);
      if (before && before.start + before.length === stretch.start) before.length += stretch.length;
      else this.#free.push(stretch);
    }
  }
}
