import type { IToken } from "chevrotain";
import type { ListCstNode, LiteralCstNode, ValueCstNode } from "../../grammar/cst.gen.js";
import type * as ast from "./ast.js";
import { lowerSchedule } from "./lower-expression.js";
import { lowerTime } from "./lower-time.js";
import { every, only, type SyntaxLowering } from "./lowering.js";
import { stringValue } from "./tokenize.js";

/** What an argument is given: the simplest node that says it. */
export function lowerValue(r: SyntaxLowering, cst: ValueCstNode | undefined): ast.Value {
  const number = r.token(cst?.children.Numeral);
  if (number) return numberOf(r, number);
  const plain = cst && lowerPlain(r, cst.children);
  return plain ?? simplest(lowerSchedule(r, only(cst?.children.schedule)));
}

/** What a parameter, a task's entry or a list holds. */
export function lowerLiteral(r: SyntaxLowering, cst: LiteralCstNode | undefined): ast.Value {
  if (!cst) return r.missing();
  const plain = lowerPlain(r, cst.children);
  if (plain) return plain;
  const minus = r.token(cst.children.Minus);
  const number = r.token(cst.children.Numeral);
  if (number) {
    const value = numberOf(r, number);
    return minus ? negative(value, minus.startOffset) : value;
  }
  return r.ident(cst.children.Name);
}

/** What values and literals have in common. */
function lowerPlain(
  r: SyntaxLowering,
  children: ValueCstNode["children"] | LiteralCstNode["children"],
): ast.Value | undefined {
  const string = r.token(children.Quoted);
  if (string) return stringOf(r, string);
  const boolean = r.token(children.Truth);
  if (boolean) return { kind: "boolean", value: boolean.image === "true", span: r.span(boolean) };
  const word = r.token(children.Dimension) ?? r.token(children.Ease);
  if (word) return r.identOf(word);
  const list = only(children.list);
  if (list) return lowerList(r, list);
  const time = only(children.time);
  return time && lowerTime(r, time);
}

function lowerList(r: SyntaxLowering, { children }: ListCstNode): ast.Value {
  const open = r.token(children.LSquare);
  const start = open?.startOffset ?? r.at;
  const items = every(children.literal).map((literal) => lowerLiteral(r, literal));
  r.token(children.RSquare);
  return { kind: "list", items, span: r.since(start) };
}

/** A lone name is an identifier and a signed number a number; anything else that can be a loss stays an expression. */
function simplest(body: ast.Expr): ast.Value {
  if (body.kind === "number" || body.kind === "missing") return body;
  if (body.kind === "call" && !body.classes && !body.args) return body.name;
  if (body.kind === "negate" && body.operand.kind === "number") return negative(body.operand, body.span.start);
  return { kind: "expression", body, span: body.span };
}

const negative = (number: ast.NumberLiteral, start: number): ast.NumberLiteral => ({
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

export const numberOf = (r: SyntaxLowering, token: IToken): ast.NumberLiteral => ({
  kind: "number",
  value: finite(r, token, token.image),
  text: token.image,
  span: r.span(token),
});

/** A number as written; what overflows is reported and stays finite. */
export function finite(r: SyntaxLowering, token: IToken, digits: string): number {
  const value = Number(digits);
  if (Number.isFinite(value)) return value;
  r.reports.report("numberTooLarge", r.span(token), { number: r.written(r.span(token)) });
  return Number.MAX_VALUE;
}

/** A number that counts something. */
export function wholeOf(r: SyntaxLowering, token: IToken, what: string, digits = token.image): number {
  const value = finite(r, token, digits);
  if (Number.isSafeInteger(value) && /^\d+$/.test(digits)) return value;
  if (Math.abs(value) < Number.MAX_VALUE) r.reports.report("notWhole", r.span(token), { number: token.image, what });
  return Math.min(Math.floor(value), Number.MAX_SAFE_INTEGER);
}
