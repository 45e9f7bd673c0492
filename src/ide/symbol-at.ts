import { isEase } from "../../grammar/words.js";
import type { Entity } from "../check/library.js";
import type { Module } from "../modules/load.js";
import type { ast } from "../syntax/index.js";
import type { Span } from "../text.js";
import type { Analysis } from "./analysis.js";
import { type Affinity, type AstPath, enclosing, pathIn } from "./ast-path.js";
import { calleeOf, tensorParameterKind } from "./callee.js";
import type { ResolvedSymbol } from "./symbol.js";
import { classRangeSymbol, classSymbol, taskValueSymbol, tensorSymbol } from "./task-symbols.js";
import { wordAt } from "./words.js";

type Param = Extract<Entity, { kind: "param" }>;

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
      return classRangeSymbol(analysis, node);
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
      return classSymbol(analysis, node);
    case "on":
      return tensorSymbol(analysis, "head", node);
    case "where":
      return tensorSymbol(analysis, "mask", node);
    case "fade":
      return { kind: "easing", name, span };
    case "task-entry":
      return parent.key === node
        ? { kind: "task-key", name, entry: parent, span }
        : taskValueSymbol(analysis, parent, node);
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
  if (tensor) return tensorSymbol(analysis, tensor, node);
  if (asked === undefined || owner.kind === "def") {
    const entity: Entity | undefined = analysis.library.find(module, name);
    if (entity?.kind === "loss" || entity?.kind === "def" || entity?.kind === "builtin")
      return called(analysis, node, { kind: "call", name: node, span }, path, module);
  }
  return asked === undefined ? undefined : { kind: "option", name, parameter: asked, owner, call, span };
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
  if (entry) return taskValueSymbol(analysis, entry, { name: value, span });
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
    ? tensorSymbol(analysis, tensor, { name: value, span })
    : { kind: "option", name: value, parameter: asked, owner, call, span };
}
