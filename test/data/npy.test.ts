import { readFileSync } from "node:fs";
import fc from "fast-check";
import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readArray, splitName } from "../../src/data/arrays.js";
import { readNpy, writeNpy } from "../../src/data/formats/npy.js";
import { readNpz } from "../../src/data/formats/npz.js";
import { halfValue } from "../../src/data/shared/half.js";
import { ReadError } from "../../src/data/shared/read-error.js";

/** Written by NumPy: fixtures/make.py. */
const fixture = (name: string) => new Uint8Array(readFileSync(new URL(`./fixtures/${name}`, import.meta.url)));
const read = (name: string) => readNpy(fixture(`${name}.npy`), `${name}.npy`);

/** The error that reading gives; it must be one a person can act on. */
function complaint(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(ReadError);
    return (error as Error).message;
  }
  throw new Error("nothing was thrown");
}

describe("readNpy reads what NumPy wrote", () => {
  for (const type of ["float32", "float64", "int8", "int16", "int32", "int64"]) {
    it(type, () => {
      const array = read(type);
      expect(array.dtype).toBe(type);
      expect(array.shape).toEqual([2, 3]);
      expect([...array.data]).toEqual([-2, -1, 0, 1, 2, 3]);
    });
  }
  for (const [type, largest] of [
    ["uint8", 255],
    ["uint16", 65535],
    ["uint32", 4294967295],
  ] as const) {
    it(`${type} up to its largest value`, () => {
      const array = read(type);
      expect(array.dtype).toBe(type);
      expect([...array.data]).toEqual([5, 4, 3, 2, 1, 0].map((less) => largest - less));
    });
  }
  it("bool as 0 and 1", () => {
    expect(read("bool")).toMatchObject({ dtype: "bool", shape: [2, 3] });
    expect([...read("bool").data]).toEqual([1, 0, 1, 0, 1, 0]);
  });
  it("float16 to the last bit", () => {
    expect(read("half")).toMatchObject({ dtype: "float16" });
    expect([...read("half").data]).toEqual([0, 1, 2, 3, 4, 5]);
    expect([0x0000, 0x8000, 0x0001, 0x03ff, 0x0400, 0x3555, 0x7bff, 0xfbff, 0x7c00, 0xfc00].map(halfValue)).toEqual([
      ...[0, -0, 2 ** -24, 1023 * 2 ** -24, 2 ** -14, 0.333251953125, 65504, -65504],
      ...[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    ]);
    expect(halfValue(0x7e00)).toBeNaN();
  });
  it("uint64, as far as JavaScript has such numbers", () => {
    const bytes = fixture("int64.npy");
    bytes[bytes.indexOf(0x69, 20)] = 0x75;
    bytes.fill(0, bytes.length - 48);
    new DataView(bytes.buffer).setBigUint64(bytes.length - 8, 2n ** 53n - 1n, true);
    expect(readNpy(bytes, "x.npy")).toMatchObject({
      dtype: "uint64",
      data: Float64Array.of(0, 0, 0, 0, 0, 2 ** 53 - 1),
    });
    bytes.fill(255, bytes.length - 8);
    expect(complaint(() => readNpy(bytes, "x.npy"))).toMatch(/beyond ±2⁵³/);
  });
  it("Fortran order, transposed", () => {
    const { shape, data } = read("fortran");
    expect([shape, [...data]]).toEqual([
      [2, 3],
      [0, 1, 2, 3, 4, 5],
    ]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }), (sizes) => {
        const count = sizes.reduce((a, b) => a * b, 1);
        const values = Float32Array.from({ length: count }, (_, i) => i);
        // The transposed array in C order has the same bytes as the array in Fortran order.
        const transposed = writeNpy([...sizes].reverse(), values);
        const text = new TextDecoder("latin1")
          .decode(transposed)
          .replace("'fortran_order': False, ", "'fortran_order': True,  ");
        const bytes = Uint8Array.from(text, (c) => c.charCodeAt(0));
        const start = bytes.length - 4 * count;
        bytes.set(transposed.subarray(start), start);
        const written = new TextDecoder("latin1").decode(bytes.subarray(0, start));
        const tuple = (s: number[]) => (s.length === 1 ? `(${s[0]},)` : `(${s.join(", ")})`);
        const again = written.replace(tuple([...sizes].reverse()), tuple(sizes));
        bytes.set(Uint8Array.from(again, (c) => c.charCodeAt(0)));
        const array = readNpy(bytes, "x.npy");
        const at = (index: number) => {
          let rest = index;
          let place = 0;
          for (let axis = sizes.length - 1; axis >= 0; axis--) {
            // In Fortran order the first axis runs fastest.
            place += (rest % sizes[axis]!) * sizes.slice(0, axis).reduce((a, b) => a * b, 1);
            rest = Math.floor(rest / sizes[axis]!);
          }
          return place;
        };
        return array.data.every((value, i) => value === at(i));
      }),
    );
  });
  for (const version of [1, 2, 3]) {
    it(`format version ${version}`, () => {
      expect(fixture(`version${version}.npy`)[6]).toBe(version);
      expect([...read(`version${version}`).data]).toEqual([0, 1, 2, 3, 4, 5]);
    });
  }
  it("scalars, vectors, empty arrays, NaN, infinities and negative zero", () => {
    expect(read("scalar")).toMatchObject({ shape: [], data: Float32Array.of(2.5) });
    expect(read("vector")).toMatchObject({ shape: [3], data: Float32Array.of(1, 2, 3) });
    expect(read("empty")).toMatchObject({ shape: [0, 4], data: new Float32Array() });
    expect([...read("special").data]).toEqual([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0]);
  });
  it("from Node's own buffers, whose slice does not copy", () => {
    const pooled = Buffer.from(fixture("float64.npy"));
    expect([...readNpy(pooled, "x").data]).toEqual([-2, -1, 0, 1, 2, 3]);
  });
  it("from the middle of a larger buffer, at any offset", () => {
    const bytes = fixture("float64.npy");
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    expect([...readNpy(larger.subarray(3), "x").data]).toEqual([-2, -1, 0, 1, 2, 3]);
  });
});

