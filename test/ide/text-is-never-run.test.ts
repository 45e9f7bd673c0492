import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { analyse, complete, hover, signature } from "../../src/ide/index.js";
import { stdlib } from "../../stdlib/index.js";
import { recipes } from "../../stdlib/recipes.gen.js";

const analysed = (text: string) => analyse({ file: "main.loss", text }, { library: stdlib, recipes });

/** Patterns that throw, that take for ever, and texts that are no JSON. */
const hostile = ["(", "[", "(.|.)*x!", "(a+)+$", "c:\\data", "\\u", "\\", "$&", "a`: b."];

describe("what a text says is neither a pattern nor JSON", () => {
  it.each(hostile)("%j", (word) => {
    for (const text of [
      `dice(smooth="${word}")`,
      `dice(average="${word}")`,
      `/// ${word} and a.\ndef f(a = "${word}", b = 1) = b*dice\nminimize f(a="${word}") + f(a=)`,
      `def f(a = "${word}) = dice\nminimize f(a=)`,
      `ce(weights="${word}") then@plateau("${word}") dice`,
      `task { classes: "${word}", b } minimize dice[b]`,
    ]) {
      const analysis = analysed(text);
      const start = performance.now();
      for (let offset = 0; offset <= text.length; offset++) {
        hover(analysis, offset);
        complete(analysis, offset);
        signature(analysis, offset);
      }
      expect(performance.now() - start).toBeLessThan(20_000);
    }
  });

  it("the default of a parameter is offered as it is meant", () => {
    const text = 'def f(a = "say \\"x\\"") = dice\nminimize f(a=)';
    expect(complete(analysed(text), text.length - 1).map(({ label }) => label)).toContain('say "x"');
  });

  it("no source makes a pattern of a text, but for those that are constants of the grammar", () => {
    const made = ["src", "stdlib"].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts"))
        .filter((name) => /new RegExp\(|\beval\(|new Function\(/.test(readFileSync(`${folder}/${name}`, "utf8")))
        .map((name) => `${folder}/${name}`),
    );
    expect(made).toEqual([]);
  });
});
