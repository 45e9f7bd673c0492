import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reserved } from "../../grammar/words.js";
import { format } from "../../src/syntax/format.js";
import { parse } from "../../src/syntax/parse.js";
import { programs } from "./programs.js";
import { spans } from "./show.js";

/** What holds for every text whatever. */
function total(text: string): void {
  const { file, diagnostics } = parse({ file: "f", text });
  expect(file.kind).toBe("file");
  const astray = spans({ file, diagnostics }).filter(
    ({ start, end }) =>
      !(Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start <= end && end <= text.length),
  );
  expect(astray).toEqual([]);
  for (const { message, hint = "" } of diagnostics) expect(message + hint).not.toMatch(/undefined|NaN|Expecting/);
  if (diagnostics.length > 0) expect(format(text)).toBe(text);
}

const soup = fc
  .array(
    fc.oneof(
      fc.constantFrom(...reserved, ..."+ - * / ( ) [ ] { } = : , .. @ ! ; # ** == ' \" // /// \n %".split(" ")),
      fc.constantFrom(
        "dice",
        "late",
        "epoch40",
        "step10",
        "30%",
        "0.5",
        "1",
        "2d",
        '"s"',
        "plateau",
        "then@",
        "é",
        "\u0000",
        "\ud800",
      ),
    ),
    { maxLength: 40 },
  )
  .chain((tokens) => fc.constantFrom("", " ", "\n").map((blank) => tokens.join(blank)));

describe("any text", () => {
  it("random characters", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 60 }), total), { numRuns: 300 });
  });

  it("random tokens", () => {
    fc.assert(fc.property(soup, total), { numRuns: 1_000 });
  }, 60_000);

  it("programs cut short, with a piece cut out, or with something thrown in", () => {
    const piece = fc.constantFrom(
      "",
      "+",
      "(",
      ")",
      "]",
      "{",
      "then",
      "minimize",
      "@",
      ",",
      "=",
      '"',
      "e",
      "0.5",
      "//",
      "..",
      "§",
    );
    fc.assert(
      fc.property(programs(true), fc.nat(), fc.nat({ max: 6 }), piece, (text, place, length, thrown) => {
        const at = place % (text.length + 1);
        total(text.slice(0, at));
        total(text.slice(0, at) + thrown + text.slice(at + length));
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it("whole programs have no mistakes", () => {
    fc.assert(
      fc.property(programs(true), (text) => {
        expect(parse({ file: "f", text }).diagnostics).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