describe("readNpy says what is wrong, where, and what to do", () => {
  const cases: Record<string, [RegExp, RegExp]> = {
    "big-endian": [/big-endian \(>f4\)/, /newbyteorder/],
    complex: [/element type <c8 is not read/, /astype/],
    text: [/holds text \(<U1\)/, /Save numbers/],
    objects: [/Python objects/, /Save numbers/],
    structured: [/structured, with named fields/, /one field/],
    "huge-int64": [/beyond ±2⁵³/, /float64/],
  };
  for (const [name, [what, remedy]] of Object.entries(cases)) {
    it(name, () => {
      const message = complaint(() => read(name));
      expect(message).toMatch(new RegExp(`^${name}\\.npy: `));
      expect(message).toMatch(what);
      expect(message).toMatch(remedy);
    });
  }
  it("other formats", () => {
    expect(complaint(() => readNpy(strToU8("PK\u0003\u0004 not an array"), "x.npy"))).toMatch(
      /x\.npy: this is not a \.npy file/,
    );
    expect(complaint(() => readNpy(new Uint8Array(), "x.npy"))).toMatch(/not a \.npy file/);
    const future = fixture("float32.npy");
    future[6] = 4;
    expect(complaint(() => readNpy(future, "x.npy"))).toMatch(/version 4 is unknown/);
  });
  it("a header that is no dictionary", () => {
    const bytes = fixture("float32.npy");
    bytes.fill(32, 10, 127);
    expect(complaint(() => readNpy(bytes, "x.npy"))).toMatch(/descr, fortran_order and shape/);
  });
  it("files cut short anywhere, or with more behind", () => {
    for (const name of ["float32.npy", "version2.npy"]) {
      const whole = fixture(name);
      for (let length = 6; length < whole.length; length++) {
        expect(complaint(() => readNpy(whole.subarray(0, length), name))).toMatch(/cut short/);
      }
      const longer = new Uint8Array(whole.length + 1);
      longer.set(whole);
      expect(complaint(() => readNpy(longer, name))).toMatch(/longer than one array: .*24 bytes, and there are 25/);
    }
  });
  it("a shape larger than any memory, without allocating it", () => {
    const bytes = fixture("float32.npy");
    const text = new TextDecoder("latin1").decode(bytes).replace("(2, 3), }            ", "(99999999999, 999), }");
    expect(
      complaint(() =>
        readNpy(
          Uint8Array.from(text, (c) => c.charCodeAt(0)),
          "x.npy",
        ),
      ),
    ).toMatch(/cut short/);
  });
});

