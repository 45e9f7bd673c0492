import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editDistance, nearest, oneOf } from "../../src/diagnostics/nearest.js";

describe("the restricted Damerau–Levenshtein distance", () => {
  it.each([
    ["", "", 0],
    ["dice", "dice", 0],
    ["dise", "dice", 1],
    ["dcie", "dice", 1],
    ["dic", "dice", 1],
    ["kitten", "sitting", 3],
    ["ca", "abc", 3],
  ] as const)("of %s and %s is %i", (a, b, wanted) => {
    expect(editDistance(a, b)).toBe(wanted);
    expect(editDistance(b, a)).toBe(wanted);
  });

  it("stops early without changing what is within the limit", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 4 }), (a, b, limit) => {
        const whole = editDistance(a, b);
        const limited = editDistance(a, b, limit);
        expect(whole <= limit ? limited : limited > limit).toBe(whole <= limit ? whole : true);
      }),
    );
  });
});

describe("suggestions", () => {
  it("puts the nearest first and leaves guesses out", () => {
    expect(nearest("tverski", ["dice", "tversky", "focal_tversky"])).toEqual(["tversky"]);
    expect(nearest("DICE", ["dice", "ce"])).toEqual(["dice"]);
    expect(nearest("cl-dice", ["cl_dice"])).toEqual(["cl_dice"]);
    expect(nearest("x", ["y", "dice"])).toEqual([]);
    expect(nearest("hausdorff", ["hd_dt", "boundary"])).toEqual([]);
  });

  it("reads as prose", () => {
    expect(oneOf(["a"])).toBe("`a`");
    expect(oneOf(["a", "b", "c"])).toBe("`a`, `b` or `c`");
  });
});
