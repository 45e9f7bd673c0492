import { type defaultOf, isRequired } from "../../check/schemas.js";
import type { ast } from "../../syntax/index.js";
import { enclosing } from "../ast-path.js";
import { type Callee, calleeOf } from "../callee.js";
import type { Situation } from "./situation.js";

/** The argument in which a report stands, with what is called. */
export interface Given {
  readonly call: ast.Call;
  readonly argument: ast.Argument;
  readonly owner: Callee | undefined;
}

export function givenAt({ analysis, module, path }: Situation): Given | undefined {
  const argument = enclosing(path, "argument");
  const call = argument && enclosing(path.slice(0, path.indexOf(argument)), "call");
  return argument && call && { call, argument, owner: calleeOf(analysis, call, module) };
}

/** The schema of a loss's parameter. */
export const schemaOf = (owner: Callee | undefined, name: string) =>
  owner?.kind === "loss" && Object.hasOwn(owner.declaration.params.shape, name)
    ? (owner.declaration.params.shape[name] as Parameters<typeof defaultOf>[0])
    : undefined;

const required: Readonly<Record<string, readonly string[]>> = {
  ramp: ["from", "to", "over"],
  plateau: ["metric"],
  reaches: ["metric", "value"],
  deep: ["loss"],
};

/** Whether an argument may be left out: it has a default, or fits nowhere anyway. */
export function dispensable({ argument, owner }: Given): boolean {
  const name = argument.name?.name;
  if (owner?.kind === "builtin") return name !== undefined && !required[owner.name]?.includes(name);
  const schema = name === undefined ? undefined : schemaOf(owner, name);
  return !schema || !isRequired(schema);
}
