import { setFlagsFromString } from "node:v8";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Bytes } from "../../../src/wasm/encode/bytes.js";
import type { Code } from "../../../src/wasm/encode/code.js";
import { ModuleBuilder } from "../../../src/wasm/encode/module.js";
import { opcode, type Plain, type ValType } from "../../../src/wasm/encode/opcodes.js";
import { instructions, type Kind, lanes, read, write } from "./instructions.js";

// Node 20 has relaxed SIMD behind a flag; later engines have it without.
setFlagsFromString("--experimental-wasm-relaxed-simd");

/** Runs a function of the memory: what is written lies at 0, and the view of the memory comes back. */
function run(emit: (code: Code) => void, fill: (memory: DataView) => void = () => {}): DataView {
  const builder = new ModuleBuilder({ shared: false, maximum: 1 });
  emit(builder.function([], [], "run").code);
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
  const view = new DataView(memory.buffer);
  fill(view);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(builder.bytes()), { host: { memory } });
  (exports.run as () => void)();
  return view;
}

const unsigned = (value: number) => [...new Bytes().unsigned(value).written];
const signed = (value: number) => [...new Bytes().signed(value).written];
const decode = (bytes: readonly number[]) => bytes.reduce((sum, byte, i) => sum + (byte & 0x7f) * 2 ** (7 * i), 0);
const isLast = (bytes: readonly number[]) => bytes.every((byte, i) => byte < 128 === (i === bytes.length - 1));

describe("LEB128", () => {
  it("has the bytes of the specification's examples", () => {
    expect(unsigned(624485)).toEqual([0xe5, 0x8e, 0x26]);
    expect(signed(-123456)).toEqual([0xc0, 0xbb, 0x78]);
    expect([unsigned(0), unsigned(127), unsigned(128)]).toEqual([[0], [127], [128, 1]]);
    expect([signed(63), signed(64), signed(-64), signed(-65)]).toEqual([[63], [0xc0, 0], [0x40], [0xbf, 0x7f]]);
  });

  it("can be read back", () => {
    fc.assert(
      fc.property(fc.integer(), (value) => {
        const [plain, twos] = [unsigned(value >>> 0), signed(value)];
        expect(isLast(plain) && isLast(twos)).toBe(true);
        expect(decode(plain)).toBe(value >>> 0);
        const width = 2 ** (7 * twos.length);
        const read = decode(twos);
        expect(read >= width / 2 ? read - width : read).toBe(value);
      }),
    );
  });

  it("reaches the engine as it was meant", () => {
    const values = [0, 63, 64, -64, -65, 8191, -8193, 2 ** 31 - 1, -(2 ** 31)];
    const memory = run((code) => {
      values.forEach((value, i) => {
        code
          .i32(0)
          .i32(value)
          .at("i32.store", 4 * i);
      });
    });
    expect(values.map((_, i) => memory.getInt32(4 * i, true))).toEqual(values);
  });

  it("holds 64 bits", () => {
    const values = [0n, 63n, 64n, -64n, -65n, 2n ** 40n, -(2n ** 40n) - 1n, 2n ** 63n - 1n, -(2n ** 63n)];
    const memory = run((code) => {
      values.forEach((value, i) => {
        code
          .i32(0)
          .i64(value)
          .at("i64.store", 8 * i);
      });
    });
    expect(values.map((_, i) => memory.getBigInt64(8 * i, true))).toEqual(values);
  });
});

const RESULT = 256;
const scalar = (kind: Kind): ValType => (kind.includes("x") ? "v128" : (kind as ValType));

describe("instructions written aside", () => {
  it("stand where they are put, as often as they are", () => {
    const memory = run((code) => {
      const sum = code.local("i32");
      const part = code.aside(() => code.get(sum).i32(5).op("i32.add").set(sum));
      code.i32(100).set(sum).put(part).put(part);
      code.i32(0).get(sum).at("i32.store");
    });
    expect(memory.getInt32(0, true)).toBe(110);
  });

  it("share no local they release with what is around them, nor with what lasts", () => {
    run((code) => {
      const before = code.local("v128");
      code.release("v128", before);
      let [inside, lasting] = [before, before];
      code.aside(() => {
        inside = code.local("v128");
        code.release("v128", inside);
        lasting = code.lasting("v128");
      });
      expect(code.local("v128")).toBe(before);
      expect(new Set([before, inside, lasting, code.local("v128")]).size).toBe(4);
    });
  });
});

