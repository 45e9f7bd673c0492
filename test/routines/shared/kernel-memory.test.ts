import { afterEach, describe, expect, it, vi } from "vitest";
import { areas, kernelMemory, lazyModule } from "../../../src/routines/shared/kernel/memory.js";
import { define } from "../../../src/wasm/encode/assembler.js";
import type { ModuleBuilder } from "../../../src/wasm/encode/module.js";

const twice = (builder: ModuleBuilder) => define(builder, "twice", { x: "i32" }, (_, { x }) => x.mul(2));

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("kernels", () => {
  it("are assembled once, when they are asked for", () => {
    const write = vi.fn(twice);
    const found = lazyModule<{ twice: (x: number) => number }>(write);
    expect(write).not.toHaveBeenCalled();
    expect([found()!.twice(21), found()!.twice(-3)]).toEqual([42, -6]);
    expect(write).toHaveBeenCalledTimes(1);
  });

  it("work in the room", () => {
    const found = lazyModule<{ double: (at: number) => void }>((builder) => {
      define(builder, "double", { at: "i32" }, (a, { at }) => {
        const words = a.elements("i32", at);
        words.set(0, words.get(0).mul(2));
        return 0;
      });
    });
    const { words } = kernelMemory(64)!;
    words[3] = 8;
    found()!.double(12);
    expect(words[3]).toBe(16);
  });

  it("are none where a module is none, may not be compiled, or there is no WebAssembly", () => {
    const invalid = lazyModule((builder) => builder.function([], [], "broken").code.op("drop"));
    expect([invalid(), invalid()]).toEqual([undefined, undefined]);
    vi.stubGlobal("WebAssembly", {
      ...WebAssembly,
      Memory: WebAssembly.Memory,
      validate: () => true,
      Module: class {
        constructor() {
          throw new RangeError("too large for the main thread");
        }
      },
    });
    expect(lazyModule(twice)()).toBeUndefined();
    vi.stubGlobal("WebAssembly", undefined);
    expect([lazyModule(twice)(), kernelMemory(1)]).toEqual([undefined, undefined]);
  });
});

describe("room", () => {
  it("grows, and keeps what it holds", () => {
    const before = kernelMemory(16)!;
    before.doubles[1] = 2.5;
    const after = kernelMemory(before.bytes.length + 1)!;
    expect(after.bytes.length).toBeGreaterThan(before.bytes.length);
    expect([after.doubles[1], after.singles.length, after.words.length]).toEqual([
      2.5,
      after.bytes.length / 4,
      after.bytes.length / 4,
    ]);
  });

  it("has an end", () => {
    expect(kernelMemory(2 ** 31)).toBeUndefined();
  });

  it("is laid out in areas of whole vectors", () => {
    expect(areas({ one: 1, none: 0, more: 17 }, 32)).toEqual({ one: 32, none: 48, more: 48, end: 80 });
  });
});
