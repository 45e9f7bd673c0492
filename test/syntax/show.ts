import type * as ast from "../../src/syntax/ast.js";

/** An expression as text that shows how it was read: every operation in parentheses, `?` where something is missing. */
export function show(e: ast.Expression): string {
  switch (e.kind) {
    case "number":
      return e.text;
    case "call":
      return call(e);
    case "group":
      return `{${show(e.body)}}`;
    case "negate":
      return `(-${show(e.operand)})`;
    case "binary":
      return `(${show(e.left)} ${e.operator} ${show(e.right)})`;
    case "then":
      return `<${show(e.before)} | ${when(e.when)} | ${show(e.after)}>`;
    case "select":
      return `(${show(e.operand)} select ${classes(e.classes)})`;
    case "on":
      return `(${show(e.operand)} on ${name(e.head)})`;
    case "where":
      return `(${show(e.operand)} where ${name(e.mask)})`;
    case "missing":
      return "?";
  }
}

const name = (n: ast.Ident | ast.Missing): string => (n.kind === "ident" ? n.name : "?");

const call = ({ name, classes: c, args }: ast.Call): string =>
  `${name.name}${c ? classes(c) : ""}${args ? `(${args.map((a) => (a.name ? `${a.name.name}=` : "") + value(a.value)).join(", ")})` : ""}`;

const classes = ({ negated, items }: ast.Classes): string =>
  `[${negated ? "!" : ""}${items.map((i) => (i.kind === "ident" ? i.name : `${i.from}..${i.to}`)).join(", ")}]`;

const moment = (m: ast.MomentExpr | ast.Missing): string => {
  if (m.kind === "missing") return "?";
  const base = m.base.kind === "ident" ? m.base.name : `${m.base.kind} ${m.base.value}`;
  return m.offset === 0 ? base : `${base} ${m.offset < 0 ? "-" : "+"} ${Math.abs(m.offset)}`;
};

const when = (w: ast.When): string => {
  if (w.kind === "switch") return moment(w.at);
  if (w.kind === "trigger") return call(w.call);
  return `${moment(w.from)} .. ${moment(w.to)}${w.ease ? ` ${w.ease.name}` : ""}`;
};

export function value(v: ast.ArgumentValue): string {
  switch (v.kind) {
    case "number":
      return v.text;
    case "ident":
      return v.name;
    case "string":
      return JSON.stringify(v.value);
    case "boolean":
      return `${v.value}`;
    case "list":
      return `[${v.items.map(value).join(", ")}]`;
    case "moment":
      return `@${moment(v)}`;
    case "span-of-time":
      return `@${moment(v.from)} .. ${moment(v.to)}`;
    case "expression":
      return `{{${show(v.body)}}}`;
    case "missing":
      return "?";
  }
}

/** The program's expression, as `show` has it. */
export const program = (file: ast.File): string => (file.minimize ? show(file.minimize.body) : "—");

type Tree = { readonly [key: string]: unknown };

/** Every span of a tree, wherever it stands. */
export function spans(tree: unknown): { start: number; end: number }[] {
  if (Array.isArray(tree)) return tree.flatMap(spans);
  if (typeof tree !== "object" || tree === null) return [];
  return Object.entries(tree as Tree).flatMap(([key, child]) =>
    /span$/i.test(key) && typeof child === "object" ? [child as { start: number; end: number }] : spans(child),
  );
}

/** The tree without the places where things stand. */
export function meaning(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(meaning);
  if (typeof tree !== "object" || tree === null) return tree;
  return Object.fromEntries(
    Object.entries(tree as Tree)
      .filter(([key]) => !/span$/i.test(key))
      .map(([key, child]) => [key, meaning(child)]),
  );
}
