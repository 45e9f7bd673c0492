import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyse } from "../../src/ide/analysis.js";
import { complete } from "../../src/ide/complete/complete.js";
import { signature } from "../../src/ide/complete/signature.js";
import { hover } from "../../src/ide/hover/hover.js";
import { symbolAt } from "../../src/ide/symbol-at.js";
import { stdlib } from "../../stdlib/index.js";
import { recipes } from "../../stdlib/recipes.gen.js";

const folder = new URL("../../examples/specs/", import.meta.url);
const specs = readdirSync(folder)
  .filter((name) => name.endsWith(".loss"))
  .map((name) => readFileSync(new URL(name, folder), "utf8"));
const shared = readFileSync(new URL("shared/regions.loss", folder), "utf8");
const around = { library: stdlib, recipes, resolve: () => shared, files: () => ["./shared/regions.loss"], epochs: 100 };

/** Everything that may be asked at a place; whatever is said lies within the text. */
function ask(text: string, offset: number): void {
  const analysis = analyse({ file: "torn.loss", text }, around);
  const within = ({ start, end }: { start: number; end: number }) => {
    expect(start).toBeGreaterThanOrEqual(0);
    expect(end).toBeLessThanOrEqual(text.length);
    expect(start).toBeLessThanOrEqual(end);
  };
  const meaning = symbolAt(analysis, offset);
  if (meaning) within(meaning.span);
  const said = hover(analysis, offset);
  if (said) within(said.span);
  for (const { span, insert, label } of complete(analysis, offset)) {
    within(span);
    expect(insert.length * label.length).toBeGreaterThan(0);
  }
  const call = signature(analysis, offset);
  for (const { label } of call?.parameters ?? []) expect(call!.label.slice(...label)).not.toBe("");
  if (call?.active !== undefined) expect(call.parameters[call.active]).toBeDefined();
}

const spec = fc.constantFrom(...specs);
const place = fc.double({ min: 0, max: 1, noNaN: true });
const at = (text: string, share: number) => Math.round(share * text.length);

describe("torn text", () => {
  it("may end anywhere", () => {
    for (const text of specs) for (let end = 0; end <= text.length; end += 7) ask(text.slice(0, end), end);
  });

  it("may lack any piece, or hold what does not belong there", () => {
    fc.assert(
      fc.property(
        spec,
        place,
        place,
        place,
        fc.constantFrom("", "(", ")", "]", "@", "..", "then", '"', "///", "task", "=", "\u{1F600}", "1"),
        (text, a, b, c, thrown) => {
          const [start, end] = [at(text, Math.min(a, b)), at(text, Math.min(Math.max(a, b), Math.min(a, b) + 0.1))];
          const torn = text.slice(0, start) + thrown + text.slice(end);
          ask(torn, start);
          ask(torn, at(torn, c));
        },
      ),
      { numRuns: 150 },
    );
  });

  it("may be hostile", () => {
    for (const text of [
      "",
      " ",
      "(".repeat(200),
      "[".repeat(70),
      "then@".repeat(50),
      '"',
      "use",
      "def",
      "def f(",
      "param =",
      "task {",
      "dice(",
      "dice[",
      "x".repeat(300_000),
    ])
      for (const offset of [0, text.length >> 1, text.length]) ask(text, offset);
  });
});
