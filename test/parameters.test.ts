import { describe, expect, it } from "vitest";
import { z } from "zod";
import { headName, perClassNumbers } from "../src/loss.js";
import { choicesOf, parameterOf, parametersOf } from "../src/parameters.js";

const one = (schema: z.ZodType) => parameterOf(z.object({ x: schema }), "x")!;

describe("a parameter", () => {
  it("has its bounds, and says whether they are allowed themselves", () => {
    expect(one(z.number().min(0).lt(1).default(0.5)).type).toEqual({
      kind: "number",
      whole: false,
      least: { value: 0, inclusive: true },
      most: { value: 1, inclusive: false },
    });
    expect(one(z.int()).type).toEqual({ kind: "number", whole: true });
  });

  it("has the words it chooses from, also beside other types", () => {
    expect(choicesOf(one(z.union([z.literal("none"), z.enum(["a", "b"]), z.number()])).type)).toEqual([
      "none",
      "a",
      "b",
    ]);
    expect(choicesOf(one(z.number()).type)).toEqual([]);
  });

  it("has lengths of lists", () => {
    expect(one(z.array(z.boolean()).min(1).max(3)).type).toEqual({
      kind: "list",
      of: { kind: "boolean" },
      shortest: 1,
      longest: 3,
    });
    expect(one(z.array(z.int()).length(2)).type).toMatchObject({ shortest: 2, longest: 2 });
  });

  it("must be given if nothing stands for it, also where any value would do", () => {
    const schema = z.object({ a: z.number(), b: z.custom(), c: z.number().optional(), d: z.string().default("e") });
    expect(parametersOf(schema).map(({ name, required, default: value }) => [name, required, value])).toEqual([
      ["a", true, undefined],
      ["b", true, undefined],
      ["c", false, undefined],
      ["d", false, "e"],
    ]);
  });

  it("has its meaning and what the checker must know under whatever wraps it", () => {
    expect(one(z.number().describe("Inside.").default(1)).meaning).toBe("Inside.");
    expect(one(perClassNumbers().optional()).meta).toEqual({ perClass: true });
    expect(one(headName().optional()).type).toEqual({ kind: "name", of: "head" });
  });
});
