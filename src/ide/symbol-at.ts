import { isEase } from "../../grammar/words.js";
import type { Entity } from "../check/library.js";
import type { CallableWord } from "../language/word.js";
import type { LossDeclaration } from "../loss.js";
import type { Module } from "../modules/load.js";
import type { ast } from "../syntax/index.js";
import type { Span } from "../text.js";
import type { Analysis } from "./analysis.js";
import { type Affinity, type AstPath, enclosing, pathIn } from "./ast-path.js";
import { type Callee, calleeOf, tensorParameterKind } from "./callee.js";
import { declarationInTask } from "./task-declarations.js";
import { wordAt } from "./words.js";

type Param = Extract<Entity, { kind: "param" }>;

interface Located {
  /** The text in question. */
  readonly span: Span;
  /** Where it is declared in a text; absent for what the library or the host brings. The same place for the name in its own declaration. */
  readonly declared?: Span | undefined;
}

/** What a piece of text stands for. */
export type ResolvedSymbol = Located &
  (
    | { readonly kind: "loss"; readonly name: string; readonly declaration: LossDeclaration; readonly call?: ast.Call }
    | {
        readonly kind: "def";
        readonly name: string;
        readonly def: ast.Def;
        readonly module: Module;
        readonly call?: ast.Call;
      }
    | { readonly kind: "param"; readonly name: string; readonly param: ast.Param; readonly module: Module }
    /** A parameter of a loss, by its name in a call. */
    | {
        readonly kind: "parameter";
        readonly name: string;
        readonly owner: Exclude<Callee, { kind: "def" }>;
        readonly call: ast.Call;
      }
    /** A parameter of a definition: where it is declared, used in the body, or named in a call. */
    | {
        readonly kind: "local";
        readonly name: string;
        readonly parameter: ast.DefinitionParameter;
        readonly owner: Extract<Callee, { kind: "def" }>;
      }
    /** A word that a parameter chooses from: `by=uncertainty`. */
    | {
        readonly kind: "option";
        readonly name: string;
        readonly parameter: string;
        readonly owner: Callee;
        readonly call: ast.Call;
      }
    | {
        readonly kind: "class";
        readonly name: string | undefined;
        readonly indices: readonly [from: number, to: number];
      }
    | { readonly kind: "head" | "mask" | "field"; readonly name: string }
    | { readonly kind: "task-key"; readonly name: string; readonly entry: ast.TaskEntry }
    | { readonly kind: "task-value"; readonly name: string; readonly key: string }
    | { readonly kind: "easing"; readonly name: string }
    | { readonly kind: "metric"; readonly name: string; readonly trigger: ast.Call }
    | { readonly kind: "moment"; readonly moment: ast.MomentExpr; readonly when?: ast.When }
    | { readonly kind: "number"; readonly number: ast.NumberLiteral; readonly path: AstPath }
    | { readonly kind: "builtin"; readonly name: string; readonly word: CallableWord; readonly call?: ast.Call }
    | { readonly kind: "keyword"; readonly name: string }
    | { readonly kind: "file"; readonly path: string; readonly module: Module | undefined }
  );

/** What stands at an offset of the main file, or of another that was read. A name is found at both of its ends. */
export function symbolAt(
  analysis: Analysis,
  offset: number,
  module: Module = analysis.main,
): ResolvedSymbol | undefined {
  const leans: readonly Affinity[] = ["after", "before"];
  for (const lean of leans) {
    const meaning = symbolOf(analysis, pathIn(module.file, offset, lean), module);
    if (meaning && touches(meaning.span, offset)) return meaning;
  }
  const word = wordAt(module, offset);
  return word?.reserved ? { kind: "keyword", name: word.text, span: word.span } : undefined;
}

const touches = ({ start, end }: Span, offset: number): boolean => start <= offset && offset <= end;

