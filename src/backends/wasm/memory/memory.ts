import { OutOfMemory } from "../../backend.js";
import { FreeBlocks, signChange } from "./free-blocks.js";

const page = 65_536;

/** Pages that a memory may grow to, the most first: a platform that cannot reserve 4 GiB of addresses may have room for less. */
const maxima = [65_536, 32_768, 16_384, 4_096];

/** Room before and after each block, in bytes, so that images of one size do not all begin at the same place of a cache. */
const margin = 256;

/** So many bytes at both ends belong to no block: a vector that is read beside an image, and then masked, lies in memory. */
export const guard = page;

/** The address space of all kernels: one WebAssembly memory, shared between threads where the platform lets it be. Whatever is freed can be had again in any size. */
export class WasmMemory {
  readonly wasm: WebAssembly.Memory;
  readonly shared: boolean;
  /** Pages that it may grow to. */
  readonly maximum: number;
  readonly #free = new FreeBlocks();
  readonly #sizes = new Map<number, number>();
  /** Where nothing has been allocated yet. The first page belongs to the threads, and what is read before the first image lies in it. */
  #top = guard;
  #used = 0;
  /** Blocks that stay, and their bytes. */
  readonly #staying = new Set<number>();
  #stays = 0;
  #buffer: ArrayBufferLike | undefined;
  #f32 = new Float32Array();
  #f64 = new Float64Array();
  #i32 = new Int32Array();

  /** `most`: pages, for those who want less than there could be. */
  constructor(shared: boolean, most = maxima[0]!) {
    this.shared = shared;
    const made = reserved(
      shared,
      maxima.filter((pages) => pages < most),
      most,
    );
    this.wasm = made.memory;
    this.maximum = made.maximum;
  }

  /** The address of so many bytes, whose content is undefined. Nothing has changed where it fails. @throws {OutOfMemory} */
  allocate(bytes: number): number {
    const size = blockSize(bytes);
    const at = this.#free.take(size) ?? this.#extend(size);
    this.#sizes.set(at, size);
    this.#used += size;
    return at + margin;
  }

  /** The same for what stays as long as the memory does, and so does not count as in use. */
  allocateForever(bytes: number): number {
    const at = this.allocate(bytes);
    this.#staying.add(at);
    this.#stays += this.#sizes.get(at - margin)!;
    return at;
  }

  free(address: number): void {
    const at = address - margin;
    const size = this.#sizes.get(at);
    if (size === undefined) throw new Error(`Nothing was allocated at ${address}.`);
    this.#sizes.delete(at);
    this.#used -= size;
    if (this.#staying.delete(address)) this.#stays -= size;
    // The last block goes back to what nothing has been allocated of.
    const start = this.#free.give(at, size);
    if (this.#free.endOf(start) === this.#top) {
      this.#free.remove(start);
      this.#top = start;
    }
  }

  /** Bytes in use now, without what stays. */
  get used(): number {
    return this.#used - this.#stays;
  }

  /** Bytes that there can be in all, and those of them that nothing uses, in whatever pieces. */
  get capacity(): number {
    return this.maximum * page - 2 * guard;
  }
  get unused(): number {
    return this.maximum * page - 2 * guard - this.#used;
  }

  /** Bytes that can be had in one piece, if nothing else is allocated. */
  get largest(): number {
    return Math.max(this.maximum * page - guard - this.#top, this.#free.largest) - 2 * margin;
  }

  /** Bytes that have been taken from the system: they are never given back, but with the whole memory. */
  get taken(): number {
    return this.wasm.buffer.byteLength;
  }

  get f32(): Float32Array {
    this.#refresh();
    return this.#f32;
  }
  get f64(): Float64Array {
    this.#refresh();
    return this.#f64;
  }
  get i32(): Int32Array {
    this.#refresh();
    return this.#i32;
  }

  /** Bytes where nothing has been yet. */
  #extend(size: number): number {
    // Kernels compare addresses as signed integers: those of one block have the same sign.
    const crosses = this.#top < signChange && this.#top + size > signChange;
    const at = crosses ? signChange : this.#top;
    const missing = Math.ceil((at + size + guard - this.taken) / page);
    if (missing > 0) {
      const left = this.maximum - this.taken / page;
      if (missing > left) throw this.#full(size);
      this.#grow(missing, Math.max(missing, Math.min(256, left)), size);
    }
    if (crosses) this.#free.give(this.#top, signChange - this.#top);
    this.#top = at + size;
    return at;
  }

  /** Grows by more pages than are missing, so that it is seldom done; where the system has too few, by those that are. */
  #grow(missing: number, more: number, size: number): void {
    try {
      this.wasm.grow(more);
    } catch {
      if (missing === more) throw this.#full(size);
      this.#grow(missing, missing, size);
    }
  }

  #full = (size: number): OutOfMemory => new OutOfMemory(size, Math.max(0, this.largest), this.capacity);

  #refresh(): void {
    const { buffer } = this.wasm;
    if (buffer === this.#buffer) return;
    this.#buffer = buffer;
    this.#f32 = new Float32Array(buffer);
    this.#f64 = new Float64Array(buffer);
    this.#i32 = new Int32Array(buffer);
  }
}

/** A memory that may grow to so many pages, or to fewer, where the platform cannot reserve the addresses. */
function reserved(
  shared: boolean,
  fewer: readonly number[],
  maximum: number,
): { readonly memory: WebAssembly.Memory; readonly maximum: number } {
  try {
    return { memory: new WebAssembly.Memory({ initial: 16, maximum, shared }), maximum };
  } catch (error) {
    const [next, ...rest] = fewer;
    if (next === undefined) throw error;
    return reserved(shared, rest, next);
  }
}

/** What a block takes: whole cache lines, and room around them. */
const blockSize = (bytes: number): number => Math.ceil(Math.max(64, bytes) / 64) * 64 + 2 * margin;
