import type { Edit } from "../../diagnostics/diagnostic.js";
import type { Module } from "../../modules/load.js";
import { type ast, extentOf } from "../../syntax/index.js";
import type { Span } from "../../text.js";
import type { Analysis } from "../analysis.js";
import type { AstPath } from "../ast-path.js";

/* Edit builders: changes of a text that several fixes have in common. */

export const replaceSpan = (span: Span, text: string): Edit => ({ span, text });
export const removeSpan = (span: Span): Edit => replaceSpan(span, "");
export const insertAt = ({ file }: Span, at: number, text: string): Edit =>
  replaceSpan({ file, start: at, end: at }, text);

/** A text after edits of it that do not overlap; of those at one place the first comes first. */
export function applied(text: string, edits: readonly Edit[]): string {
  const last = [...edits].reverse().sort((a, b) => b.span.start - a.span.start);
  return last.reduce((out, { span, text: next }) => out.slice(0, span.start) + next + out.slice(span.end), text);
}

/** Takes an argument out, with the comma beside it; with the last one go the parentheses. */
export function withoutArgument(call: ast.Call, argument: ast.Argument, text: string): Edit {
  const args = call.args ?? [];
  const index = args.indexOf(argument);
  const { span } = argument;
  if (args.length < 2) {
    const open = call.classes?.span.end ?? call.name.span.end;
    return removeSpan({ ...span, start: open, end: Math.max(open, call.span.end) });
  }
  const next = args[index + 1];
  if (next) return removeSpan({ ...span, end: next.span.start });
  const end = /^\s*,?/.exec(text.slice(span.end))![0].includes(",") ? text.indexOf(",", span.end) + 1 : span.end;
  return removeSpan({ ...span, start: args[index - 1]!.span.end, end });
}

/** Takes one of several things between commas out. */
export function withoutItem(items: readonly { readonly span: Span }[], index: number): Edit {
  const { span } = items[index]!;
  const next = items[index + 1];
  return removeSpan(
    next ? { ...span, end: next.span.start } : { ...span, start: items[index - 1]?.span.end ?? span.start },
  );
}

/** Takes the term of a sum out that the innermost node of a path is, or is a factor of; nothing where it is all there is. */
export function withoutTerm(path: AstPath): Edit | undefined {
  let within = path.at(-1)!;
  for (const node of path.slice(0, -1).reverse()) {
    if (node.kind === "binary" && (node.operator === "+" || node.operator === "-")) {
      const { left, right } = node;
      if (right === within) return removeSpan({ ...right.span, start: left.span.end });
      return replaceSpan({ ...left.span, end: right.span.start }, node.operator === "-" ? "-" : "");
    }
    if (!["binary", "negate", "group", "select", "on", "where"].includes(node.kind)) return undefined;
    within = node;
  }
  return undefined;
}

/** Takes an entry of the task out, with its line where it has one for itself. */
export const withoutEntry = ({ span }: ast.TaskEntry, { source }: Module): Edit =>
  removeSpan(extentOf(span, [], source.text));

export const withoutItemOf = ({ span }: ast.Item, { source, file }: Module): Edit =>
  removeSpan(extentOf(span, file.comments, source.text));

/** Puts a new item in front of another or of the program, which then needs its keyword. */
export function newItem(text: string, module: Module, before?: ast.Item): Edit[] {
  const { file, source } = module;
  const at: ast.Item | ast.Minimize | undefined = before ?? file.minimize;
  if (!at) return [insertAt(file.span, source.text.length, `\n${text}\n`)];
  const { start } = extentOf(at.span, file.comments, source.text);
  const ownLine = /(?:^|\n)[^\S\n]*$/.test(source.text.slice(0, start));
  const first = insertAt(at.span, start, ownLine ? `${text}\n\n` : `\n${text}\n`);
  return [first, ...keyworded(file)];
}

/** A bare program gets its keyword. */
export const keyworded = ({ minimize }: ast.File): Edit[] =>
  minimize?.bare ? [insertAt(minimize.span, minimize.body.span.start, "minimize ")] : [];

/** Lists a name in the task of the main file, which is begun if there is none. */
export function addToTask(key: string, names: readonly string[], { main }: Analysis): Edit[] {
  const task = main.file.items.find((item) => item.kind === "task");
  const joined = names.join(", ");
  if (!task) {
    const next = main.file.items.find((item) => item.kind !== "use");
    return newItem(`task {\n  ${key}: ${joined}\n}`, main, next);
  }
  const entry = task.entries.find((e) => e.key.name === key);
  const last = entry?.values.at(-1);
  if (last?.kind === "list")
    return [insertAt(task.span, last.span.end - 1, `${last.items.length > 0 ? ", " : ""}${joined}`)];
  if (last && last.kind !== "missing") return [insertAt(task.span, last.span.end, `, ${joined}`)];
  return [newEntry(`${key}: ${joined}`, task, main)];
}

/** Puts an entry behind the others, on a line of its own where those have one. */
export function newEntry(text: string, task: ast.TaskItem, { source }: Module): Edit {
  const last = task.entries.at(-1);
  const first = task.entries[0];
  if (!last || !first) {
    const brace = source.text.indexOf("{", task.span.start);
    return insertAt(task.span, brace < 0 ? task.span.end : brace + 1, ` ${text} `);
  }
  const indent = /\n([^\S\n]*)$/.exec(source.text.slice(0, first.span.start));
  return insertAt(task.span, last.span.end, indent ? `\n${indent[1]}${text}` : ` ${text}`);
}

/** As a factor: sums and schedules in parentheses. */
export const asFactor = (expr: ast.Expression | ast.ArgumentValue, text: string): string => {
  const body = expr.kind === "expression" ? expr.body : expr;
  const loose = body.kind === "then" || (body.kind === "binary" && (body.operator === "+" || body.operator === "-"));
  return loose ? `(${text})` : text;
};

/** As a term of a sum: schedules in parentheses. */
export const asTerm = (expr: ast.Expression, text: string): string => (expr.kind === "then" ? `(${text})` : text);

/** Whether a sum can stand in place of the innermost node of a path without parentheses. */
export const admitsSum = (path: AstPath): boolean =>
  ["minimize", "def", "then", "group", "argument", "expression"].includes(path.at(-2)?.kind ?? "");

/** A name that nothing has yet where a file could see it. */
export function freshName(wanted: string, module: Module, { library }: Analysis): string {
  const taken = (name: string) =>
    library.find(module, name) !== undefined ||
    module.file.items.some(
      (item) =>
        (item.kind === "def" && item.parameters.some((p) => p.name.name === name)) ||
        ((item.kind === "def" || item.kind === "param") && item.name.kind === "ident" && item.name.name === name),
    );
  let name = wanted;
  for (let i = 2; taken(name); i++) name = `${wanted.replace(/\d+$/, "")}${i}`;
  return name;
}

/** A loss to begin with. */
export function firstLoss({ library, main, options }: Analysis): string | undefined {
  return library.find(main, "dice")?.kind === "loss" ? "dice" : options.library[0]?.name;
}
