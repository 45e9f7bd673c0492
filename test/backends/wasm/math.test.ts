import { setFlagsFromString } from "node:v8";
import { describe, expect, it } from "vitest";
import { random } from "../../../src/random.js";
import { Code } from "../../../src/wasm/encode/code.js";
import { type Cpu, detectFma, type Emit, simd } from "../../../src/wasm/math/index.js";
import { compile, ulps } from "./floats.js";

interface Case {
  readonly emit: Emit;
  readonly exact: (x: number) => number;
  readonly where?: (x: number) => boolean;
  /** The largest error in units of the last place. */
  readonly within: number;
}

/** Node 20 has relaxed SIMD behind a flag; later engines have it without. */
const before = detectFma();
setFlagsFromString("--experimental-wasm-relaxed-simd");

const MIN_NORMAL = 2 ** -126;

const upTo = (limit: number) => (x: number) => !(Math.abs(x) > limit) || Math.abs(x) === Number.POSITIVE_INFINITY;

const cases = {
  exp: { emit: simd.exp, exact: Math.exp, within: 2 },
  expNonPositive: { emit: simd.expNonPositive, exact: Math.exp, where: (x) => !(x > 0), within: 2 },
  log: { emit: simd.log, exact: Math.log, within: 1 },
  logNormal: { emit: simd.logNormal, exact: Math.log, where: (x) => x >= MIN_NORMAL && x < Infinity, within: 1 },
  log1p: { emit: simd.log1p, exact: Math.log1p, within: 1.6 },
  log1pUnit: { emit: simd.log1pUnit, exact: Math.log1p, where: (x) => x >= 0 && x <= 1, within: 1.3 },
  sin: { emit: simd.sin, exact: Math.sin, where: upTo(1e6), within: 1.6 },
  cos: { emit: simd.cos, exact: Math.cos, where: upTo(1e6), within: 1.6 },
  acos: { emit: simd.acos, exact: Math.acos, within: 1.3 },
  atan: { emit: simd.atan, exact: Math.atan, within: 1.5 },
  tanh: { emit: simd.tanh, exact: Math.tanh, within: 2 },
} satisfies Record<string, Case>;

const BLOCK = 1 << 18;

/** All floats whose bits are a multiple of the step, block by block. */
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

