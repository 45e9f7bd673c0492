import type { IToken } from "chevrotain";
import type {
  DefCstNode,
  FileCstNode,
  ItemCstNode,
  ParamCstNode,
  TaskCstNode,
  UseCstNode,
} from "../../grammar/cst.gen.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { cover, type Source, type Span } from "../text.js";
import type * as ast from "./ast.js";
import { docsBefore, fileDoc } from "./comments.js";
import { binary, lowerSchedule, lowerSum } from "./lower-expression.js";
import { lowerLiteral, stringOf } from "./lower-value.js";
import { every, only, SyntaxLowering } from "./lowering.js";
import { judgeOrder } from "./order.js";
import { colonForEquals, equalsForColon } from "./slips.js";

export interface Lowered {
  readonly file: ast.File;
  readonly diagnostics: Diagnostic[];
}

/** An item in the order it was written; a second thing to minimize is one, too. */
export type Written = ast.Item | ast.Minimize;

/** The tree that a CST means, torn or whole; `skipped` are the places where text was passed over and reported. */
export function lower(
  cst: FileCstNode,
  source: Source,
  tokens: readonly IToken[],
  comments: readonly ast.Comment[],
  skipped: readonly Span[],
): Lowered {
  const r = new SyntaxLowering(source, skipped);
  const docs = (start: number) => docsBefore(comments, tokens, start);
  const written = joinTorn(
    every(cst.children?.item).flatMap((item) => lowerItem(r, item, docs) ?? []),
    r,
  );
  judgeOrder(r, written);
  const minimize = written.find((item) => item.kind === "minimize");
  const file: ast.File = {
    kind: "file",
    span: { file: source.file, start: 0, end: source.text.length },
    doc: fileDoc(comments),
    items: written.filter((item) => item.kind !== "minimize"),
    ...(minimize && { minimize }),
    comments,
  };
  return { file, diagnostics: r.reports.all };
}

/**
 * What follows a torn item without a keyword is a piece of it: bare expressions are only begun by a program that is nothing else. Where it was torn
 * has been reported.
 */
function joinTorn(items: readonly Written[], r: SyntaxLowering): Written[] {
  const joined: Written[] = [];
  for (const item of items) {
    const last = joined.at(-1);
    if (!last || item.kind !== "minimize" || !item.bare) joined.push(item);
    else if ("body" in last) joined[joined.length - 1] = extended(last, item);
    else if (!r.tornBetween(last.span.end, item.span.start + 1)) joined.push(item);
  }
  return joined;
}

function extended<T extends ast.Def | ast.Minimize>(item: T, { body, span }: ast.Minimize): T {
  const gap: Span = { ...span, end: span.start };
  const torn = binary("*", gap, { kind: "missing", span: gap }, body);
  return { ...item, body: binary("+", gap, item.body, torn), span: cover(item.span, span) };
}

type Docs = (start: number) => string[];

function lowerItem(r: SyntaxLowering, { children }: ItemCstNode, docs: Docs): Written | undefined {
  const use = only(children.use);
  if (use) return lowerUse(r, use);
  const task = only(children.task);
  if (task) return lowerTask(r, task);
  const param = only(children.param);
  if (param) return lowerParam(r, param, docs);
  const def = only(children.def);
  if (def) return lowerDef(r, def, docs);
  const minimize = only(children.minimize);
  if (minimize) {
    const start = r.token(minimize.children.Minimize)?.startOffset ?? r.at;
    const body = lowerSchedule(r, only(minimize.children.schedule));
    return { kind: "minimize", span: r.since(start), doc: docs(start), bare: false, body };
  }
  const schedule = only(children.schedule);
  if (!schedule) return undefined;
  const body = lowerSchedule(r, schedule);
  return { kind: "minimize", span: body.span, doc: docs(body.span.start), bare: true, body };
}

function lowerUse(r: SyntaxLowering, { children }: UseCstNode): ast.Use {
  const start = r.token(children.Use)?.startOffset ?? r.at;
  const string = r.token(children.Quoted);
  const path = string ? stringOf(r, string) : r.missing();
  return { kind: "use", path, span: r.since(start) };
}

function lowerTask(r: SyntaxLowering, { children }: TaskCstNode): ast.TaskItem {
  const start = r.token(children.Task)?.startOffset ?? r.at;
  r.token(children.LCurly);
  const entries = every(children.entry).flatMap(({ children: c }): ast.TaskEntry[] => {
    const key = r.token(c.Name);
    if (!key) return [];
    const equals = r.token(c.Equals);
    if (equals) equalsForColon(r, equals);
    else r.token(c.Colon);
    const values = every(c.literal).map((literal) => lowerLiteral(r, literal, lowerSum));
    if (values.length === 0) values.push(r.missing());
    return [{ kind: "task-entry", key: r.identOf(key), values, span: r.since(key.startOffset) }];
  });
  r.token(children.RCurly);
  return { kind: "task", entries, span: r.since(start) };
}

function lowerParam(r: SyntaxLowering, { children }: ParamCstNode, docs: Docs): ast.Param {
  const start = r.token(children.Param)?.startOffset ?? r.at;
  const name = r.ident(children.Name);
  r.token(children.Equals);
  const value = lowerLiteral(r, only(children.literal), lowerSum);
  return { kind: "param", doc: docs(start), name, value, span: r.since(start) };
}

function lowerDef(r: SyntaxLowering, { children }: DefCstNode, docs: Docs): ast.Def {
  const start = r.token(children.Def)?.startOffset ?? r.at;
  const name = r.ident(children.Name);
  const parameters = lowerParameters(r, children);
  r.token(children.Equals);
  const body = lowerSchedule(r, only(children.schedule));
  return { kind: "def", doc: docs(start), name, parameters, body, span: r.since(start) };
}

function lowerParameters(r: SyntaxLowering, children: DefCstNode["children"]): ast.Def["parameters"] {
  const cst = only(children.parameters);
  r.token(cst?.children.LParen);
  const parameters = every(cst?.children.parameter).flatMap(({ children: c }) => {
    const name = r.token(c.Name);
    if (!name) return [];
    const colon = r.token(c.Colon);
    if (colon) colonForEquals(r, colon);
    else r.token(c.Equals);
    const value = lowerLiteral(r, only(c.literal), lowerSum);
    return [{ kind: "parameter" as const, name: r.identOf(name), value, span: r.since(name.startOffset) }];
  });
  r.token(cst?.children.RParen);
  return parameters;
}
