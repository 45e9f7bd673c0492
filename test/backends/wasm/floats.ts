import { ModuleBuilder } from "../../../src/wasm/encode/module.js";
import type { Emit } from "../../../src/wasm/math/index.js";

const PAGE = 65536;

/** Instances with a memory of their own that holds floats; `run(bytes)` applies a function to that many bytes of each operand, at 0 and one block on. */
export interface Lanes {
  readonly run: (bytes: number) => void;
  readonly operands: readonly Float32Array<ArrayBuffer>[];
  readonly result: Float32Array<ArrayBuffer>;
}

/** A module that applies an emitted function to blocks of `length` floats, four at a time. */
export function compile(emit: Emit, length: number, { fma = false, operands = 1 } = {}): Lanes {
  const bytes = 4 * length;
  const maximum = Math.ceil((bytes * (operands + 1)) / PAGE);
  const builder = new ModuleBuilder({ shared: false, maximum });
  const { code } = builder.function(["i32", "i32"], [], "run");
  code.count(0, 1, 16, () => {
    code.get(0);
    for (let i = 0; i < operands; i++) code.get(0).at("v128.load", i * bytes);
    emit(code, { fma });
    code.at("v128.store", operands * bytes);
  });
  const memory = new WebAssembly.Memory({ initial: maximum, maximum });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(builder.bytes()), { host: { memory } });
  const run = instance.exports.run as (begin: number, end: number) => void;
  const block = (i: number) => new Float32Array(memory.buffer, i * bytes, length);
  return {
    run: (count) => run(0, count),
    operands: Array.from({ length: operands }, (_, i) => block(i)),
    result: block(operands),
  };
}

/** The distance of a float from a float64, in units of the float64's last place were it a float; ∞ if they differ in kind. */
export function ulps(got: number, want: number): number {
  const nearest = Math.fround(want);
  if (Object.is(got, nearest) || (Number.isNaN(got) && Number.isNaN(want))) return 0;
  if (!Number.isFinite(nearest) || !Number.isFinite(got)) return Number.POSITIVE_INFINITY;
  if (want === 0) return Number.POSITIVE_INFINITY;
  const exponent = Math.max(-126, Math.floor(Math.log2(Math.abs(want))));
  return Math.abs(got - want) / 2 ** (exponent - 23);
}
