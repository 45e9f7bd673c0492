import type { IToken } from "chevrotain";
import type { ListCstNode, LiteralCstNode, SumCstNode, ValueCstNode } from "../../grammar/cst.gen.js";
import type * as ast from "./ast.js";
import { numberOf } from "./lower-number.js";
import { lowerTime } from "./lower-time.js";
import { every, only, type SyntaxLowering } from "./lowering.js";
import { stringValue } from "./tokenize.js";

/** Values may be computed: the caller says how sums are lowered. */
type LowerSum = (r: SyntaxLowering, cst: SumCstNode) => ast.Expression;

/** What a parameter, a task's entry or a list holds. */
export function lowerLiteral(
  r: SyntaxLowering,
  cst: LiteralCstNode | undefined,
  lowerSum: LowerSum,
): ast.ArgumentValue {
  if (!cst) return r.missing();
  const plain = lowerPlain(r, cst.children, lowerSum);
  if (plain) return plain;
  const sum = only(cst.children.sum);
  if (sum) {
    const body = lowerSum(r, sum);
    return { kind: "expression", body, span: body.span };
  }
  const minus = r.token(cst.children.Minus);
  const number = r.token(cst.children.Numeral);
  if (number) {
    const value = numberOf(r, number);
    return minus ? negated(value, minus.startOffset) : value;
  }
  return r.ident(cst.children.Name);
}

/** What values and literals have in common. */
export function lowerPlain(
  r: SyntaxLowering,
  children: ValueCstNode["children"] | LiteralCstNode["children"],
  lowerSum: LowerSum,
): ast.ArgumentValue | undefined {
  const string = r.token(children.Quoted);
  if (string) return stringOf(r, string);
  const boolean = r.token(children.Truth);
  if (boolean) return { kind: "boolean", value: boolean.image === "true", span: r.span(boolean) };
  const word = r.token(children.Dimension) ?? r.token(children.Ease);
  if (word) return r.identOf(word);
  const list = only(children.list);
  if (list) return lowerList(r, list, lowerSum);
  const time = only(children.time);
  return time && lowerTime(r, time);
}

function lowerList(r: SyntaxLowering, { children }: ListCstNode, lowerSum: LowerSum): ast.ArgumentValue {
  const open = r.token(children.LSquare);
  const start = open?.startOffset ?? r.at;
  const items = every(children.literal).map((literal) => lowerLiteral(r, literal, lowerSum));
  r.token(children.RSquare);
  return { kind: "list", items, span: r.since(start) };
}

export const negated = (number: ast.NumberLiteral, start: number): ast.NumberLiteral => ({
  kind: "number",
  value: -number.value,
  text: `-${number.text}`,
  span: { ...number.span, start },
});

export const stringOf = (r: SyntaxLowering, token: IToken): ast.StringLiteral => ({
  kind: "string",
  value: stringValue(token),
  span: r.span(token),
});