describe("writeNpy", () => {
  it("writes the bytes NumPy writes", () => {
    expect(writeNpy([2, 3], Float32Array.of(-2, -1, 0, 1, 2, 3))).toEqual(fixture("float32.npy"));
    expect(writeNpy([3], Float32Array.of(1, 2, 3))).toEqual(fixture("vector.npy"));
    expect(writeNpy([], Float32Array.of(2.5))).toEqual(fixture("scalar.npy"));
    expect(writeNpy([0, 4], new Float32Array())).toEqual(fixture("empty.npy"));
  });
  it("is undone by reading, whatever the shape and the values", () => {
    const arrays = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 5 }).chain((shape) => {
      const length = shape.reduce((a, b) => a * b, 1);
      return fc.tuple(fc.constant(shape), fc.float32Array({ minLength: length, maxLength: length }));
    });
    fc.assert(
      fc.property(arrays, ([shape, data]) => {
        expect(readNpy(writeNpy(shape, data), "x.npy")).toEqual({ shape, dtype: "float32", data });
      }),
    );
  });
  it("writes a view of a larger buffer", () => {
    const view = Float32Array.of(9, 1, 2, 9).subarray(1, 3);
    expect([...readNpy(writeNpy([2], view), "x").data]).toEqual([1, 2]);
  });
  it("refuses a shape of another size", () => {
    expect(() => writeNpy([2, 2], new Float32Array(3))).toThrow(/4 elements, and there are 3/);
  });
});

describe("readNpz", () => {
  it("reads arrays by name, stored or compressed", () => {
    const two = readNpz(fixture("two.npz"), "two.npz");
    expect([...two.keys()]).toEqual(["prediction", "target"]);
    expect([...two.get("prediction")!.data]).toEqual([0, 1, 2, 3, 4, 5]);
    expect(two.get("target")).toMatchObject({ dtype: "uint8", shape: [2, 3] });
    expect([...readNpz(fixture("one.npz"), "one.npz").get("only")!.data]).toEqual([0, 1, 2, 3, 4, 5]);
  });
  it("takes names in archives as names, not as paths", () => {
    const bytes = zipSync({ "../../etc/x.npy": fixture("vector.npy"), "__proto__.npy": fixture("scalar.npy") });
    const arrays = readNpz(bytes, "x.npz");
    expect([...arrays.keys()]).toEqual(["../../etc/x", "__proto__"]);
    expect([...arrays.get("__proto__")!.data]).toEqual([2.5]);
  });
  it("says what is wrong with an archive", () => {
    expect(complaint(() => readNpz(strToU8("no zip"), "x.npz"))).toMatch(
      /x\.npz: this is not a readable \.npz archive/,
    );
    expect(complaint(() => readNpz(fixture("two.npz").subarray(0, 300), "x.npz"))).toMatch(/not a readable/);
    expect(complaint(() => readNpz(zipSync({ "readme.txt": strToU8("hello") }), "x.npz"))).toMatch(/holds no arrays/);
    expect(complaint(() => readNpz(zipSync({ "a.npy": strToU8("hello") }), "x.npz"))).toMatch(
      /^x\.npz\[a\]: this is not a \.npy/,
    );
  });
  it("does not unpack an archive that claims to be larger than memory", () => {
    const bytes = zipSync({ "a.npy": new Uint8Array(10), "b.npy": new Uint8Array(10) });
    const view = new DataView(bytes.buffer);
    // The uncompressed sizes in the two entries of the central directory, 24 bytes after its signature.
    for (let at = 0; at + 4 < bytes.length; at++) {
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 0xf0000000, true);
    }
    expect(complaint(() => readNpz(bytes, "x.npz"))).toMatch(
      /x\.npz(\[a\])?: it (declares 4,026,531,840 bytes of content, which its \d+ bytes cannot hold|unpacks to)/,
    );
  });
});

describe("readArray", () => {
  it("goes by the extension, and by the name after a colon", () => {
    expect(readArray(fixture("int8.npy"), "A.NPY", { meaning: "mask" }).shape).toEqual([2, 3]);
    expect(readArray(fixture("one.npz"), "one.npz", { meaning: "mask" }).shape).toEqual([2, 3]);
    expect([...Array.from(readArray(fixture("two.npz"), "two.npz:target", { meaning: "mask" }).data)]).toEqual([
      0, 1, 0, 1, 0, 1,
    ]);
    expect(splitName("C:\\data\\two.npz:target")).toEqual({ path: "C:\\data\\two.npz", key: "target" });
    expect(splitName("C:\\data\\x.npy")).toEqual({ path: "C:\\data\\x.npy" });
  });
  it("asks which array is meant", () => {
    expect(complaint(() => readArray(fixture("two.npz"), "two.npz", { meaning: "mask" }))).toMatch(
      /2 arrays: prediction, target.*two\.npz:prediction/,
    );
    expect(complaint(() => readArray(fixture("two.npz"), "two.npz:x", { meaning: "mask" }))).toMatch(
      /no array x; there is prediction, target/,
    );
    expect(complaint(() => readArray(new Uint8Array(), "x.bmp", { meaning: "mask" }))).toMatch(
      /x\.bmp: files of this kind are not read\. Give a \.npy/,
    );
  });
});
