import { type Kernels, kernelsOn, MOST_PAGES } from "./kernels.js";

const PAGE = 65_536;

/** Kernels, and the memory they work in, which grows with the largest image. */
export interface Machine {
  readonly kernels: Kernels;
  readonly singles: Float32Array;
  readonly doubles: Float64Array;
}

let memory: WebAssembly.Memory | undefined;
let machine: Machine | undefined;

/** The kernels with so many bytes of memory; undefined where they cannot run. A worker has its own, since it has its own modules. */
export function machineWith(bytes: number): Machine | undefined {
  if (typeof WebAssembly === "undefined" || bytes > MOST_PAGES * PAGE) return undefined;
  memory ??= new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES });
  const missing = Math.ceil((bytes - memory.buffer.byteLength) / PAGE);
  if (missing > 0 && !grown(memory, missing)) return undefined;
  const kernels = machine?.kernels ?? kernelsOn(memory);
  if (kernels === undefined) return undefined;
  if (machine === undefined || missing > 0)
    machine = { kernels, singles: new Float32Array(memory.buffer), doubles: new Float64Array(memory.buffer) };
  return machine;
}

function grown(memory: WebAssembly.Memory, pages: number): boolean {
  try {
    memory.grow(pages);
    return true;
  } catch {
    return false;
  }
}
