import { referencesIn } from "../../../check/references.js";
import type { Edit } from "../../../diagnostics/diagnostic.js";
import type { ast } from "../../../syntax/index.js";
import type { Analysis } from "../../analysis.js";
import { type AstPath, enclosing, visit } from "../../ast-path.js";
import { occurrencesOf } from "../../occurrences.js";
import type { ResolvedSymbol } from "../../symbol.js";
import { symbolAt, symbolOf } from "../../symbol-at.js";
import { applied, replaceSpan, withoutItemOf } from "../edits.js";
import { covering, fix } from "../fix-context.js";
import type { Refactoring } from "../refactoring.js";

/** The name of a definition is replaced by what it stands for: at a use that one, at the definition all, which then goes. */
export const inlineDefinition: Refactoring = {
  kind: "refactor.inline",
  examples: [
    { before: "def a = dice + ce\n\nminimize 0.5*|a", after: "\nminimize 0.5*(dice + ce)" },
    {
      before: "/// Doc.\ndef |a = dice + ce\nminimize 0.5*a + a then@epoch4 a",
      after: "minimize 0.5*(dice + ce) + dice + ce then@epoch4 dice + ce",
    },
    { before: "def a = dice + ce\nminimize |a - a", after: "def a = dice + ce\nminimize dice + ce - a" },
    { before: "def a = dice + ce\nminimize betti - |a", after: "minimize betti - (dice + ce)" },
    {
      before: "def f(w = 0.5) = w*dice + (1 - w)*ce\nminimize |f(w=0.25)",
      after: "minimize 0.25*dice + (1 - 0.25)*ce",
    },
    {
      before: "def f(w = 0.5) = w*dice + tversky(alpha=w)\nminimize |f",
      after: "minimize 0.5*dice + tversky(alpha=0.5)",
    },
    {
      before: "def g(w = 1) = w*dice  def f(w = 2) = g(w=w)\nminimize |f(w=-1)",
      after: "def g(w = 1) = w*dice  \nminimize g(w=-1)",
    },
    { before: "def a = dice + ce\nminimize |a[1]", after: "minimize (dice + ce)[1]" },
    { before: "def a = dice\nminimize |a[1] + a[0]", after: "def a = dice\nminimize dice[1] + a[0]" },
    {
      before: "def a = dice then@epoch4 ce\nminimize betti then@epoch1 |a",
      after: "minimize betti then@epoch1 (dice then@epoch4 ce)",
    },
  ],
  offer({ analysis, start }) {
    const { main } = analysis;
    const symbol = symbolAt(analysis, start);
    // Recipes and files that are used see other names than this file does.
    if (symbol?.kind !== "def" || symbol.module !== main) return undefined;
    const identity = `${main.source.file}:${symbol.declared!.start}`;
    const uses = occurrencesOf(identity, [analysis]).filter(({ declares }) => !declares);
    const here = uses.filter(({ span }) => span.start === symbol.span.start);
    const chosen = here.length > 0 ? here : uses;
    const edits = chosen.map(({ span }) => inlined(covering(main.file, span), symbol, analysis));
    const known = edits.filter((edit) => edit !== undefined);
    if (edits.length === 0 || known.length < edits.length || nested(known)) return undefined;
    if (uses.some(({ span }) => symbol.def.span.start <= span.start && span.start < symbol.def.span.end))
      return undefined;
    const all = here.length === 0 || uses.length === here.length;
    const gone = all ? [withoutItemOf(symbol.def, main)] : [];
    return fix(`Inline \`${symbol.name}\``, ...known, ...gone);
  },
};

/** Whether a use stands within the arguments of another. */
const nested = (edits: readonly Edit[]): boolean =>
  edits.some((a) => edits.some((b) => a !== b && a.span.start <= b.span.start && b.span.end <= a.span.end));

type Definition = Extract<ResolvedSymbol, { kind: "def" }>;

/** The use at the end of a path, replaced. */
function inlined(path: AstPath, { def }: Definition, analysis: Analysis): Edit | undefined {
  const name = path.at(-1)!;
  const parent = path.at(-2);
  const call: ast.Call | undefined =
    parent?.kind === "call" && parent.name === name
      ? parent
      : name.kind === "ident"
        ? { kind: "call", name, span: name.span }
        : undefined;
  if (!call || def.body.kind === "missing" || captured(path, def)) return undefined;
  const text = bodyWith(call, def, analysis);
  if (text === undefined) return undefined;
  const outer = parent === call ? path.slice(0, -1) : path;
  const { start, end } = call.classes?.span ?? { start: 0, end: 0 };
  const classes = analysis.source.text.slice(start, end);
  const bare = classes === "" ? standsIn(outer, def.body) : isClosed(def.body);
  return replaceSpan(call.span, `${bare ? text : `(${text})`}${classes}`);
}

/** Whether a name of the body would mean a parameter of the definition around the use. */
function captured(path: AstPath, def: ast.Def): boolean {
  const own = new Set(def.parameters.map((p) => p.name.name));
  const taken = new Set(enclosing(path, "def")?.parameters.map((p) => p.name.name));
  return taken.size > 0 && referencesIn(def.body).some(({ name }) => taken.has(name) && !own.has(name));
}

/** The body with the arguments of a call, or the defaults, in place of its parameters. */
function bodyWith(call: ast.Call, def: ast.Def, analysis: Analysis): string | undefined {
  const { text } = analysis.source;
  const values = new Map(def.parameters.map((p) => [p, p.value]));
  for (const { name, value } of call.args ?? []) {
    const parameter = def.parameters.find((p) => p.name.name === name?.name);
    if (!parameter || value.kind === "missing") return undefined;
    values.set(parameter, value);
  }
  const edits: Edit[] = [];
  visit(def, (path) => {
    const node = path.at(-1)!;
    if (node.kind !== "ident" || node.span.start < def.body.span.start) return;
    const symbol = symbolOf(analysis, path, analysis.main);
    const value = symbol?.kind === "local" && symbol.owner.def === def ? values.get(symbol.parameter) : undefined;
    const named = path.at(-2);
    if (!value || (named?.kind === "argument" && named.name === node)) return;
    const written = text.slice(value.span.start, value.span.end);
    const loose = value.kind === "expression" || (value.kind === "number" && value.value < 0);
    const { start, end, file } = node.span;
    const at = { file, start: start - def.body.span.start, end: end - def.body.span.start };
    edits.push(replaceSpan(at, loose && named?.kind === "call" ? `(${written})` : written));
  });
  return applied(text.slice(def.body.span.start, def.body.span.end), edits);
}

const isClosed = ({ kind }: ast.Expression): boolean => !["then", "binary", "negate"].includes(kind);

/** Whether an expression can stand where the innermost node of a path stands without parentheses. */
function standsIn(path: AstPath, body: ast.Expression): boolean {
  const parent = path.at(-2);
  const isSum = body.kind === "binary" && (body.operator === "+" || body.operator === "-");
  switch (parent?.kind) {
    case "minimize":
    case "def":
    case "group":
    case "argument":
    case "expression":
      return true;
    case "then":
      return body.kind !== "then";
    case "binary":
      if (parent.operator === "*" || parent.operator === "/") return isClosed(body);
      return body.kind !== "then" && !(isSum && parent.operator === "-" && parent.right === path.at(-1));
    default:
      return isClosed(body);
  }
}
