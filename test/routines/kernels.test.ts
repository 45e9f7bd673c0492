import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { complexOf } from "../../src/routines/complex.js";
import { filtration } from "../../src/routines/filtration.js";
import { order } from "../../src/routines/order.js";
import { pairings } from "../../src/routines/pairing.js";
import { skeleton } from "../../src/routines/skeleton.js";

/** What a routine gives where there is no WebAssembly: the plain loops that kernels must follow to the last bit. */
function withoutKernels<T>(compute: () => T): T {
  vi.stubGlobal("WebAssembly", undefined);
  try {
    return compute();
  } finally {
    vi.unstubAllGlobals();
  }
}

const image = (most: number, axes: 2 | 3) =>
  fc.array(fc.integer({ min: 1, max: most }), { minLength: axes, maxLength: axes }).chain((sizes) => {
    const count = sizes.reduce((a, b) => a * b, 1);
    const levels = fc.constantFrom(2, 5, 1000);
    return levels
      .chain((most) => fc.array(fc.integer({ min: 0, max: most - 1 }), { minLength: count, maxLength: count }))
      .map((values) => ({ sizes, values: Float32Array.from(values) }));
  });

const slow = (n: number) => Float32Array.from({ length: n ** 3 }, (_, i) => Math.sin(i * 0.37) + Math.sin((i * i) / n));

describe("kernels give what plain loops give", () => {
  it.each([2, 3] as const)("for skeletons with %i axes", (axes) => {
    fc.assert(
      fc.property(image(axes === 2 ? 24 : 9, axes), fc.integer({ min: 1, max: 4 }), ({ sizes, values }, cut) => {
        const mask = values.map((v) => Number(v % 5 < cut));
        expect(skeleton(mask, sizes)).toEqual(withoutKernels(() => skeleton(mask, sizes)));
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  it.each(["vertex", "top"] as const)("for filtrations and pairs of volumes, %s", (construction) => {
    const found = (values: Float32Array, sizes: readonly number[]) => {
      const complex = complexOf(sizes, construction);
      const entry = filtration(complex, order(values, true));
      return { entry, pairs: pairings(complex, entry, entry) };
    };
    fc.assert(
      fc.property(image(6, 3), ({ sizes, values }) => {
        expect(found(values, sizes)).toEqual(withoutKernels(() => found(values, sizes)));
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  it("for columns that outgrow the memory they begin with", () => {
    const n = 26;
    const [complex, falling] = [complexOf([n, n, n], "vertex"), order(slow(n), true)];
    const entry = filtration(complex, falling);
    const ours = pairings(complex, entry, entry);
    expect(ours).toEqual(withoutKernels(() => pairings(complex, entry, entry)));
    expect(ours[1]!.begins.length).toBeGreaterThan(30_000);
  });
});
