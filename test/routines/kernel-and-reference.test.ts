import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { complexOf } from "../../src/routines/persistence/complex.js";
import { filtration } from "../../src/routines/persistence/filtration.js";
import type { PersistenceForms } from "../../src/routines/persistence/forms.js";
import { persistenceKernels } from "../../src/routines/persistence/kernel/index.js";
import { cellPairs } from "../../src/routines/persistence/pairing.js";
import { referencePersistence } from "../../src/routines/persistence/reference/index.js";
import { peelByKernel } from "../../src/routines/skeleton/kernel.js";
import { skeletonBy } from "../../src/routines/skeleton/peeling.js";
import { referencePeel } from "../../src/routines/skeleton/reference.js";

const image = (most: number, axes: 2 | 3) =>
  fc.array(fc.integer({ min: 1, max: most }), { minLength: axes, maxLength: axes }).chain((sizes) => {
    const count = sizes.reduce((a, b) => a * b, 1);
    const levels = fc.constantFrom(2, 5, 1000);
    return levels
      .chain((most) => fc.array(fc.integer({ min: 0, max: most - 1 }), { minLength: count, maxLength: count }))
      .map((values) => ({ sizes, values: Float32Array.from(values) }));
  });

const slow = (n: number) => Float32Array.from({ length: n ** 3 }, (_, i) => Math.sin(i * 0.37) + Math.sin((i * i) / n));

/** Fails where a kernel does not answer. */
function certain<T>(found: T | undefined): T {
  expect(found).toBeDefined();
  return found as T;
}

const byKernels: PersistenceForms = {
  argsort: (...args) => certain(persistenceKernels.argsort(...args)),
  argsortByPersistence: (...args) => certain(persistenceKernels.argsortByPersistence(...args)),
  pairs2d: (...args) => certain(persistenceKernels.pairs2d(...args)),
  enter: (...args) => certain(persistenceKernels.enter(...args)),
  unite: (...args) => certain(persistenceKernels.unite(...args)),
  reduce: (...args) => certain(persistenceKernels.reduce(...args)),
};

describe("kernels give what reference forms give, to the last bit", () => {
  const skeletonByKernel = skeletonBy((mask) => expect(peelByKernel(mask)).toBe(true));
  const skeletonByReference = skeletonBy(referencePeel);

  it.each([2, 3] as const)("for skeletons with %i axes", (axes) => {
    fc.assert(
      fc.property(image(axes === 2 ? 24 : 9, axes), fc.integer({ min: 1, max: 4 }), ({ sizes, values }, cut) => {
        const mask = values.map((v) => Number(v % 5 < cut));
        expect(skeletonByKernel(mask, sizes)).toEqual(skeletonByReference(mask, sizes));
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  it.each(["vertex", "top"] as const)("for filtrations and pairs of volumes, %s", (construction) => {
    const found = (forms: PersistenceForms, values: Float32Array, sizes: readonly number[]) => {
      const complex = complexOf(sizes, construction);
      const entry = filtration(forms, complex, forms.argsort(values, true));
      return { entry, pairs: cellPairs(forms, complex, entry, entry) };
    };
    fc.assert(
      fc.property(image(6, 3), ({ sizes, values }) => {
        expect(found(byKernels, values, sizes)).toEqual(found(referencePersistence, values, sizes));
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  it("for columns that outgrow the memory they begin with", () => {
    const n = 26;
    const [complex, falling] = [complexOf([n, n, n], "vertex"), referencePersistence.argsort(slow(n), true)];
    const entry = filtration(byKernels, complex, falling);
    const ours = cellPairs(byKernels, complex, entry, entry);
    expect(ours).toEqual(cellPairs(referencePersistence, complex, entry, entry));
    expect(ours[1]!.creators.length).toBeGreaterThan(30_000);
  });
});
