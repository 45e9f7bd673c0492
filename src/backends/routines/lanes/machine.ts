import { JOB_BYTES, Job } from "./job.js";
import { encodeKernels, type Kernel, nameOf } from "./kernels.js";
import type { Machine } from "./transform.js";

const PAGE = 65_536;
/** Pages of 64 KiB. */
const MOST_PAGES = 16_384;

/** Where what is not the job begins. */
export const FREE = Math.ceil(JOB_BYTES / 256) * 256;

let memory: WebAssembly.Memory | undefined;
let kernels: WebAssembly.Exports | undefined;

/** One thread with so many bytes of memory; undefined where kernels cannot run. A worker has its own, since it has its own modules. */
export function machineWith(bytes: number): Machine | undefined {
  if (typeof WebAssembly === "undefined" || bytes > MOST_PAGES * PAGE) return undefined;
  memory ??= new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES });
  const missing = Math.ceil((bytes - memory.buffer.byteLength) / PAGE);
  if (missing > 0 && !grown(memory, missing)) return undefined;
  const found = kernels ?? instance(memory);
  if (found === undefined) return undefined;
  kernels = found;
  return {
    job: new Job(0),
    threads: 1,
    buffer: memory.buffer,
    run: (entry, units) => (found[nameOf(entry)] as Kernel)(0, units, 0),
  };
}

/** The kernels on a memory; undefined where the platform has no WebAssembly with vectors. */
function instance(memory: WebAssembly.Memory): WebAssembly.Exports | undefined {
  const bytes = encodeKernels({ shared: false, maximum: MOST_PAGES }, 0);
  if (!WebAssembly.validate(bytes)) return undefined;
  return new WebAssembly.Instance(new WebAssembly.Module(bytes), { host: { memory } }).exports;
}

function grown(memory: WebAssembly.Memory, pages: number): boolean {
  try {
    memory.grow(pages);
    return true;
  } catch {
    return false;
  }
}
