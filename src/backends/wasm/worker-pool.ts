import { ops, pointwiseOpNames } from "../../graph/ops.js";
import { detectFma } from "../../wasm/math/index.js";
import type { WasmMemory } from "./memory/memory.js";
import { cacheLineWords, control, mostModules } from "./threads/control.js";
import { startWorkers } from "./threads/workers.js";

interface Loaded {
  readonly instance: WebAssembly.Instance;
  /** Where the bytes lie for other threads. */
  readonly bytes?: number;
}

type Kernel = (begin: number, end: number, thread: number) => void;

/** Kernels of fewer chunks are not worth waking workers for. */
const fewest = 6;

/** How often to look whether the others are done before waiting for them. */
const patience = 2_000;

/** Runs functions of loaded modules over all chunks of a kernel, on as many threads as there are. */
export class WorkerPool {
  readonly cpu = { fma: detectFma() };
  readonly #memory: WasmMemory;
  readonly #loaded: (Loaded | undefined)[] = [];
  readonly #canWait: boolean;
  readonly #workers: ReturnType<typeof startWorkers>;
  #job = 0;
  #version = 0;

  constructor(memory: WasmMemory) {
    this.#memory = memory;
    // The main thread of a page may not wait.
    this.#canWait = memory.shared && typeof document === "undefined";
    this.#workers = memory.shared ? startWorkers(memory) : [];
  }

  /** Ends the threads. */
  end(): void {
    for (const worker of this.#workers) worker.terminate();
  }

  get #helpers(): number {
    return this.#workers.length;
  }

  /** Threads that compute, this one included. */
  get threads(): number {
    return 1 + this.#helpers;
  }

  /** Threads that have begun to listen, this one included: fewer, where some could not be started. */
  get ready(): number {
    return 1 + Atomics.load(this.#memory.i32, control.ready);
  }

  /** Threads that have computed at least once, this one included. */
  get helped(): number {
    let count = 1;
    for (let bits = Atomics.load(this.#memory.i32, control.helped); bits !== 0; bits &= bits - 1) count++;
    return count;
  }

  /** Loads a module; one that stays as long as the memory does takes no memory that counts as in use. Nothing has changed where it fails. */
  load(bytes: Uint8Array<ArrayBuffer>, { stays = false } = {}): number {
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
      host: { memory: this.#memory.wasm, ...host },
    });
    const free = this.#loaded.indexOf(undefined);
    const module = free < 0 ? this.#loaded.length : free;
    if (module >= mostModules) throw new RangeError(`More than ${mostModules} programs are loaded at a time.`);
    this.#loaded[module] = { instance, ...(this.#helpers > 0 && { bytes: this.#share(module, bytes, stays) }) };
    return module;
  }

  unload(module: number): void {
    const { bytes } = this.#loaded[module] ?? {};
    if (bytes !== undefined) this.#memory.free(bytes);
    this.#loaded[module] = undefined;
  }

  /** Calls a function without arguments. */
  call(module: number, name: string): void {
    (this.#loaded[module]!.instance.exports[name] as () => void)();
  }

  /** Wakes sleeping workers in advance, for kernels of so many chunks that follow within microseconds: waking takes longer than the work until then. */
  wake(chunks: number): void {
    if (this.#helpers > 0 && chunks >= fewest) Atomics.notify(this.#memory.i32, control.open);
  }

  /** Calls the kernel `pixels…` of a module for all of its chunks. A kernel is told from where to where, and the number of the thread, if it wants to know. */
  run(module: number, entry: number, chunks: number): void {
    const kernel = this.#loaded[module]!.instance.exports[`pixels${entry}`] as Kernel;
    if (this.#helpers === 0 || chunks < fewest) {
      kernel(0, chunks, 0);
      return;
    }
    const words = this.#memory.i32;
    const step = Math.max(1, Math.floor(chunks / (8 * this.threads)));
    words[control.count] = chunks;
    words[control.step] = step;
    words[control.entry] = entry;
    Atomics.store(words, control.module, module);
    words[control.parts] = this.threads;
    for (let part = 0; part < this.threads; part++)
      Atomics.store(words, control.next + cacheLineWords * part, startOf(part, this.threads, chunks));
    this.#job = (this.#job % 0x3fffffff) + 1;
    Atomics.store(words, control.open, this.#job);
    Atomics.notify(words, control.open);
    for (let part = 0; part < this.threads; part++) {
      const [next, end] = [control.next + cacheLineWords * part, startOf(part + 1, this.threads, chunks)];
      for (let begin = Atomics.add(words, next, step); begin < end; begin = Atomics.add(words, next, step))
        kernel(begin, Math.min(begin + step, end), 0);
    }
    Atomics.store(words, control.open, 0);
    this.#awaitOthers(words);
  }

  /** Waits until no thread is working on the last chunks. */
  #awaitOthers(words: Int32Array): void {
    for (let left = patience; ; left--) {
      const active = Atomics.load(words, control.active);
      if (active === 0) return;
      if (left < 0 && this.#canWait) Atomics.wait(words, control.active, active, 1);
    }
  }

  /** Puts the bytes of a module where the other threads find them. */
  #share(module: number, bytes: Uint8Array, stays: boolean): number {
    const address = stays ? this.#memory.allocateForever(bytes.length) : this.#memory.allocate(bytes.length);
    new Uint8Array(this.#memory.wasm.buffer, address, bytes.length).set(bytes);
    const words = this.#memory.i32;
    const place = control.modules + 3 * module;
    Atomics.store(words, place, address);
    Atomics.store(words, place + 1, bytes.length);
    Atomics.store(words, place + 2, ++this.#version);
    return address;
  }
}

/** The first chunk of a thread's part. */
const startOf = (part: number, parts: number, chunks: number): number => Math.floor((chunks * part) / parts);

/** Functions that modules may import: what pointwise operations mean. */
const host = Object.fromEntries(pointwiseOpNames.map((op) => [op, ops[op].evaluate]));
