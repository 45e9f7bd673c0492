import type { IToken } from "chevrotain";
import type {
  AddendCstNode,
  ArgumentsCstNode,
  ClassesCstNode,
  FactorCstNode,
  PrimaryCstNode,
  ProductCstNode,
  ScheduleCstNode,
  SelectedCstNode,
  SelectionCstNode,
  SumCstNode,
  UnaryCstNode,
  ValueCstNode,
} from "../../grammar/cst.gen.js";
import { cover, type Span } from "../text.js";
import type * as ast from "./ast.js";
import { numberOf, wholeOf } from "./lower-number.js";
import { lowerPhaseMoment } from "./lower-time.js";
import { lowerPlain, negated } from "./lower-value.js";
import { every, only, type SyntaxLowering } from "./lowering.js";
import { colonForEquals, missingOperator } from "./slips.js";

export function lowerSchedule(r: SyntaxLowering, cst: ScheduleCstNode | undefined): ast.Expression {
  let before = lowerSum(r, only(cst?.children.sum));
  for (const phase of every(cst?.children.phase)) {
    const when = lowerPhaseMoment(r, phase, lowerArguments);
    const after = lowerSum(r, only(phase.children.sum));
    before = { kind: "then", before, when, after, span: cover(before.span, after.span) };
  }
  return before;
}

export function lowerSum(r: SyntaxLowering, cst: SumCstNode | undefined): ast.Expression {
  let sum = lowerProduct(r, only(cst?.children.product));
  for (const addend of every(cst?.children.addend)) sum = lowerAddend(r, sum, addend);
  return sum;
}

function lowerAddend(r: SyntaxLowering, left: ast.Expression, { children }: AddendCstNode): ast.Expression {
  const plus = r.token(children.Plus);
  const sign = plus ?? r.token(children.Minus);
  const operatorSpan = sign ? r.span(sign) : r.missing().span;
  const right = lowerProduct(r, only(children.product));
  return binary(plus || !sign ? "+" : "-", operatorSpan, left, tornOff(r, left, operatorSpan, right));
}

/** Operands that lack their operator are split off as terms of a sum, behind a missing weight, so that nobody complains about them again. */
function lowerProduct(r: SyntaxLowering, cst: ProductCstNode | undefined): ast.Expression {
  let terms: ast.Expression | undefined;
  const weight = r.token(cst?.children.Numeral);
  let product = weight
    ? by(r, numberOf(r, weight), "*", r.token(cst?.children.Star), cst?.children.unary)
    : lowerUnary(r, only(cst?.children.unary));
  for (const factor of every(cst?.children.factor)) {
    const beside = only(factor.children.selected);
    if (!beside) {
      product = lowerFactor(r, product, factor);
      continue;
    }
    const left = product;
    const gap = { file: r.file, start: left.span.end, end: left.span.end };
    const right = lowerSelected(r, beside);
    missingOperator(r, left, right);
    if (left.kind === "number") product = binary("*", gap, left, right);
    else {
      terms = added(terms, left);
      product = binary(
        "*",
        gap,
        { kind: "missing", span: { ...gap, start: right.span.start, end: right.span.start } },
        right,
      );
    }
  }
  return added(terms, product);
}

const added = (left: ast.Expression | undefined, right: ast.Expression): ast.Expression =>
  left ? binary("+", { ...right.span, end: right.span.start }, left, right) : right;

function lowerFactor(r: SyntaxLowering, left: ast.Expression, { children }: FactorCstNode): ast.Expression {
  const slash = children.Star ? undefined : r.token(children.Slash);
  return slash ? by(r, left, "/", slash, children.unary) : by(r, left, "*", r.token(children.Star), children.unary);
}

function by(
  r: SyntaxLowering,
  left: ast.Expression,
  operator: "*" | "/",
  sign: IToken | undefined,
  unary: readonly UnaryCstNode[] | undefined,
): ast.Expression {
  const operatorSpan = sign ? r.span(sign) : r.missing().span;
  const right = lowerUnary(r, only(unary));
  return binary(operator, operatorSpan, left, tornOff(r, left, operatorSpan, right));
}

/** Behind text that was passed over nothing is certain: a missing factor keeps later stages from complaining about the operand again. */
function tornOff(r: SyntaxLowering, left: ast.Expression, operator: Span, right: ast.Expression): ast.Expression {
  if (!r.tornBetween(left.span.end, operator.start + 1)) return right;
  const gap = { ...right.span, end: right.span.start };
  return binary("*", gap, { kind: "missing", span: gap }, right);
}

export const binary = (
  operator: ast.Binary["operator"],
  operatorSpan: ast.Binary["operatorSpan"],
  left: ast.Expression,
  right: ast.Expression,
): ast.Binary => ({ kind: "binary", operator, operatorSpan, left, right, span: cover(left.span, right.span) });

