import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { format } from "../../src/syntax/format.js";
import { parse } from "../../src/syntax/parse.js";
import { programs } from "./programs.js";
import { meaning } from "./show.js";

const tree = (text: string) => {
  const { file, diagnostics } = parse({ file: "f", text });
  return {
    tree: meaning({ ...file, comments: [] }),
    comments: file.comments.map((c) => c.text),
    codes: diagnostics.map((d) => d.code),
  };
};

const cases: [string, string, string][] = [
  [
    "one line stays one line",
    "0.5 * dice+hd_dt( alpha = 2 )   then @ epoch40\nbetti",
    "0.5*dice + hd_dt(alpha=2) then@epoch40 betti\n",
  ],
  ["numbers stay as written", "1e-3*a+.5*b-1.*c", "1e-3*a + .5*b - 1.*c\n"],
  ["signs", "a - -b*-c/(- d)", "a - -b*-c/(-d)\n"],
  ["moments are tight", "a then@ late-5 .. late+10   cosine b", "a then@late-5..late+10 cosine b\n"],
  ["a number's dot does not run into a span's", "a then@late+1. ..epoch50 b", "a then@late+1. ..epoch50 b\n"],
  ["a trailing comma goes", "f(a = 1 , ) + g[ x , ]", "f(a=1) + g[x]\n"],
  ["selection and heads", "(a+b) [ ! c , 1 .. 3 ] on aux  where roi", "(a + b)[!c, 1..3] on aux where roi\n"],
  ["a task has an entry a line", "task{a:b,c, space:2d}", "task {\n  a: b, c\n  space: 2d\n}\n"],
  ["an empty task", "task { }", "task {}\n"],
  [
    "items of one kind stay together, kinds are set apart",
    'use "a"\nuse "b"\nparam x=1\n\nparam y=epoch4\ndef f( w=0.5 )=w*a\nminimize f',
    'use "a"\nuse "b"\n\nparam x = 1\n\nparam y = epoch4\n\ndef f(w = 0.5) = w*a\n\nminimize f\n',
  ],
  [
    "comments stay where they are",
    "//! file\n\n/// doc\ndef f = a // why\n// next\nminimize a // one\n + b // two\n // three\n + c\n// end",
    "//! file\n\n/// doc\ndef f = a // why\n\n// next\nminimize a // one\n    + b // two\n    // three\n    + c\n// end\n",
  ],
  ["a comment in brackets opens them", "f(a=1, // first\nb=2)", "f(\n  a=1, // first\n  b=2\n)\n"],
];

describe("format", () => {
  it.each(cases)("%s", (_, before, after) => {
    expect(format(before)).toBe(after);
    expect(format(after)).toBe(after);
  });

  it("breaks a long chain one phase a line, as the language page shows it", () => {
    const long = `minimize region
    then@late..late+10 region + 0.2*cldice[vessel](iterations=10) // cross-fade over ten epochs
    then@plateau("val_dice", patience=5) region + 0.2*cldice[vessel] + ramp(0, 0.1, over=20)*betti[vessel]
`;
    expect(format(long.replace(/\n +then/g, "\nthen"))).toBe(long);
    expect(format(long)).toBe(long);
  });

  it("breaks a sum that does not fit one term a line, further in than the phases", () => {
    const terms = Array.from({ length: 12 }, (_, i) => `0.5*loss_number_${i}`);
    const sum = terms.join(" + ");
    expect(format(sum)).toBe(`${terms.join("\n    + ")}\n`);
    expect(format(`a then@epoch3 ${sum}`)).toBe(`a\n    then@epoch3 ${terms.join("\n        + ")}\n`);
  });

  it("returns a text with a mistake as it is", () => {
    for (const text of ["a  +", "", "// only", "a  b", "minimize (a"]) expect(format(text)).toBe(text);
  });

  it("never changes the meaning or loses a comment, and formatting twice is formatting once", () => {
    fc.assert(
      fc.property(programs(true), (text) => {
        const before = tree(text);
        expect(before.codes).toEqual([]);
        const formatted = format(text);
        const after = tree(formatted);
        expect(after.codes).toEqual([]);
        expect(after.tree).toEqual(before.tree);
        expect(after.comments).toEqual(before.comments);
        expect(format(formatted)).toBe(formatted);
      }),
      { numRuns: 250 },
    );
  }, 60_000);

  it("gives one text for all ways to space a program without comments", () => {
    fc.assert(
      fc.property(programs(false), (text) => {
        const tokens = text.replace(/[\r\n]+/g, " ");
        expect(format(tokens)).toBe(format(text.replace(/\n{2,}/g, "\n")));
      }),
      { numRuns: 100 },
    );
  }, 60_000);
});
