import { describe, expect, it } from "vitest";
import { z } from "zod";
import { describeParameters, literalText } from "../../src/describe/parameters.js";
import { fieldName, headName } from "../../src/loss.js";

const one = (type: z.ZodType) => describeParameters(z.object({ x: type }))[0]!;

describe("a parameter in words", () => {
  it.each([
    [z.number(), "number"],
    [z.number().positive(), "number > 0"],
    [z.number().nonnegative(), "number ≥ 0"],
    [z.number().min(0).max(1), "number from 0 to 1"],
    [z.number().min(0).lt(1), "number ≥ 0 and < 1"],
    [z.int().min(1), "whole number ≥ 1"],
    [z.int(), "whole number"],
    [z.boolean(), "true or false"],
    [z.enum(["vertex", "top"]), '"vertex" or "top"'],
    [z.enum(["a", "b", "c"]), '"a", "b" or "c"'],
    [z.array(z.number().min(0)), "list of numbers ≥ 0"],
    [z.array(z.int()).length(3), "list of 3 whole numbers"],
    [z.array(z.number()).min(2).max(4), "list of 2 to 4 numbers"],
    [z.array(z.number()).max(4), "list of at most 4 numbers"],
    [z.array(z.number()).min(2), "list of at least 2 numbers"],
    [z.union([z.literal("none"), z.array(z.number())]), '"none" or list of numbers'],
    [z.number().nullable(), "number"],
    [z.string(), "text"],
    [headName(), "name of a head"],
    [fieldName().optional(), "name of a field"],
  ])("%#", (type, words) => expect(one(type).accepts).toBe(words));

  it("knows what is assumed, what must be given and what it means", () => {
    expect(one(z.number().default(1e-5).describe("Added."))).toEqual({
      name: "x",
      accepts: "number",
      default: "1e-5",
      required: false,
      meaning: "Added.",
    });
    expect(one(z.number())).toMatchObject({ required: true, meaning: "" });
    expect(one(z.number().optional())).not.toHaveProperty("default");
    expect(one(z.number().optional()).required).toBe(false);
    expect(one(z.number().nullable().default(null))).not.toHaveProperty("default");
  });

  it("spells values as programs do", () => {
    expect(literalText([1, "a", true])).toBe('[1, "a", true]');
  });
});
