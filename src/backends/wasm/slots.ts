import type { Memory } from "./memory.js";

/** Words in memory that hold what kernels read at the start of a run: where images and lists lie, how long lists are. */
export class Slots {
  readonly #names = new Map<string, number>();
  readonly #memory: Memory;
  readonly #base: number;
  readonly #capacity: number;

  constructor(memory: Memory, capacity: number) {
    this.#memory = memory;
    this.#capacity = capacity;
    this.#base = memory.allocate(4 * capacity);
  }

  /** The address of a word. */
  address(name: string): number {
    const known = this.#names.get(name);
    if (known !== undefined) return this.#base + 4 * known;
    const index = this.#names.size;
    if (index >= this.#capacity) throw new Error("There are more values than slots for them.");
    this.#names.set(name, index);
    return this.#base + 4 * index;
  }

  set(name: string, value: number): void {
    const index = this.#names.get(name);
    if (index !== undefined) this.#memory.i32[this.#base / 4 + index] = value;
  }

  dispose(): void {
    this.#memory.free(this.#base);
  }
}
