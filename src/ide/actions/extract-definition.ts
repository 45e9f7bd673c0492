import type { ast } from "../../syntax/index.js";
import type { Span } from "../../text.js";
import type { Analysis } from "../analysis.js";
import { enclosing, visit } from "../ast-path.js";
import { symbolOf } from "../symbol-at.js";
import { freshName, newItem } from "./pieces.js";
import type { Refactoring } from "./refactoring.js";
import { covering, fix, put } from "./situation.js";

/** A selected part of a program becomes a definition; parameters of the definition around it are passed on. */
export const extractDefinition: Refactoring = ({ analysis, start, end }) => {
  const { main } = analysis;
  const text = main.source.text.slice(start, end);
  const from = start + (text.length - text.trimStart().length);
  const to = end - (text.length - text.trimEnd().length);
  if (from >= to) return [];
  const path = covering(main.file, { start: from, end: to });
  const expr = path.find(
    (node): node is ast.Expr => extractable.has(node.kind) && node.span.start === from && node.span.end === to,
  );
  const item = enclosing(path, "def", "minimize");
  if (!expr || !item) return [];
  const body = expr.kind === "group" ? expr.body : expr;
  const locals = localsIn(body, item, analysis);
  const name = freshName("part", main, analysis);
  const parameters = locals.map(({ name: p, value }) => `${p.name} = ${textOf(value.span, analysis)}`).join(", ");
  const passed = locals.map(({ name: p }) => `${p.name}=${p.name}`).join(", ");
  const definition = `def ${name}${parameters && `(${parameters})`} = ${textOf(body.span, analysis)}`;
  const call = put(expr.span, `${name}${passed && `(${passed})`}`);
  const before = item.kind === "def" ? item : undefined;
  return [
    {
      ...fix(`Extract a definition \`${name}\``, ...newItem(definition, main, before), call),
      kind: "refactor.extract",
    },
  ];
};

const extractable: ReadonlySet<string> = new Set([
  "binary",
  "call",
  "group",
  "negate",
  "then",
  "select",
  "on",
  "where",
]);

const textOf = ({ start, end }: Span, { source }: Analysis): string => source.text.slice(start, end);

/** The parameters of the definition around that a part of it speaks of. */
function localsIn(body: ast.Expr, item: ast.Def | ast.Minimize, analysis: Analysis): readonly ast.Parameter[] {
  if (item.kind !== "def") return [];
  const used = new Set<ast.Parameter>();
  visit(item, (path) => {
    const node = path.at(-1)!;
    if (node.kind !== "ident" || node.span.start < body.span.start || node.span.end > body.span.end) return;
    const meaning = symbolOf(analysis, path, analysis.main);
    if (meaning?.kind === "local" && meaning.owner.def === item) used.add(meaning.parameter);
  });
  return item.parameters.filter((parameter) => used.has(parameter));
}
