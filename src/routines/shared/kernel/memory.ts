import { ModuleBuilder } from "../../../wasm/encode/module.js";

/** Pages of 64 KiB: 1 GiB. */
const MOST_PAGES = 16_384;
const PAGE = 65_536;
/** Areas begin at multiples of so many bytes, those of a vector. */
const ALIGNMENT = 16;

/** The memory that the kernels of all routines work in, as elements of several widths. */
export interface MemoryViews {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly words: Int32Array<ArrayBuffer>;
  readonly singles: Float32Array<ArrayBuffer>;
  readonly doubles: Float64Array<ArrayBuffer>;
}

let memory: WebAssembly.Memory | undefined;
let views: MemoryViews | undefined;

/**
 * Memory of at least so many bytes, left as the last routine left it. It grows with the largest image; a worker has its own, since it has its own modules. Like
 * all that is kept here it belongs to one routine at a time: what one calls must keep out of what it uses itself.
 *
 * @returns undefined where there is no WebAssembly, or not so much memory. Views are good until the next call.
 */
export function kernelMemory(bytes: number): MemoryViews | undefined {
  if (typeof WebAssembly === "undefined" || bytes > MOST_PAGES * PAGE) return undefined;
  memory ??= new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES });
  const missing = Math.ceil((bytes - memory.buffer.byteLength) / PAGE);
  if (missing > 0 && !grown(memory, missing)) return undefined;
  if (views === undefined || missing > 0) views = viewsOf(memory.buffer);
  return views;
}

/**
 * Functions of a module that is assembled when it is first asked for, on the memory of `kernelMemory`. Each routine has a module of its own, since some browsers let
 * only small ones be compiled at once.
 *
 * @param write adds functions to the module, exported by the names in `K`.
 * @returns what gives them: undefined where they cannot run.
 */
export function lazyModule<K>(write: (builder: ModuleBuilder) => void): () => K | undefined {
  let made: K | "cannot be" | undefined;
  return () => {
    if (kernelMemory(0) === undefined) return undefined;
    made ??= instance(write) ?? "cannot be";
    return made === "cannot be" ? undefined : made;
  };
}

function instance<K>(write: (builder: ModuleBuilder) => void): K | undefined {
  const builder = new ModuleBuilder({ shared: false, maximum: MOST_PAGES });
  write(builder);
  const bytes = builder.bytes();
  if (!WebAssembly.validate(bytes)) return undefined;
  try {
    return new WebAssembly.Instance(new WebAssembly.Module(bytes), { host: { memory: memory! } }).exports as K;
  } catch {
    // A page may forbid compiling at all (its content security policy), or so large a module on its main thread.
    return undefined;
  }
}

/** Addresses of areas of so many bytes, one behind the other, from an address on; and where the last one ends. */
export function areas<A extends Readonly<Record<string, number>>>(
  bytes: A,
  from = 0,
): { readonly [K in keyof A]: number } & { readonly end: number } {
  const addresses: Record<string, number> = {};
  let end = from;
  for (const [name, length] of Object.entries(bytes)) {
    addresses[name] = end;
    end = Math.ceil((end + length) / ALIGNMENT) * ALIGNMENT;
  }
  return { ...(addresses as { [K in keyof A]: number }), end };
}

function viewsOf(buffer: ArrayBuffer): MemoryViews {
  return {
    bytes: new Uint8Array(buffer),
    words: new Int32Array(buffer),
    singles: new Float32Array(buffer),
    doubles: new Float64Array(buffer),
  };
}

function grown(memory: WebAssembly.Memory, pages: number): boolean {
  try {
    memory.grow(pages);
    return true;
  } catch {
    return false;
  }
}
