import { afterEach, beforeEach, describe, vi } from "vitest";

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
