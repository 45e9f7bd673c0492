import type { IToken } from "chevrotain";
import type * as ast from "./ast.js";
import type { SyntaxLowering } from "./lowering.js";

export const numberOf = (r: SyntaxLowering, token: IToken): ast.NumberLiteral => ({
  kind: "number",
  value: finiteNumber(r, token, token.image),
  text: token.image,
  span: r.span(token),
});

/** A number as written; what overflows is reported and stays finite. */
export function finiteNumber(r: SyntaxLowering, token: IToken, digits: string): number {
  const value = Number(digits);
  if (Number.isFinite(value)) return value;
  r.reports.report("numberTooLarge", r.span(token), { number: r.written(r.span(token)) });
  return Number.MAX_VALUE;
}

/** A number that counts something. */
export function wholeOf(r: SyntaxLowering, token: IToken, what: string, digits = token.image): number {
  const value = finiteNumber(r, token, digits);
  if (Number.isSafeInteger(value) && /^\d+$/.test(digits)) return value;
  if (Math.abs(value) < Number.MAX_VALUE) r.reports.report("notWhole", r.span(token), { number: token.image, what });
  return Math.min(Math.floor(value), Number.MAX_SAFE_INTEGER);
}
