import { defaultOf } from "../../check/schemas.js";
import { literalText } from "../../describe/parameters.js";
import { enclosing, pathAt } from "../ast-path.js";
import { calleeOf } from "../callee.js";
import type { Refactoring } from "./refactoring.js";
import { fix, insert } from "./situation.js";

/** `tversky`: with all its parameters as they are by default, to see what could be changed. */
export const writeDefaults: Refactoring = ({ analysis, start }) => {
  const call = enclosing(pathAt(analysis, start), "call") ?? enclosing(pathAt(analysis, start, "before"), "call");
  const owner = call && calleeOf(analysis, call, analysis.main);
  if (!call || owner?.kind !== "loss") return [];
  const given = new Set((call.args ?? []).map(({ name }) => name?.name));
  const missing = Object.entries(owner.declaration.params.shape).flatMap(([name, schema]) => {
    const value = defaultOf(schema as Parameters<typeof defaultOf>[0]);
    return given.has(name) || value === undefined || value === null ? [] : [`${name}=${literalText(value)}`];
  });
  if (missing.length === 0) return [];
  const added = missing.join(", ");
  const last = call.args?.at(-1);
  const edit = last
    ? insert(call.span, last.span.end, `, ${added}`)
    : insert(call.span, call.args ? call.span.end - 1 : call.span.end, call.args ? added : `(${added})`);
  return [{ ...fix("Write out the defaults", edit), kind: "refactor.rewrite" }];
};
