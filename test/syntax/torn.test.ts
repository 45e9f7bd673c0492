import { describe, expect, it } from "vitest";
import { catalog } from "../../src/diagnostics/catalog/index.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { parse } from "../../src/syntax/parse.js";
import { program } from "./show.js";

const read = (text: string) => {
  const { file, diagnostics } = parse({ file: "f", text });
  return { tree: program(file), diagnostics, codes: diagnostics.map((d) => d.code).join(" ") };
};

/** The text, the codes of all its reports, what the first one points at, and the tree. */
const torn: [string, string, string, string][] = [
  ["", "L103", "", "—"],
  ["  // nothing\n", "L103", "", "—"],
  ["dice +", "L102", "+", "(dice + ?)"],
  ["dice + * ce", "L101", "*", "(dice + (? * (? * ce)))"],
  ["dice + * ce + / bce", "L101 L101", "*", "((dice + (? * (? * ce))) + (? / (? * bce)))"],
  ["+dice", "L101", "+", "dice"],
  ["()", "L102", "(", "{?}"],
  ["0.5 dice", "L108", "0.5 dice", "(0.5 * dice)"],
  ["dice ce", "L108", "dice ce", "(dice + (? * ce))"],
  ["f(x y)", "L108", "x y", "f({{(x + (? * y))}})"],
  ["def f = dice\nf + ce", "L108", "dice\nf", "—"],
  ["dice then betti", "L110", "then", "<dice | ? | betti>"],
  ["dice then epoch40 betti", "L111", "then epoch40", "<dice | epoch 40 | betti>"],
  ["dice then@", "L102", "@", "<dice | ? | ?>"],
  ["dice then@epoch40", "L102", "epoch40", "<dice | epoch 40 | ?>"],
  ["dice then@ betti", "L102", "betti", "<dice | betti | ?>"],
  ["dice then@40 betti", "L112", "40", "<dice | plain 40 | betti>"],
  ["ramp(0, 1, over=10..40)", "L112", "10", "ramp(0, 1, over=@plain 10 .. plain 40)"],
  ["dice then@epoch40 cosine betti", "L113", "cosine", "<dice | epoch 40 | betti>"],
  ["dice then@epoch2.5 betti", "L114", "epoch2.5", "<dice | epoch 2 | betti>"],
  ["dice @epoch40 betti", "L101", "@", "(dice + (? * betti))"],
  ["dice{smooth=1}", "L109", "{", "dice(smooth=1)"],
  ["dice(smooth: 1)", "L109", ":", "dice(smooth=1)"],
  ["dice(smooth==1)", "L109", "==", "dice(smooth=1)"],
  ["dice;", "L109", ";", "dice"],
  ["dice; ce", "L109", ";", "(dice + (? * ce))"],
  ["a ** b", "L109", "**", "(a * (? * b))"],
  ["a × b", "L109", "×", "(a * (? * b))"],
  ["# note\ndice", "L109", "#", "dice"],
  ["/* note */ dice", "L109", "/*", "dice"],
  ["use 'a'", "L109", "'a'", "—"],
  ["a = b", "L101", "=", "(a + (? * b))"],
  ["dice & ce", "L104", "&", "(dice + (? * ce))"],
  ["dice \u0000\u0001 + ce", "L104", "\u0000\u0001", "(dice + (? * ce))"],
  ["dice * (ce", "L105", "(", "(dice * {ce})"],
  ["dice(smooth=1", "L105", "(", "dice(smooth=1)"],
  ["dice[vessel + ce", "L105", "[", "(dice[vessel] + ce)"],
  ["((((dice", "L105", "(", "{{{{dice}}}}"],
  ["task { classes: a", "L105", "{", "—"],
  ["def f = (dice minimize f", "L105", "(", "f"],
  ["dice)", "L106", ")", "dice"],
  ["(a]", "L106", "]", "{a}"],
  ['use "a.loss', "L107", '"a.loss', "—"],
  ["dice[1.5]", "L114", "1.5", "dice[1..1]"],
  ["1e999*dice", "L115", "1e999", "(1e999 * dice)"],
  ["minimize a minimize b", "L116", "minimize", "a"],
  ["dice minimize ce", "L116", "minimize", "dice"],
  ["param w = 1 w*dice", "L117", "w*dice", "(w * dice)"],
  ["dice def f = ce", "L118", "def", "dice"],
  ["minimize f def f = ce", "L118", "def", "f"],
  ["param linear = 3", "L119", "linear", "—"],
  ["dice[on]", "L119", "on", "(dice[] on ?)"],
  ["30%*dice", "L120", "30%", "dice"],
  ["dice + epoch40", "L120", "epoch40", "(dice + ?)"],
  ["def", "L102", "def", "—"],
  ["def = dice", "L102", "def", "—"],
  ["def f dice", "L102", "f", "—"],
  ["def f = ", "L102", "=", "—"],
  ["def f(w) = dice", "L102", "w", "—"],
  ["param x", "L102", "x", "—"],
  ["param x =", "L102", "=", "—"],
  ["use", "L102", "use", "—"],
  ["use foo", "L102", "use", "—"],
  ["task", "L102", "task", "—"],
  ["task { classes }", "L102", "classes", "—"],
  ["task { classes: a b }", "L102", "b", "—"],
  ["task { classes = a }", "L109", "=", "—"],
  ["minimize", "L102", "minimize", "?"],
  ["dice, ce", "L102", "dice", "(dice + (? * ce))"],
  ["dice on 3", "L102", "on", "((dice on ?) + (? * 3))"],
  ["dice[]", "L102", "[", "dice[]"],
  ["f(a=)", "L102", "=", "f(a=?)"],
  ["def f = dice +\nparam x = 3\nminimize f *", "L102 L102", "+", "(f * ?)"],
];