describe("every instruction", () => {
  it("has a meaning here", () => {
    expect(Object.keys(instructions).sort()).toEqual(
      Object.keys(opcode)
        .filter((name) => !["return", "drop", "select"].includes(name))
        .sort(),
    );
  });

  it.each(Object.entries(instructions))("%s does what its name says", (name, { takes, gives, meaning, samples }) => {
    for (const operands of samples) {
      const memory = run(
        (code) => {
          code.i32(RESULT);
          takes.forEach((kind, i) => {
            code.i32(0).at(`${scalar(kind)}.load`, 16 * i);
          });
          code.op(name as Plain).at(`${scalar(gives)}.store`);
        },
        (view) => {
          takes.forEach((kind, i) => {
            write(view, kind, 16 * i, operands[i]!);
          });
        },
      );
      const want = Array.from({ length: lanes(gives) }, (_, lane) => meaning(operands, lane));
      expect(read(memory, gives, RESULT), `${name} of ${JSON.stringify(operands)}`).toEqual(want);
    }
  });

  it("returns, drops and selects", () => {
    const memory = run((code) => {
      code.i32(0).i32(7).i32(8).op("drop").at("i32.store");
      code.i32(4).i32(7).i32(8).i32(0).op("select").at("i32.store");
      code.op("return").i32(0).i32(0).at("i32.store");
    });
    expect([memory.getInt32(0, true), memory.getInt32(4, true)]).toEqual([7, 8]);
  });
});

describe("memory", () => {
  it("is read and written in every width, at an offset of more than one byte", () => {
    const at = 300;
    const memory = run(
      (code) => {
        code.i32(0).i32(0).at("i32.load8_u", at).at("i32.store");
        code.i32(4).i32(0).at("v128.load32_splat", at).at("v128.store");
        code.i32(20).i32(0).at("v128.load32_zero", at).at("v128.store");
        code.i32(36).i32(0).at("v128.load64_zero", at).at("v128.store");
        code.i32(52).i32(0).at("f64.load", at).at("f64.store", at);
      },
      (view) => {
        view.setInt32(at, 0x01020384, true);
        view.setInt32(at + 4, 5, true);
      },
    );
    const word = (i: number) => memory.getInt32(4 * i, true);
    const x = 0x01020384;
    expect(Array.from({ length: 13 }, (_, i) => word(i))).toEqual([0x84, x, x, x, x, x, 0, 0, 0, x, 5, 0, 0]);
    expect(memory.getFloat64(52 + at, true)).toBe(memory.getFloat64(at, true));
  });

  it("is written byte by byte, filled and copied, also onto itself", () => {
    const memory = run((code) => {
      code.i32(5).i32(0x1234).at("i32.store8", 300);
      code.i32(310).i32(7).i32(3).memoryFill();
      code.i32(309).i32(310).i32(3).memoryCopy();
    });
    expect([...new Uint8Array(memory.buffer, 304, 10)]).toEqual([0, 0x34, 0, 0, 0, 7, 7, 7, 7, 0]);
  });

  it("gives and takes single lanes", () => {
    const memory = run((code) => {
      code.i32(0).i32x4(10, 11, 12, 13).at("v128.store");
      for (let lane = 0; lane < 4; lane++) {
        code
          .i32(0)
          .i32x4(20, 21, 22, 23)
          .storeLane(lane, 32 + 4 * (3 - lane));
        code
          .i32(64 + 16 * lane)
          .i32(0)
          .i32x4(30, 31, 32, 33)
          .loadLane(lane, 8)
          .at("v128.store");
      }
    });
    expect(read(memory, "i32x4", 32)).toEqual([23, 22, 21, 20]);
    const loaded = [0, 1, 2, 3].map((lane) => read(memory, "i32x4", 64 + 16 * lane));
    expect(loaded).toEqual([
      [12, 31, 32, 33],
      [30, 12, 32, 33],
      [30, 31, 12, 33],
      [30, 31, 32, 12],
    ]);
  });
});

