import type * as ast from "./ast.js";
import type { Copy } from "./copy.js";
import { blank, concat, type FormatDocument, group, indent, line, nothing, soft } from "./format-document.js";

/** Columns that a continued expression moves in, and what brackets hold. */
const continued = 4;
const held = 2;

/** An expression from its first token on. */
export function layExpression(copy: Copy, e: ast.Expression): FormatDocument {
  switch (e.kind) {
    case "number":
      return copy.token();
    case "call":
      return layCall(copy, e);
    case "group":
      return layParentheses(copy, e.body);
    case "negate": {
      const sign = copy.token();
      return concat([sign, copy.gap(nothing), layExpression(copy, e.operand)]);
    }
    case "binary":
      return e.operator === "+" || e.operator === "-" ? laySum(copy, e) : layProduct(copy, e);
    case "then":
      return layPhases(copy, e);
    case "select": {
      const operand = layExpression(copy, e.operand);
      return concat([operand, copy.gap(nothing), layClasses(copy, e.classes)]);
    }
    case "on":
    case "where": {
      const operand = layExpression(copy, e.operand);
      const word = copy.after(blank);
      return concat([operand, word, copy.after(blank)]);
    }
    case "missing":
      return nothing;
  }
}

/** One phase a line, once they do not fit on one; a phase that needs several lines moves in further than the next `then`. */
function layPhases(copy: Copy, e: ast.Then): FormatDocument {
  const phases: ast.Then[] = [];
  let first: ast.Expression = e;
  for (; first.kind === "then"; first = first.before) phases.push(first);
  const parts = [layExpression(copy, first)];
  for (const { when, after } of phases.reverse()) {
    parts.push(copy.after(line), copy.after(nothing), copy.gap(nothing));
    parts.push(layWhen(copy, when), copy.gap(blank), layExpression(copy, after));
  }
  return group(indent(continued, concat(parts)));
}

function layWhen(copy: Copy, when: ast.When): FormatDocument {
  if (when.kind === "trigger") return layCall(copy, when.call);
  if (when.kind === "switch") return copy.tight(when.span.end);
  const course = copy.tight(when.to.span.end);
  return when.ease ? concat([course, copy.after(blank)]) : course;
}

function laySum(copy: Copy, e: ast.Binary): FormatDocument {
  const { first, rest } = spine(e, ["+", "-"]);
  const parts = [layExpression(copy, first)];
  for (const term of rest) parts.push(copy.after(line), copy.gap(blank), layExpression(copy, term));
  return group(indent(continued, concat(parts)));
}

function layProduct(copy: Copy, e: ast.Binary): FormatDocument {
  const { first, rest } = spine(e, ["*", "/"]);
  const parts = [layExpression(copy, first)];
  for (const factor of rest) parts.push(copy.after(nothing), copy.gap(nothing), layExpression(copy, factor));
  return concat(parts);
}

/** The operands of a chain of operators of one precedence. */
function spine(e: ast.Binary, operators: readonly string[]): { first: ast.Expression; rest: ast.Expression[] } {
  const rest: ast.Expression[] = [];
  let first: ast.Expression = e;
  for (; first.kind === "binary" && operators.includes(first.operator); first = first.left) rest.push(first.right);
  return { first, rest: rest.reverse() };
}

function layParentheses(copy: Copy, body: ast.Expression): FormatDocument {
  const open = copy.token();
  const inside = indent(held, concat([copy.gap(soft), layExpression(copy, body)]));
  return group(concat([open, inside, copy.after(soft)]));
}

function layCall(copy: Copy, { classes, args }: ast.Call): FormatDocument {
  const parts = [copy.token()];
  if (classes) parts.push(copy.gap(nothing), layClasses(copy, classes));
  if (args)
    parts.push(
      copy.gap(nothing),
      layListed(copy, args, (argument) => layArgument(copy, argument)),
    );
  return concat(parts);
}

function layArgument(copy: Copy, { name, value }: ast.Argument): FormatDocument {
  if (!name) return layValue(copy, value);
  const parts = [copy.token(), copy.after(nothing), copy.gap(nothing)];
  return concat([...parts, layValue(copy, value)]);
}

export function layClasses(copy: Copy, { negated, items }: ast.Classes): FormatDocument {
  const item = (item: ast.ClassItem) => copy.tight(item.span.end);
  return layListed(copy, items, item, negated);
}

/** Brackets around things with commas between, from the opening bracket on; `mark` is a sign before the first. */
export function layListed<T>(
  copy: Copy,
  items: readonly T[],
  lay: (item: T) => FormatDocument,
  mark = false,
): FormatDocument {
  const open = copy.token();
  const parts: FormatDocument[] = [];
  if (mark) parts.push(copy.after(soft));
  for (const [i, item] of items.entries()) {
    if (i > 0) parts.push(copy.after(nothing));
    parts.push(copy.gap(i > 0 ? line : mark ? nothing : soft), lay(item));
  }
  copy.dropComma();
  return group(concat([open, indent(held, concat(parts)), copy.after(items.length > 0 ? soft : nothing)]));
}

export function layValue(copy: Copy, value: ast.ArgumentValue): FormatDocument {
  if (value.kind === "expression") return layExpression(copy, value.body);
  if (value.kind === "list") return layListed(copy, value.items, (item) => layValue(copy, item));
  return value.kind === "missing" ? nothing : copy.tight(value.span.end);
}
