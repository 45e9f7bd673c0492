import type { Task } from "../check/task-keys.js";
import type { LossDeclaration } from "../loss.js";
import { parametersOf } from "../parameters.js";

/** The parameters by which a loss is given further heads or fields: those that must be given, or all of them. */
export const tensorParameters = (
  { params }: LossDeclaration,
  kind: "head" | "field" | undefined,
  which: "required" | "all",
): string[] =>
  parametersOf(params).flatMap(({ name, required, meta: { names } }) => {
    const wanted = kind === undefined ? names !== undefined : names === kind;
    return wanted && (which === "all" || required) ? [name] : [];
  });

/** A call of the loss in which each further tensor has the name of its parameter. `more` are further arguments. */
export function callOf(loss: LossDeclaration, which: "required" | "all", more: readonly string[] = []): string {
  const given = tensorParameters(loss, undefined, which).map((parameter) => `${parameter}=${parameter}`);
  const all = [...given, ...more];
  return all.length ? `${loss.name}(${all.join(", ")})` : loss.name;
}

/** What the task of such a call must list. */
export function taskFor(loss: LossDeclaration, which: "required" | "all"): Task {
  const [heads, fields] = [tensorParameters(loss, "head", which), tensorParameters(loss, "field", which)];
  return {
    ...(heads.length > 0 && { heads: ["main", ...heads] }),
    ...(fields.length > 0 && { fields }),
  };
}