describe("torn text", () => {
  it.each(torn)("%j → %s", (text, codes, place, tree) => {
    const result = read(text);
    expect(result.codes).toBe(codes);
    const { span } = result.diagnostics[0]!;
    expect(text.slice(span.start, span.end)).toBe(place);
    expect(result.tree).toBe(tree);
  });

  it("never lets Chevrotain speak", () => {
    for (const [text] of torn) {
      for (const { message, hint = "" } of read(text).diagnostics) {
        expect(message + hint).not.toMatch(/expecting|token|Numeral|Quoted|NaN|undefined|LParen|EOF/i);
      }
    }
  });

  it("offers as certain only what mends the mistake", () => {
    for (const [text] of torn) {
      const { diagnostics } = read(text);
      for (const d of diagnostics) {
        for (const fix of d.fixes?.filter(({ certain }) => certain) ?? []) {
          const after = read(apply(text, fix)).diagnostics;
          expect(after.filter((other) => other.code === d.code)).toEqual([]);
        }
      }
    }
  });

  it("says where an unclosed bracket was opened and why it can no longer be open", () => {
    const [d] = read("def f = (dice minimize f").diagnostics;
    expect(d!.message).toContain("came to `minimize`");
    expect(d!.related).toEqual([{ span: { file: "f", start: 14, end: 22 }, message: expect.any(String) }]);
  });
});

function apply(text: string, fix: NonNullable<Diagnostic["fixes"]>[number]): string {
  return [...fix.edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((t, { span, text: replacement }) => t.slice(0, span.start) + replacement + t.slice(span.end), text);
}

describe("the catalogue's examples for text", () => {
  const entries = Object.values(catalog).filter((entry) => entry.code.startsWith("L1"));

  it.each(entries.map((entry) => [entry.code, entry] as const))(
    "%s is reported for its example and not for the remedy",
    (code, { example }) => {
      if (!example) return expect(["L121", "L122", "L123", "L124"]).toContain(code);
      expect(read(example.wrong).codes).toContain(code);
      expect(read(example.right).codes).toBe("");
    },
  );
});
