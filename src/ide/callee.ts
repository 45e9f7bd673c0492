import type { CallableWord } from "../language/word.js";
import type { LossDeclaration } from "../loss.js";
import type { Module } from "../modules/load.js";
import { parameterOf } from "../parameters.js";
import type { ast } from "../syntax/index.js";
import type { Analysis } from "./analysis.js";

/** What may be called. */
export type Callee =
  | { readonly kind: "loss"; readonly declaration: LossDeclaration }
  | { readonly kind: "def"; readonly def: ast.Def; readonly module: Module }
  | { readonly kind: "builtin"; readonly word: CallableWord };

/** What a call calls. */
export const calleeOf = (analysis: Analysis, call: ast.Call, module: Module): Callee | undefined =>
  calleeNamed(analysis, call.name.name, module);

/** What a name that is followed by parentheses calls. */
export function calleeNamed(
  { library, main }: Pick<Analysis, "library" | "main">,
  name: string,
  module: Module = main,
): Callee | undefined {
  const entity = library.find(module, name);
  if (entity?.kind === "loss") return { kind: "loss", declaration: entity.declaration };
  if (entity?.kind === "def") return { kind: "def", def: entity.def, module: entity.module };
  return entity?.kind === "builtin" ? { kind: "builtin", word: entity.word } : undefined;
}

/** Which of the task's tensors a parameter names, if it names one. */
export function tensorParameterKind(owner: Callee, parameter: string): "head" | "field" | undefined {
  const schema = schemaOf(owner);
  return schema && parameterOf(schema, parameter)?.meta.names;
}

/** What is known of the parameters; a definition's have no schema. */
export const schemaOf = (owner: Callee): CallableWord["parameters"] | undefined =>
  owner.kind === "loss" ? owner.declaration.params : owner.kind === "builtin" ? owner.word.parameters : undefined;