describe("lanes", () => {
  it("are shuffled, extracted and replaced", () => {
    const memory = run((code) => {
      code.i32(0).i32x4(0, 1, 2, 3).i32x4(4, 5, 6, 7).shuffle(6, 0, 3, 5).at("v128.store");
      code.i32(16).i32x4(0, 1, 2, 3).extract(2, "i32x4").at("i32.store");
      code.i32(20).lanes(0.5, 1.5, 2.5, 3.5).extract(3).at("f32.store");
      code.i32(24).f64x2(Math.PI).extract(1, "f64x2").at("f64.store");
      code.i32(32).f32x4(1).f32(9).replace(1).at("v128.store");
      code.i32(48).bits(0x80000000).at("v128.store");
    });
    expect(read(memory, "i32x4", 0)).toEqual([6, 0, 3, 5]);
    expect([memory.getInt32(16, true), memory.getFloat32(20, true), memory.getFloat64(24, true)]).toEqual([
      2,
      3.5,
      Math.PI,
    ]);
    expect(read(memory, "f32x4", 32)).toEqual([1, 9, 1, 1]);
    expect(read(memory, "f32x4", 48)).toEqual([-0, -0, -0, -0]);
  });
});

describe("control", () => {
  /** How often the body ran, and where the index came out. */
  const counted = (begin: number, end: number, step: number) => {
    const memory = run((code) => {
      const [index, limit, sum] = [code.local("i32"), code.local("i32"), code.local("i32")];
      code.i32(begin).set(index).i32(end).set(limit);
      code.count(index, limit, step, () => {
        code.get(sum).i32(1).op("i32.add").set(sum);
      });
      code.i32(0).get(sum).at("i32.store").i32(4).get(index).at("i32.store");
    });
    return [memory.getInt32(0, true), memory.getInt32(4, true)];
  };

  it("counts from an index to a limit, and not at all when there is nothing to count", () => {
    expect(counted(0, 1000, 1)).toEqual([1000, 1000]);
    expect(counted(3, 12, 4)).toEqual([3, 15]);
    expect(counted(5, 5, 1)).toEqual([0, 5]);
    expect(counted(6, 5, 1)).toEqual([0, 6]);
  });

  it("branches either way, leaves blocks, and calls", () => {
    const builder = new ModuleBuilder({ shared: false, maximum: 1 });
    const twice = builder.import("twice", ["i32"], ["i32"]);
    const inner = builder.function(["i32"], ["i32"]);
    inner.code.get(0).call(twice).i32(1).op("i32.add");
    const { code } = builder.function(["i32"], ["i32"], "run");
    const result = code.local("i32");
    code.block(() => {
      code.get(0).op("i32.eqz").brIf(0);
      code.get(0).i32(10).op("i32.lt_s");
      code.if(
        () => code.get(0).call(inner.index).set(result),
        () => code.i32(-1).set(result).br(1).i32(-2).set(result),
      );
    });
    code.get(result);
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
    const host = { memory, twice: (x: number) => 2 * x };
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(builder.bytes()), { host });
    expect([0, 4, 50].map(exports.run as (x: number) => number)).toEqual([0, 9, -1]);
  });

  it("declares locals of many types once, and gives released ones out again", () => {
    const memory = run((code) => {
      const [a, b] = [code.local("v128"), code.local("f64")];
      code.release("v128", a);
      expect(code.local("f32")).not.toBe(a);
      expect(code.local("v128")).toBe(a);
      code.f64(2.5).set(b).i32(0).get(b).at("f64.store");
    });
    expect(memory.getFloat64(0, true)).toBe(2.5);
  });

  it("imports a shared memory", () => {
    const builder = new ModuleBuilder({ shared: true, maximum: 3 });
    builder.function([], [], "run").code.i32(8).i32(1).at("i32.store");
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 3, shared: true });
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(builder.bytes()), { host: { memory } });
    (exports.run as () => void)();
    expect(new Int32Array(memory.buffer)[2]).toBe(1);
  });
});
