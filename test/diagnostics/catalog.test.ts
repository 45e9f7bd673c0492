import { describe, expect, it } from "vitest";
import { checkSource } from "../../src/check/check.js";
import { catalog, type Entry } from "../../src/diagnostics/catalog/index.js";
import { losses } from "../check/losses.js";

const entries = Object.entries(catalog) as [string, Entry<never>][];

/** The one file that examples use. */
const resolve = (path: string) => {
  if (path !== "shared.loss") throw new Error("no such file");
  return "def shared = dice";
};

const codesOf = (text: string) =>
  checkSource({ file: "example.loss", text }, { library: losses, resolve }).diagnostics.map(({ code }) => code);

describe("the catalogue", () => {
  it("gives every entry a code of its own, of its severity's form", () => {
    const codes = entries.map(([, { code }]) => code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(code).toMatch(/^L[1-5]\d\d$/);
  });

  it.each(entries)("%s says what is so in sentences", (_, { title, message, explanation }) => {
    expect(title).toBe(title.toUpperCase());
    const filled = message(Object.fromEntries(message.holes.map((hole) => [hole, hole])) as never);
    expect(filled.length).toBeGreaterThan(0);
    for (const hole of message.holes) expect(filled).toContain(hole);
    expect(explanation).toMatch(/[.…]$/);
  });

  const shown = entries.flatMap(([name, { code, example }]) => (example ? [{ name, code, ...example }] : []));

  it.each(shown)("$name ($code) is what `$wrong` shows", ({ code, wrong }) => {
    expect(codesOf(wrong)).toContain(code);
  });

  it.each(shown)("$name ($code) is put right by `$right`", ({ right }) => {
    expect(codesOf(right)).toEqual([]);
  });
});