/** What the innermost node of a path stands for. */
export function symbolOf(analysis: Analysis, path: AstPath, module: Module): ResolvedSymbol | undefined {
  const node = path.at(-1)!;
  switch (node.kind) {
    case "ident":
      return named(analysis, node, path, module);
    case "number":
      return { kind: "number", number: node, path: [...path], span: node.span };
    case "index-range":
      return classes(analysis, node);
    case "string":
      return text(analysis, node, path, module);
    case "epoch":
    case "step":
    case "percent":
    case "plain":
    case "moment": {
      const moment = enclosing(path, "moment");
      const when = enclosing(path, "switch", "fade");
      return moment && { kind: "moment", moment, span: moment.span, ...(when && { when }) };
    }
    default:
      return undefined;
  }
}

// — names —

function named(analysis: Analysis, node: ast.Ident, path: AstPath, module: Module): ResolvedSymbol | undefined {
  const parent = path.at(-2);
  const { span, name } = node;
  switch (parent?.kind) {
    case "def":
      return { kind: "def", name, def: parent, module, span, declared: span };
    case "param":
      return parent.name === node
        ? { kind: "param", name, param: parent, module, span, declared: span }
        : word(analysis, node, path, module);
    case "parameter": {
      const def = enclosing(path, "def");
      if (parent.name !== node || !def) return word(analysis, node, path, module);
      return { kind: "local", name, parameter: parent, owner: { kind: "def", def, module }, span, declared: span };
    }
    case "call":
      return called(analysis, node, parent, path, module);
    case "argument":
      return parent.name === node ? parameter(analysis, node, path, module) : word(analysis, node, path, module);
    case "classes":
      return classNamed(analysis, node);
    case "on":
      return listed(analysis, "head", node);
    case "where":
      return listed(analysis, "mask", node);
    case "fade":
      return { kind: "easing", name, span };
    case "task-entry":
      return parent.key === node ? { kind: "task-key", name, entry: parent, span } : taskValue(analysis, parent, node);
    case "moment": {
      const when = enclosing(path, "switch", "fade");
      const entity = variable(analysis, name, path, module, span);
      return entity ?? { kind: "moment", moment: parent, span: parent.span, ...(when && { when }) };
    }
    default:
      return word(analysis, node, path, module);
  }
}

/** The definition's parameter or the file's `param` that a name means here. */
function variable(
  analysis: Analysis,
  name: string,
  path: AstPath,
  module: Module,
  span: Span,
): ResolvedSymbol | undefined {
  const def = enclosing(path, "def");
  const parameter = def?.parameters.find((p) => p.name.name === name);
  // A default is read outside of the definition it belongs to.
  if (def && parameter && !enclosing(path, "parameter"))
    return { kind: "local", name, parameter, owner: { kind: "def", def, module }, span, declared: parameter.name.span };
  const entity = analysis.library.find(module, name);
  return entity?.kind === "param" ? ofParam(entity, span) : undefined;
}

const ofParam = ({ name, param, module, span: declared }: Param, span: Span): ResolvedSymbol => ({
  kind: "param",
  name,
  param,
  module,
  span,
  declared,
});

function called(
  analysis: Analysis,
  { name, span }: ast.Ident,
  call: ast.Call,
  path: AstPath,
  module: Module,
): ResolvedSymbol | undefined {
  const local = variable(analysis, name, path, module, span);
  if (local) return local;
  const entity = analysis.library.find(module, name);
  switch (entity?.kind) {
    case "loss":
      return { kind: "loss", name, declaration: entity.declaration, call, span };
    case "def":
      return { kind: "def", name, def: entity.def, module: entity.module, call, span, declared: entity.span };
    case "builtin":
      return { kind: "builtin", name: entity.name, word: entity.word, call, span };
    default:
      return undefined;
  }
}

function parameter(
  analysis: Analysis,
  { name, span }: ast.Ident,
  path: AstPath,
  module: Module,
): ResolvedSymbol | undefined {
  const call = enclosing(path, "call");
  const owner = call && calleeOf(analysis, call, module);
  if (!call || !owner) return undefined;
  if (owner.kind !== "def") return { kind: "parameter", name, owner, call, span };
  const parameter = owner.def.parameters.find((p) => p.name.name === name);
  return parameter && { kind: "local", name, parameter, owner, span, declared: parameter.name.span };
}