function worst({ emit, exact, where = () => true }: Case, sets: Iterable<Uint32Array>, cpu: Cpu): Worst {
  const { run, operands, result } = compile(emit, BLOCK, cpu);
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

const bitsOf = (values: readonly number[]) => new Uint32Array(Float32Array.from(values).buffer);

/** Zeros, ones, infinities, the ends of the subnormal and normal ranges, of the range of exp, and their neighbours. */
const specials = (() => {
  const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
  const sizes = [0, 1, 0.5, 2, 2 ** -149, MIN_NORMAL, 2 ** -24, 3.4028234663852886e38, 2 ** 126, 2 ** 127, infinity];
  const ends = [87.33655, 88.02969, 88.72283, 103.97208, 104, 105, Math.SQRT1_2, Math.SQRT2, Math.PI, Math.PI / 2];
  const numbers = [...sizes, ...ends].flatMap((x) => [x, -x]);
  const near = [...bitsOf(numbers)].flatMap((bits) => [bits, bits + 1, bits - 1]);
  return Uint32Array.from([...near, ...bitsOf([nan, nan, nan])].map((bits) => bits >>> 0)).slice(0, 4 * 32);
})();

const cpus = [
  { fma: false, step: 977 },
  { fma: true, step: 4001 },
];

describe.each(cpus)("elementary functions in SIMD, fma: $fma", (cpu) => {
  const present = !cpu.fma || detectFma();
  const entries: [string, Case][] = Object.entries(cases);

  it.skipIf(!present).each(entries)("%s agrees with Math over floats of all sizes", (_, entry) => {
    const { ulps: error, ...where } = worst(entry, blocks(cpu.step), cpu);
    expect(error, JSON.stringify(where)).toBeLessThanOrEqual(entry.within);
  });

  it.skipIf(!present).each(entries)("%s agrees with Math where floats are special", (_, entry) => {
    const { ulps: error, ...where } = worst(entry, [specials], cpu);
    expect(error, JSON.stringify(where)).toBeLessThanOrEqual(entry.within);
  });
});

describe("sines and cosines", () => {
  it("are as good where they vanish: beside every multiple of π/2 up to 10⁴", () => {
    const beside = Array.from({ length: 6366 }, (_, k) => {
      const bits = bitsOf([((k + 1) * Math.PI) / 2])[0]!;
      return [bits - 1, bits, bits + 1, bits + 0x80000000];
    });
    const set = Uint32Array.from(beside.flat());
    for (const entry of [cases.sin, cases.cos]) {
      const { ulps: error, ...where } = worst(entry, [set], { fma: false });
      expect(error, JSON.stringify(where)).toBeLessThanOrEqual(entry.within);
    }
  });

  it("stay between −1 and 1 beyond, and lose precision slowly", () => {
    for (const [emit, exact] of [[simd.sin, Math.sin] as const, [simd.cos, Math.cos] as const]) {
      const { run, operands, result } = compile(emit, BLOCK);
      const xs = operands[0]!;
      xs.forEach((_, i) => {
        xs[i] = 1e6 * 10 ** (32 * (i / BLOCK));
      });
      run(4 * BLOCK);
      expect(result.every((y) => Math.abs(y) <= 1)).toBe(true);
      expect(xs.every((x, i) => x > 1e9 || Math.abs(result[i]! - exact(x)) < 1e-6)).toBe(true);
    }
  });
});

describe.each(cpus)("pow in SIMD, fma: $fma", (cpu) => {
  /** The worst of blocks of pairs, against Math.pow. */
  function worstPair(pairs: readonly (readonly [base: number, exponent: number])[]): Worst {
    const { run, operands, result } = compile(simd.pow, BLOCK, { ...cpu, operands: 2 });
    const [bases, exponents] = [operands[0]!, operands[1]!];
    const found: Worst = { ulps: 0, x: 0, got: 0, want: 0 };
    pairs.forEach(([base, exponent], i) => {
      bases[i] = base;
      exponents[i] = exponent;
    });
    run(4 * Math.ceil(pairs.length / 4) * 4);
    for (let i = 0; i < pairs.length; i++) {
      const want = bases[i]! ** exponents[i]!;
      const error = ulps(result[i]!, want);
      if (error > found.ulps) Object.assign(found, { ulps: error, x: pairs[i], got: result[i], want });
    }
    return found;
  }
  const present = !cpu.fma || detectFma();
  const within = (found: Worst) => expect(found.ulps, JSON.stringify(found)).toBeLessThanOrEqual(1.5);

  it.skipIf(!present)("has Math's answer for every pair of special numbers", () => {
    const numbers = [
      ...[0, 1, 2, 3, 0.5, 1.5, 7, 127, 128, 149, 150, 1e10, 1e-30, 1e-40, 2 ** -149, 3e38, 2 ** 24 - 1, 2 ** 24 + 2],
      ...[2 ** 31, 2 ** 32, 1 + 2 ** -23, 1 - 2 ** -24, Number.POSITIVE_INFINITY],
    ].flatMap((x) => [x, -x]);
    const all = [...numbers, Number.NaN];
    within(worstPair(all.flatMap((base) => all.map((exponent) => [base, exponent] as const))));
  });

  it.skipIf(!present)("is right to an ulp or so over random pairs whose powers are floats", () => {
    const { next } = random(5);
    const pairs = Array.from({ length: BLOCK }, (_, i): [number, number] => {
      const base = Math.fround(2 ** (i % 2 ? 298 * next() - 149 : 4 * next() - 2));
      if (i % 5 === 0) return [-base, Math.round(40 * next() - 20)];
      return [base, Math.fround((290 * next() - 150) / Math.max(1e-3, Math.abs(Math.log2(base))))];
    });
    within(worstPair(pairs));
  });
});

describe("an emitted function", () => {
  it.each(Object.entries(simd))("%s gives its locals back", (_, emit) => {
    const code = new Code(["v128", "v128"], ["v128"]);
    const locals = () => {
      const taken = Array.from({ length: 40 }, () => code.local("v128"));
      for (const local of taken.toReversed()) code.release("v128", local);
      return taken.toSorted((a, b) => a - b);
    };
    const first = locals();
    code.get(0).get(1);
    (emit as Emit)(code, { fma: false });
    expect(locals()).toEqual(first);
  });

  it("uses relaxed instructions only where they are allowed", () => {
    const body = (fma: boolean) => {
      const code = new Code(["v128"], ["v128"]);
      code.get(0);
      simd.exp(code, { fma });
      return code.bytes().join();
    };
    const madd = "253,133,2";
    expect([body(false).includes(madd), body(true).includes(madd)]).toEqual([false, true]);
    expect(before).toBe(Number(process.versions.node.split(".")[0]) >= 22);
  });
});
