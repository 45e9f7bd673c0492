import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OutOfMemory } from "../../../src/backends/backend.js";
import { guard, WasmMemory } from "../../../src/backends/wasm/memory/memory.js";

const page = 65_536;

/** A step: allocates so many bytes, or frees one of the blocks there are. */
const steps = fc.array(
  fc.oneof(
    fc.record({ allocate: fc.integer({ min: 0, max: 300_000 }) }),
    fc.record({ free: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }) }),
  ),
  { maxLength: 120 },
);

describe("the memory of kernels", () => {
  it("gives blocks that do not overlap, in room of their own, and takes every one back", () => {
    fc.assert(
      fc.property(steps, (all) => {
        const memory = new WasmMemory(false, 64);
        const blocks = new Map<number, number>();
        for (const step of all)
          if ("allocate" in step) {
            const before = { used: memory.used, largest: memory.largest };
            try {
              blocks.set(memory.allocate(step.allocate), step.allocate);
            } catch (error) {
              expect(error).toBeInstanceOf(OutOfMemory);
              expect((error as OutOfMemory).wanted).toBeGreaterThan(before.largest);
              expect({ used: memory.used, largest: memory.largest }).toEqual(before);
            }
          } else if (blocks.size) {
            const address = [...blocks.keys()][Math.floor(step.free * blocks.size)]!;
            memory.free(address);
            blocks.delete(address);
          }
        const sorted = [...blocks].sort(([a], [b]) => a - b);
        sorted.forEach(([address, bytes], i) => {
          expect(address % 64).toBe(0);
          expect(address).toBeGreaterThanOrEqual(guard);
          expect(address + bytes).toBeLessThanOrEqual(Math.min(sorted[i + 1]?.[0] ?? Infinity, memory.taken - guard));
        });
        for (const address of blocks.keys()) memory.free(address);
        expect(memory.used).toBe(0);
        expect(memory.largest).toBe(new WasmMemory(false, 64).largest);
      }),
    );
  });

  it("takes what small blocks have left for a large one: the most at a time is all it ever needs", () => {
    const memory = new WasmMemory(false, 2048);
    for (const count of [30, 7, 3, 2, 1]) {
      const each = Math.floor(15_000_000 / count);
      const blocks = Array.from({ length: count }, () => memory.allocate(each));
      for (const address of [...blocks.filter((_, i) => i % 2 === 0), ...blocks.filter((_, i) => i % 2)])
        memory.free(address);
    }
    expect(memory.taken).toBeLessThan(15_000_000 + 300 * page);
    expect(memory.used).toBe(0);
  });

  it("is as it was after a block for which there is no room", () => {
    const memory = new WasmMemory(false, 64);
    const first = memory.allocate(1000);
    expect(() => memory.allocate(64 * page)).toThrow(OutOfMemory);
    const second = memory.allocate(1000);
    expect(second).toBeLessThan(first + 10_000);
    memory.free(first);
    expect(() => memory.free(first)).toThrow("Nothing was allocated");
  });

  it("says how much was wanted and how much there is", () => {
    expect(() => new WasmMemory(false, 64).allocate(2 ** 30)).toThrow(
      "1024.0 MiB of memory are needed at a time, and 3.9 MiB of 3.9 MiB are free.",
    );
  });

  it("does not count as used what stays", () => {
    const memory = new WasmMemory(false, 64);
    const address = memory.allocateForever(100);
    expect(memory.used).toBe(0);
    memory.free(address);
    expect(memory.used).toBe(0);
    expect(memory.unused).toBe(memory.capacity);
  });
});
