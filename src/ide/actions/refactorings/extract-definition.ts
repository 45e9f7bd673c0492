import type { ast } from "../../../syntax/index.js";
import type { Span } from "../../../text.js";
import type { Analysis } from "../../analysis.js";
import { enclosing, visit } from "../../ast-path.js";
import { symbolOf } from "../../symbol-at.js";
import { freshName, newItem, replaceSpan } from "../edits.js";
import { covering, fix } from "../fix-context.js";
import type { Refactoring } from "../refactoring.js";

/** A selected part of a program becomes a definition; parameters of the definition around it are passed on. */
export const extractDefinition: Refactoring = {
  kind: "refactor.extract",
  examples: [
    {
      before: "0.5*(«dice + ce») then@epoch4 betti",
      after: "def part = dice + ce\n\nminimize 0.5*(part) then@epoch4 betti",
    },
    {
      before: "0.5*«(dice + ce)» then@epoch4 betti",
      after: "def part = dice + ce\n\nminimize 0.5*part then@epoch4 betti",
    },
    { before: "0.5*« dice » + ce", after: "def part = dice\n\nminimize 0.5* part  + ce" },
    {
      before: "/// So.\ndef f(w = 0.5, v = 2) = «w*dice» + v*ce\n\nminimize f(w=0.25)",
      after: "def part(w = 0.5) = w*dice\n\n/// So.\ndef f(w = 0.5, v = 2) = part(w=w) + v*ce\n\nminimize f(w=0.25)",
    },
    {
      before: "def part = ce\nminimize part + «dice[1] on aux»",
      after: "def part = ce\ndef part2 = dice[1] on aux\n\nminimize part + part2",
    },
  ],
  offer({ analysis, start, end }) {
    const { main } = analysis;
    const text = main.source.text.slice(start, end);
    const from = start + (text.length - text.trimStart().length);
    const to = end - (text.length - text.trimEnd().length);
    if (from >= to) return undefined;
    const path = covering(main.file, { start: from, end: to });
    const expr = path.find(
      (node): node is ast.Expression => extractable.has(node.kind) && node.span.start === from && node.span.end === to,
    );
    const item = enclosing(path, "def", "minimize");
    if (!expr || !item) return undefined;
    const body = expr.kind === "group" ? expr.body : expr;
    const locals = parametersUsed(body, item, analysis);
    const name = freshName("part", main, analysis);
    const parameters = locals.map(({ name: p, value }) => `${p.name} = ${textOf(value.span, analysis)}`).join(", ");
    const passed = locals.map(({ name: p }) => `${p.name}=${p.name}`).join(", ");
    const definition = `def ${name}${parameters && `(${parameters})`} = ${textOf(body.span, analysis)}`;
    const call = replaceSpan(expr.span, `${name}${passed && `(${passed})`}`);
    const before = item.kind === "def" ? item : undefined;
    return fix(`Extract a definition \`${name}\``, ...newItem(definition, main, before), call);
  },
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

/** The parameters of the definition around that a part of it uses. */
function parametersUsed(
  body: ast.Expression,
  item: ast.Def | ast.Minimize,
  analysis: Analysis,
): readonly ast.DefinitionParameter[] {
  if (item.kind !== "def") return [];
  const used = new Set<ast.DefinitionParameter>();
  visit(item, (path) => {
    const node = path.at(-1)!;
    if (node.kind !== "ident" || node.span.start < body.span.start || node.span.end > body.span.end) return;
    const symbol = symbolOf(analysis, path, analysis.main);
    if (symbol?.kind === "local" && symbol.owner.def === item) used.add(symbol.parameter);
  });
  return item.parameters.filter((parameter) => used.has(parameter));
}
