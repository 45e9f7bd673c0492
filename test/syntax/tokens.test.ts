import { describe, expect, it } from "vitest";
import { canonical, createLexer } from "../../grammar/tokens.js";
import { reserved } from "../../grammar/words.js";

const lexer = createLexer(true);
const lex = (text: string) => {
  const { tokens, errors } = lexer.tokenize(text);
  expect(errors).toEqual([]);
  return tokens.map((t) => `${t.tokenType.name} ${t.image}`).join(" · ");
};

describe("tokens", () => {
  it.each([
    ["1..3", "Numeral 1 · DotDot .. · Numeral 3"],
    ["1. + .5", "Numeral 1. · Plus + · Numeral .5"],
    ["0...5", "Numeral 0 · DotDot .. · Numeral .5"],
    ["1e-3 2.5E+2 1.e2", "Numeral 1e-3 · Numeral 2.5E+2 · Numeral 1.e2"],
    ["epoch40..60", "Epoch epoch40 · DotDot .. · Numeral 60"],
    ["epoch2.5", "Epoch epoch2.5"],
    ["late..late+10", "Name late · DotDot .. · Name late · Plus + · Numeral 10"],
    ["epoch40-5", "Epoch epoch40 · Minus - · Numeral 5"],
    ["30%..50%", "Percent 30% · DotDot .. · Percent 50%"],
    ["2d 3dice 0.5dice", "Dimension 2d · Numeral 3 · Name dice · Numeral 0.5 · Name dice"],
    ["then@step1000", "Then then · At @ · Step step1000"],
    [
      "theny online epoch_loss epoch epoch4x steps usecase truest",
      "Name theny · Name online · Name epoch_loss · Name epoch · Name epoch4x · Name steps · Name usecase · Name truest",
    ],
    [
      "linear cosine exponential sigmoid sigmoidal",
      "Ease linear · Ease cosine · Ease exponential · Ease sigmoid · Name sigmoidal",
    ],
    ['"a // b" "\\"" ""', 'Quoted "a // b" · Quoted "\\"" · Quoted ""'],
    ["a// c\n/b", "Name a · Slash / · Name b"],
    ["\uFEFFa\u00A0\r\nb", "Name a · Name b"],
  ])("%s", (text, tokens) => {
    expect(lex(text)).toBe(tokens);
  });

  it("keeps the three kinds of comment apart", () => {
    const comments = lexer.tokenize("//! f\n/// d\n// c\n//// four").groups.comments!;
    expect(comments.map((t) => t.tokenType.name)).toEqual(["FileDoc", "Doc", "Comment", "Comment"]);
  });

  it("reads every reserved word as something else than a name", () => {
    for (const word of reserved) expect(lex(word)).not.toContain("Name ");
    for (const word of reserved) expect(lex(`${word}_x`)).toBe(`Name ${word}_x`);
  });

  it("reads each sign's canonical form as that sign", () => {
    for (const [type, sign] of canonical) expect(lex(sign)).toBe(`${type.name} ${sign}`);
  });
});
