import { describe, expect, it } from "vitest";
import { type Emit, simd } from "../../../src/backends/wasm/math/index.js";
import { compile, ulps } from "./floats.js";

interface Case {
  readonly emit: Emit;
  readonly exact: (x: number) => number;
  readonly where?: (x: number) => boolean;
  /** The largest error in units of the last place. */
  readonly within: number;
}

const MIN_NORMAL = 2 ** -126;

const cases: Readonly<Record<string, Case>> = {
  exp: { emit: simd.exp, exact: Math.exp, within: 1.2 },
  expNonPositive: { emit: simd.expNonPositive, exact: Math.exp, where: (x) => !(x > 0), within: 1.2 },
  log: { emit: simd.log, exact: Math.log, within: 1 },
  logNormal: { emit: simd.logNormal, exact: Math.log, where: (x) => x >= MIN_NORMAL && x < Infinity, within: 1 },
  log1pUnit: { emit: simd.log1pUnit, exact: Math.log1p, where: (x) => x >= 0 && x <= 1, within: 1.4 },
};

const BLOCK = 1 << 18;

/** All floats whose bits are a multiple of the step, in blocks of whole vectors. */
function* blocks(step: number): Generator<Uint32Array> {
  const block = new Uint32Array(BLOCK);
  let count = 0;
  for (let bits = 0; bits < 2 ** 32; bits += step) {
    block[count++] = bits;
    if (count === BLOCK || bits + step >= 2 ** 32) {
      yield block.subarray(0, count);
      count = 0;
    }
  }
}

interface Worst {
  ulps: number;
  x: number;
  got: number;
  want: number;
}

function worst({ emit, exact, where = () => true }: Case, sets: Iterable<Uint32Array>): Worst {
  const { run, operands, result } = compile(emit, BLOCK);
  const [xs] = operands;
  const bits = new Uint32Array(xs!.buffer, 0, BLOCK);
  const found: Worst = { ulps: 0, x: 0, got: 0, want: 0 };
  for (const set of sets) {
    bits.set(set);
    run(4 * set.length);
    for (let i = 0; i < set.length; i++) {
      const x = xs![i]!;
      if (!where(x)) continue;
      const [got, want] = [result[i]!, exact(x)];
      const error = ulps(got, want);
      if (error > found.ulps) Object.assign(found, { ulps: error, x, got, want });
    }
  }
  return found;
}

describe.each(Object.entries(cases))("%s in SIMD", (_, entry) => {
  it("agrees with Math over every 977th of all floats", () => {
    const { ulps: error, ...where } = worst(entry, blocks(977));
    expect(error, JSON.stringify(where)).toBeLessThanOrEqual(entry.within);
  });
});
