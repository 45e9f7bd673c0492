import type { WasmMemory } from "./memory/memory.js";

/** The arguments of the kernels of an executable: words in memory, set before or during a run, that say where images and lists lie and how long lists are. */
export class KernelArguments {
  readonly #names = new Map<string, number>();
  readonly #memory: WasmMemory;
  readonly base: number;
  readonly #capacity: number;

  /** `capacity` words from `base` on. */
  constructor(memory: WasmMemory, capacity: number, base: number) {
    this.#memory = memory;
    this.#capacity = capacity;
    this.base = base;
  }

  /** The address of a word. */
  address(name: string): number {
    const known = this.#names.get(name);
    if (known !== undefined) return this.base + 4 * known;
    const index = this.#names.size;
    if (index >= this.#capacity) throw new Error("There are more arguments than words for them.");
    this.#names.set(name, index);
    return this.base + 4 * index;
  }

  set(name: string, value: number): void {
    const index = this.#names.get(name);
    if (index !== undefined) this.#memory.i32[this.base / 4 + index] = value;
  }
}
