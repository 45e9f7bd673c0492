/** Pages of 64 KiB that the memory may grow to: 1 GiB. */
const maximum = 16_384;
const page = 65_536;

/** Room before and after each block, in bytes, so that a vector read at a neighbour stays inside. */
const margin = 256;

/** The address space of all kernels: one WebAssembly memory, shared between threads where the platform lets it be. */
export class WasmMemory {
  readonly wasm: WebAssembly.Memory;
  readonly shared: boolean;
  readonly maximum = maximum;
  readonly #free = new Map<number, number[]>();
  readonly #sizes = new Map<number, number>();
  /** The first page belongs to the threads. */
  #top = page;
  #used = 0;
  #peak = 0;
  #buffer: ArrayBufferLike | undefined;
  #f32 = new Float32Array();
  #f64 = new Float64Array();
  #i32 = new Int32Array();

  constructor(shared: boolean) {
    this.shared = shared;
    this.wasm = new WebAssembly.Memory({ initial: 16, maximum, shared });
  }

  /** The address of so many bytes, whose content is undefined. @throws {RangeError} when the memory is full. */
  allocate(bytes: number): number {
    const size = sizeClass(bytes);
    this.#used += size;
    this.#peak = Math.max(this.#peak, this.#used);
    const reused = this.#free.get(size)?.pop();
    if (reused !== undefined) return reused;
    const at = this.#top + margin;
    this.#top = at + size + margin;
    this.#reach(this.#top);
    this.#sizes.set(at, size);
    return at;
  }

  free(address: number): void {
    const size = this.#sizes.get(address);
    if (size === undefined) throw new Error(`Nothing was allocated at ${address}.`);
    this.#used -= size;
    const list = this.#free.get(size);
    if (list) list.push(address);
    else this.#free.set(size, [address]);
  }

  /** Bytes in use now, and at most since the last reset. */
  get used(): number {
    return this.#used;
  }
  get peak(): number {
    return this.#peak;
  }
  resetPeak(): void {
    this.#peak = this.#used;
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

  #reach(bytes: number): void {
    const missing = Math.ceil((bytes - this.wasm.buffer.byteLength) / page);
    if (missing <= 0) return;
    const more = Math.max(missing, Math.min(256, maximum - this.wasm.buffer.byteLength / page));
    try {
      this.wasm.grow(more);
    } catch (cause) {
      throw new RangeError(`The kernels need more than ${(maximum * page) >> 20} MiB of memory; use smaller batches.`, {
        cause,
      });
    }
  }

  #refresh(): void {
    const { buffer } = this.wasm;
    if (buffer === this.#buffer) return;
    this.#buffer = buffer;
    this.#f32 = new Float32Array(buffer);
    this.#f64 = new Float64Array(buffer);
    this.#i32 = new Int32Array(buffer);
  }
}

/** Sizes come in steps of an eighth of their power of two, so that blocks of nearly one size are reused for each other. */
function sizeClass(bytes: number): number {
  const least = Math.max(64, bytes);
  const step = Math.max(64, 2 ** (Math.floor(Math.log2(least)) - 3));
  return Math.ceil(least / step) * step;
}
