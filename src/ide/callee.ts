import type { Builtin } from "../check/library.js";
import { type LossDeclaration, parameterMeta } from "../loss.js";
import type { Module } from "../modules/load.js";
import type { ast } from "../syntax/index.js";
import type { Analysis } from "./analysis.js";

/** What may be called. */
export type Callee =
  | { readonly kind: "loss"; readonly declaration: LossDeclaration }
  | { readonly kind: "def"; readonly def: ast.Def; readonly module: Module }
  | { readonly kind: "builtin"; readonly name: Builtin };

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
  return entity?.kind === "builtin" ? { kind: "builtin", name: entity.name } : undefined;
}

/** Which of the task's tensors a parameter names, if it names one. */
export function tensorParameterKind(owner: Callee, parameter: string): "head" | "field" | undefined {
  if (owner.kind === "builtin") return owner.name === "deep" && parameter === "heads" ? "head" : undefined;
  const schema = owner.kind === "loss" ? owner.declaration.params.shape[parameter] : undefined;
  return schema && parameterMeta(schema as never).names;
}
