import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digestOf } from "../../src/wasm/digest.js";

/** The bits in which two digests differ, of 128. */
const apart = (a: string, b: string): number =>
  Array.from({ length: 4 }, (_, i) => {
    const word = (digest: string) => Number.parseInt(digest.slice(8 * i, 8 * i + 8), 16);
    return ((word(a) ^ word(b)) >>> 0).toString(2).replaceAll("0", "").length;
  }).reduce((sum, count) => sum + count, 0);

describe("the digest of a content", () => {
  it("is the same for the same bytes, wherever they lie", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(40), (bytes, offset) => {
        const moved = new Uint8Array(offset + bytes.length + 7).fill(9);
        moved.set(bytes, offset);
        expect(digestOf(moved.subarray(offset, offset + bytes.length))).toBe(digestOf(bytes));
      }),
    );
  });

  it("tells the lengths of zeros apart, also beyond a piece", () => {
    const lengths = [0, 1, 31, 32, 33, 16_383, 16_384, 16_385, 16_416, 32_768, 50_000];
    expect(new Set(lengths.map((length) => digestOf(new Uint8Array(length)))).size).toBe(lengths.length);
  });

  it("differs in about half of its bits wherever one bit differs", () => {
    const bytes = new Uint8Array(40_000).map((_, i) => (i * i) % 251);
    const before = digestOf(bytes)!;
    for (const at of [0, 1, 7, 8, 31, 32, 16_383, 16_384, 39_999])
      for (const bit of [0, 3, 7]) {
        bytes[at]! ^= 1 << bit;
        const distance = apart(digestOf(bytes)!, before);
        expect(distance, `byte ${at}, bit ${bit}`).toBeGreaterThan(34);
        expect(distance, `byte ${at}, bit ${bit}`).toBeLessThan(94);
        bytes[at]! ^= 1 << bit;
      }
  });

  it("tells masks apart that differ in one or two pixels, one-hot ones and pixels that have changed places", () => {
    const seen = new Set<string>();
    let count = 0;
    const add = (mask: Float32Array) => {
      seen.add(digestOf(mask)!);
      count++;
    };
    const side = 96;
    for (let i = 0; i < side; i++)
      for (let j = 0; j <= i; j++) {
        const mask = new Float32Array(side);
        mask[i] = 1;
        mask[j] = 1;
        add(mask);
        if (i !== j) {
          mask[j] = -1;
          add(mask);
        }
      }
    expect(seen.size).toBe(count);
  });
});