/** A bare name as a value: a variable, a loss, a head or field that a parameter asks for, an easing, or a word to choose. */
function word(analysis: Analysis, node: ast.Ident, path: AstPath, module: Module): ResolvedSymbol | undefined {
  const { name, span } = node;
  const known = variable(analysis, name, path, module, span);
  if (known) return known;
  if (isEase(name)) return { kind: "easing", name, span };
  const argument = enclosing(path, "argument");
  const call = argument && enclosing(path.slice(0, path.indexOf(argument)), "call");
  const owner = call && calleeOf(analysis, call, module);
  if (!call || !owner || !argument) return undefined;
  const asked = argument.name?.name;
  const tensor = asked === undefined ? undefined : tensorParameterKind(owner, asked);
  if (tensor) return listed(analysis, tensor, node);
  if (asked === undefined || owner.kind === "def") {
    const entity: Entity | undefined = analysis.library.find(module, name);
    if (entity?.kind === "loss" || entity?.kind === "def" || entity?.kind === "builtin")
      return called(analysis, node, { kind: "call", name: node, span }, path, module);
  }
  return asked === undefined ? undefined : { kind: "option", name, parameter: asked, owner, call, span };
}

// — what the task lists —

const listed = (
  analysis: Analysis,
  kind: "head" | "mask" | "field",
  { name, span }: { name: string; span: Span },
): ResolvedSymbol => ({
  kind,
  name,
  span,
  declared: declarationInTask(analysis, kind, name),
});

function classNamed(analysis: Analysis, { name, span }: { name: string; span: Span }): ResolvedSymbol {
  const index = analysis.task.classes?.indexOf(name) ?? -1;
  return { kind: "class", name, indices: [index, index], span, declared: declarationInTask(analysis, "class", name) };
}

function classes(
  analysis: Analysis,
  { from, to, span }: Extract<ast.ClassItem, { kind: "index-range" }>,
): ResolvedSymbol {
  const name = from === to ? analysis.task.classes?.[from] : undefined;
  const declared = name === undefined ? undefined : declarationInTask(analysis, "class", name);
  return { kind: "class", name, indices: [from, to], span, declared };
}

function taskValue(analysis: Analysis, { key }: ast.TaskEntry, value: { name: string; span: Span }): ResolvedSymbol {
  const { name, span } = value;
  if (key.name === "classes" || key.name === "labels") return classNamed(analysis, value);
  const kind = ({ heads: "head", masks: "mask", fields: "field" } as const)[key.name];
  return kind ? listed(analysis, kind, value) : { kind: "task-value", name, key: key.name, span };
}

// — strings —

function text(
  analysis: Analysis,
  { value, span }: ast.StringLiteral,
  path: AstPath,
  module: Module,
): ResolvedSymbol | undefined {
  const parent = path.at(-2);
  if (parent?.kind === "use")
    return {
      kind: "file",
      path: value,
      module: module.uses.find((use) => use.span.start === span.start)?.module,
      span,
    };
  const entry = enclosing(path, "task-entry");
  if (entry) return taskValue(analysis, entry, { name: value, span });
  const argument = enclosing(path, "argument");
  const call = argument && enclosing(path, "call");
  if (!call) return undefined;
  if (enclosing(path, "trigger") && (argument.name?.name ?? "metric") === "metric")
    return { kind: "metric", name: value, trigger: call, span };
  const owner = calleeOf(analysis, call, module);
  const asked = argument.name?.name;
  if (!owner || asked === undefined) return undefined;
  const tensor = tensorParameterKind(owner, asked);
  return tensor
    ? listed(analysis, tensor, { name: value, span })
    : { kind: "option", name: value, parameter: asked, owner, call, span };
}
