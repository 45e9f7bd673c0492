import { ModuleBuilder } from "../../wasm/encode/module.js";

const pageBytes = 65_536;
const floatBytes = 4;
/** Bytes a turn of the loop moves on: four vectors. */
const stride = 64;

/** Arrays far larger than any cache, in floats. */
const large = 2 ** 24;

/** How fast memory is on one thread, in 10⁹ bytes a second, read and written ones counted. */
export interface Bandwidth {
  /** `c[i] = a[i] + b[i]` in WebAssembly's vectors: two streams in, one out, as a loss with its gradient has at least. */
  readonly triad: number;
  /** One typed array copied to another. */
  readonly copy: number;
}

export function bandwidth(): Bandwidth {
  const [from, to] = [new Float32Array(large).fill(1), new Float32Array(large)];
  const copied = fastest(() => to.set(from), 5);
  return { triad: speed(3, triadTime(large), large), copy: speed(2, copied, large) };
}

const speed = (streams: number, milliseconds: number, floats: number) =>
  Number(((streams * floatBytes * floats) / milliseconds / 1e6).toFixed(2));

/**
 * The least time a step can take on one thread: reading so many logits and as many numbers of the target once and writing the gradient once, with nothing
 * computed but a sum. In milliseconds, measured at this size, so that small batches have the caches that their kernels have.
 */
export const floorOf = (logits: number): number => Number(triadTime(logits).toPrecision(4));

function triadTime(floats: number): number {
  const bytes = Math.ceil((floats * floatBytes) / stride) * stride;
  const pages = Math.ceil((3 * bytes) / pageBytes);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const module = new WebAssembly.Module(triad(pages));
  const { exports } = new WebAssembly.Instance(module, { host: { memory } });
  const run = exports.triad as (a: number, b: number, c: number, bytes: number) => void;
  new Float32Array(memory.buffer).fill(1);
  return fastest(() => run(0, bytes, 2 * bytes, bytes), Math.min(200, Math.max(8, Math.ceil(2e8 / bytes))));
}

function triad(pages: number): BufferSource {
  const builder = new ModuleBuilder({ shared: false, maximum: pages });
  const { code } = builder.function(["i32", "i32", "i32", "i32"], [], "triad");
  const [a, b, c, end] = [0, 1, 2, 3] as const;
  const i = code.local("i32");
  const address = (base: number) => code.get(base).get(i).op("i32.add");
  code.count(i, end, stride, () => {
    for (let offset = 0; offset < stride; offset += 16) {
      address(c);
      address(a).at("v128.load", offset);
      address(b).at("v128.load", offset).op("f32x4.add").at("v128.store", offset);
    }
  });
  return builder.bytes();
}

function fastest(work: () => void, times: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < times; i++) {
    const begun = performance.now();
    work();
    best = Math.min(best, performance.now() - begun);
  }
  return best;
}
