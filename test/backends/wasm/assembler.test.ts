import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Assembler, define } from "../../../src/wasm/encode/assembler.js";
import { ModuleBuilder } from "../../../src/wasm/encode/module.js";
import { asValue, type Local, type NumberOperand, not, select } from "../../../src/wasm/encode/value.js";

/** Functions on one page of memory, which is there to be looked at. */
function assembled(write: (builder: ModuleBuilder) => void) {
  const builder = new ModuleBuilder({ shared: false, maximum: 1 });
  write(builder);
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(builder.bytes()), { host: { memory } });
  return { run: exports.run as (...args: number[]) => number, memory };
}

/** A function of two integers. */
const ofTwo = (write: (a: Assembler, x: Local, y: Local) => NumberOperand) =>
  assembled((builder) => define(builder, "run", { x: "i32", y: "i32" }, (a, { x, y }) => write(a, x, y))).run;

const integers = fc.oneof(fc.integer(), fc.integer({ min: -3, max: 33 }));

describe("values", () => {
  it.each<[string, (x: Local, y: NumberOperand) => NumberOperand, (x: number, y: number) => number]>([
    ["add", (x, y) => x.add(y), (x, y) => (x + y) | 0],
    ["sub", (x, y) => x.sub(y), (x, y) => (x - y) | 0],
    ["mul", (x, y) => x.mul(y), Math.imul],
    ["divU", (x, y) => x.divU(y), (x, y) => ((x >>> 0) / (y >>> 0)) | 0],
    ["remU", (x, y) => x.remU(y), (x, y) => ((x >>> 0) % (y >>> 0)) | 0],
    ["and", (x, y) => x.and(y), (x, y) => x & y],
    ["or", (x, y) => x.or(y), (x, y) => x | y],
    ["xor", (x, y) => x.xor(y), (x, y) => x ^ y],
    ["shl", (x, y) => x.shl(y), (x, y) => x << y],
    ["shr", (x, y) => x.shr(y), (x, y) => x >> y],
    ["shrU", (x, y) => x.shrU(y), (x, y) => (x >>> y) | 0],
    ["eq", (x, y) => x.eq(y), (x, y) => +(x === y)],
    ["ne", (x, y) => x.ne(y), (x, y) => +(x !== y)],
    ["lt", (x, y) => x.lt(y), (x, y) => +(x < y)],
    ["le", (x, y) => x.le(y), (x, y) => +(x <= y)],
    ["gt", (x, y) => x.gt(y), (x, y) => +(x > y)],
    ["ge", (x, y) => x.ge(y), (x, y) => +(x >= y)],
    ["ltU", (x, y) => x.ltU(y), (x, y) => +(x >>> 0 < y >>> 0)],
    ["geU", (x, y) => x.geU(y), (x, y) => +(x >>> 0 >= y >>> 0)],
    ["not", (x) => not(x), (x) => +(x === 0)],
    ["select", (x, y) => select(x.lt(y), x, y), Math.min],
  ])("%s is what its name says", (name, value, meaning) => {
    const run = ofTwo((_, x, y) => value(x, y));
    const divides = name === "divU" || name === "remU";
    fc.assert(
      fc.property(integers, integers, (x, y) => {
        if (!divides || y !== 0) expect(run(x, y)).toBe(meaning(x, y));
        if (!divides || x !== 0) expect(run(x, x)).toBe(meaning(x, x));
      }),
      { examples: [[5, 7]], numRuns: 60 },
    );
    expect(ofTwo((_, x) => value(x, 5))(-9, 0)).toBe(meaning(-9, 5));
  });

  it("compares floats by their own instructions", () => {
    const { run } = assembled((builder) =>
      define(builder, "run", { x: "f64", y: "f32" }, (_, { x, y }) => x.lt(1.5).add(y.ge(-0.5).shl(1))),
    );
    expect([run(1.25, -1), run(2, -0.25), run(Number.NaN, Number.NaN)]).toEqual([1, 2, 0]);
  });

  it("are computed where they are used, and kept by `let`", () => {
    const run = ofTwo((a, x) => {
      const doubled = x.add(x);
      const kept = a.let(doubled);
      x.set(5);
      return doubled.mul(1000).add(kept);
    });
    expect(run(2, 0)).toBe(10_004);
  });
});