function lowerUnary(r: SyntaxLowering, cst: UnaryCstNode | undefined): ast.Expression {
  const minus = r.token(cst?.children.Minus);
  const operand = lowerSelected(r, only(cst?.children.selected));
  return minus ? { kind: "negate", operand, span: cover(r.span(minus), operand.span) } : operand;
}

function lowerSelected(r: SyntaxLowering, cst: SelectedCstNode | undefined): ast.Expression {
  let operand = lowerPrimary(r, only(cst?.children.primary));
  for (const selection of every(cst?.children.selection)) operand = lowerSelection(r, operand, selection);
  return operand;
}

function lowerSelection(r: SyntaxLowering, operand: ast.Expression, { children }: SelectionCstNode): ast.Expression {
  const classes = only(children.classes);
  if (classes) {
    const chosen = lowerClasses(r, classes);
    return { kind: "select", operand, classes: chosen, span: cover(operand.span, chosen.span) };
  }
  const on = r.token(children.On);
  if (!on) r.token(children.Where);
  const name = r.ident(children.Name);
  const span = cover(operand.span, name.span);
  return on ? { kind: "on", operand, head: name, span } : { kind: "where", operand, mask: name, span };
}

function lowerPrimary(r: SyntaxLowering, cst: PrimaryCstNode | undefined): ast.Expression {
  if (!cst) return r.missing();
  const { children } = cst;
  const number = r.token(children.Numeral);
  if (number) return numberOf(r, number);
  const name = r.token(children.Name);
  if (name) return lowerCall(r, name, children);
  const paren = r.token(children.LParen);
  if (!paren) return r.missing();
  const body = lowerSchedule(r, only(children.schedule));
  r.token(children.RParen);
  return { kind: "group", body, span: r.since(paren.startOffset) };
}

function lowerCall(r: SyntaxLowering, token: IToken, children: PrimaryCstNode["children"]): ast.Call {
  const classes = only(children.classes);
  const chosen = classes && lowerClasses(r, classes);
  const given = only(children.arguments);
  const args = given && lowerArguments(r, given);
  const name = r.identOf(token);
  const span = r.since(token.startOffset);
  // One shape for each way to call: thousands are made.
  if (args) return chosen ? { kind: "call", name, classes: chosen, args, span } : { kind: "call", name, args, span };
  return chosen ? { kind: "call", name, classes: chosen, span } : { kind: "call", name, span };
}

export function lowerArguments(r: SyntaxLowering, { children }: ArgumentsCstNode): ast.Argument[] {
  r.token(children.LParen);
  const args = every(children.argument).map(({ children: c }): ast.Argument => {
    const name = r.token(c.Name);
    const start = name?.startOffset ?? r.at;
    const colon = name && r.token(c.Colon);
    if (name && !colon) r.token(c.Equals);
    if (colon) colonForEquals(r, colon);
    const value = lowerValue(r, only(c.value));
    const span = { file: r.file, start: name ? start : value.span.start, end: value.span.end };
    return name ? { kind: "argument", name: r.identOf(name), value, span } : { kind: "argument", value, span };
  });
  r.token(children.RParen);
  return args;
}

/** What an argument is given: the simplest node that says it. */
function lowerValue(r: SyntaxLowering, cst: ValueCstNode | undefined): ast.ArgumentValue {
  const number = r.token(cst?.children.Numeral);
  if (number) return numberOf(r, number);
  const plain = cst && lowerPlain(r, cst.children, lowerSum);
  return plain ?? simplest(lowerSchedule(r, only(cst?.children.schedule)));
}

/** A lone name is an identifier and a signed number a number; anything else that can be a loss stays an expression. */
function simplest(body: ast.Expression): ast.ArgumentValue {
  if (body.kind === "number" || body.kind === "missing") return body;
  if (body.kind === "call" && !body.classes && !body.args) return body.name;
  if (body.kind === "negate" && body.operand.kind === "number") return negated(body.operand, body.span.start);
  return { kind: "expression", body, span: body.span };
}

export function lowerClasses(r: SyntaxLowering, { children }: ClassesCstNode): ast.Classes {
  const open = r.token(children.LSquare);
  const start = open?.startOffset ?? r.at;
  const negated = r.token(children.Bang) !== undefined;
  const items = every(children.class).flatMap(({ children: c }): ast.ClassItem[] => {
    const name = r.token(c.Name);
    if (name) return [r.identOf(name)];
    const first = r.token(c.Numeral);
    if (!first) return [];
    r.token(c.DotDot);
    const last = r.token(c.Numeral?.slice(1));
    const from = wholeOf(r, first, "classes");
    const to = last ? wholeOf(r, last, "classes") : from;
    return [{ kind: "index-range", from, to, span: r.since(first.startOffset) }];
  });
  r.token(children.RSquare);
  return { kind: "classes", negated, items, span: r.since(start) };
}
