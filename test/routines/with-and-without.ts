import { afterEach, beforeEach, describe, expect, vi } from "vitest";

/** Runs tests where kernels of WebAssembly do the work, and where there is no WebAssembly. */
export function withAndWithoutKernels(name: string, tests: () => void): void {
  describe(`${name}, by kernels`, tests);
  describe(`${name}, without WebAssembly`, () => {
    beforeEach(() => {
      vi.stubGlobal("WebAssembly", undefined);
    });
    afterEach(() => {
      vi.unstubAllGlobals();
    });
    tests();
  });
}

/** Expects the same of kernels as where there is no WebAssembly. */
export function expectSameWithoutKernels(compute: () => unknown): void {
  const byKernels = compute();
  vi.stubGlobal("WebAssembly", undefined);
  try {
    expect(compute()).toEqual(byKernels);
  } finally {
    vi.unstubAllGlobals();
  }
}