describe("loops", () => {
  it("count while they should, the end computed anew", () => {
    const run = ofTwo((a, x, y) => {
      const sum = a.int(0);
      a.for(x, y, (i) => {
        sum.increase(i);
        a.if(i.eq(3), () => y.set(5));
      });
      return sum;
    });
    expect([run(0, 0), run(0, 3), run(2, 4), run(5, 2)]).toEqual([0, 3, 9, 0]);
    const odd = ofTwo((a, x, y) => {
      const sum = a.int(0);
      a.for(x, y, (i) => sum.increase(i), 2);
      return sum;
    });
    expect(odd(1, 8)).toBe(16);
  });

  it("are left, and gone on with, from inside of other constructs", () => {
    // Primes up to x, each of which is found by an inner loop that goes on with the outer one.
    const run = ofTwo((a, x, sum) => {
      const n = a.int(1);
      a.loop((outer) => {
        n.increase();
        outer.exit(n.gt(x));
        const divisor = a.int(2);
        a.while(divisor.mul(divisor).le(n), (inner) => {
          a.if(
            n.remU(divisor).eq(0),
            () => outer.next(),
            () => a.if(divisor.gt(1000), () => inner.exit()),
          );
          divisor.increase();
          inner.next(divisor.ne(6));
          divisor.increase();
        });
        sum.increase(n);
      });
      return sum;
    });
    expect([run(1, 0), run(2, 0), run(30, 0)]).toEqual([0, 2, 129]);
  });

  it("leave a block, also from a loop inside", () => {
    const run = ofTwo((a, x, y) => {
      const found = a.int(-1);
      a.block((leave) => {
        leave(x.lt(0));
        a.for(x, 100, (i) => {
          found.set(i);
          leave(i.mul(i).ge(y));
        });
        found.set(-2);
      });
      return found;
    });
    expect([run(-1, 5), run(0, 17), run(7, 17), run(0, 1e6)]).toEqual([-1, 5, 7, -2]);
  });
});

describe("elements", () => {
  it.each(["fixed", "computed"] as const)("of every width lie side by side, from a %s address on", (kind) => {
    const { run, memory } = assembled((builder) =>
      define(builder, "run", { at: "i32", one: "i32" }, (a, { at, one }) => {
        const base = kind === "fixed" ? 256 : at;
        const [bytes, words] = [a.elements("u8", base), a.elements("i32", base)];
        const [singles, doubles, vectors] = [
          a.elements("f32", base),
          a.elements("f64", base),
          a.elements("v128", base),
        ];
        bytes.set(one, 0x1ff);
        words.set(one, bytes.get(1));
        words.set(2, words.get(one).add(1));
        singles.set(one.add(2), 1.5);
        doubles.set(one.add(one), 2.5);
        vectors.set(2, 7);
        vectors.set(one.add(2), vectors.get(one));
        if (kind === "computed") words.set(-1, 9);
        return 0;
      }),
    );
    run(256, 1);
    const view = new DataView(memory.buffer, 256);
    const integers = [1, 4, 8, -4].map((at) => new DataView(memory.buffer).getInt32(256 + at, true));
    expect([view.getUint8(1), view.getInt32(4, true), view.getInt32(8, true)]).toEqual([255, 255, 256]);
    expect([view.getFloat32(12, true), view.getFloat64(16, true)]).toEqual([1.5, 2.5]);
    expect([view.getInt32(32, true), view.getInt32(44, true), view.getFloat64(48, true)]).toEqual([7, 7, 2.5]);
    expect(integers[3]).toBe(kind === "computed" ? 9 : 0);
  });

  it("are the first words of pairs", () => {
    const { run, memory } = assembled((builder) =>
      define(builder, "run", { one: "i32" }, (a, { one }) => {
        const [firsts, seconds] = [a.elements("firsts", 16), a.elements("firsts", 20)];
        firsts.set(one, 7);
        seconds.set(one, firsts.get(1).add(1));
        return 0;
      }),
    );
    run(1);
    expect([...new Int32Array(memory.buffer, 16, 5)]).toEqual([0, 0, 7, 8, 0]);
  });

  it("are filled and copied", () => {
    const { run, memory } = assembled((builder) =>
      define(builder, "run", { count: "i32" }, (a, { count }) => {
        a.fill(8, 3, count);
        a.copy(count.add(16), 8, 2);
        return 0;
      }),
    );
    run(4);
    expect([...new Uint8Array(memory.buffer, 8, 14)]).toEqual([3, 3, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 3, 3]);
  });
});

describe("functions", () => {
  it("call each other and return early", () => {
    const { run } = assembled((builder) => {
      const larger = define(builder, "larger", { x: "i32", y: "f64" }, (a, { x, y }) => {
        a.if(y.into("i32", ["i32.trunc_f64_s"]).gt(x), () => a.return(y.into("i32", ["i32.trunc_f64_s"])));
        return x;
      });
      define(builder, "run", { x: "i32" }, (a, { x }) => {
        const first = a.call(larger, x, asValue("f64", 6.5));
        return first.mul(100).add(a.call(larger, 3, asValue("f64", 1)));
      });
    });
    expect([run(2), run(9)]).toEqual([603, 903]);
  });
});
