import { expect } from "vitest";

/** Each list agrees with the exact one as far as float32 can: relative to the largest entry, as sums mix large with small. */
export function expectSame(found: readonly number[][], exact: readonly number[][], tolerance = 2e-5, what = ""): void {
  expect(found.map((list) => list.length)).toEqual(exact.map((list) => list.length));
  exact.forEach((list, k) => {
    const scale = list.reduce(
      (largest, value) => (Number.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest),
      0.1,
    );
    list.forEach((value, i) => {
      const same = Object.is(found[k]![i], value) || Math.abs(found[k]![i]! - value) <= tolerance * scale;
      if (!same) expect.fail(`${what} root ${k}, entry ${i}: ${found[k]![i]} instead of ${value}`);
    });
  });
}
