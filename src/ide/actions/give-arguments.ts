import { isRequired } from "../../check/schemas.js";
import { parameterMeta } from "../../loss.js";
import type { ast } from "../../syntax/index.js";
import type { Analysis } from "../analysis.js";
import { enclosing } from "../ast-path.js";
import { type Callee, calleeOf } from "../callee.js";
import { firstLoss } from "./pieces.js";
import { fix, insert, type Repair } from "./situation.js";

/** `ramp(0, 1)`: everything that must be given and is not, with values to go on from. */
export const giveArguments: Repair = ({ analysis, module, path }) => {
  const call = enclosing(path, "call");
  const owner = call && calleeOf(analysis, call, module);
  const missing = owner && wanted(call, owner, analysis);
  if (!missing || missing.length === 0) return [];
  const last = call.args?.at(-1);
  const added = missing.join(", ");
  const opened = call.args !== undefined;
  const edit = last
    ? insert(call.span, last.span.end, `, ${added}`)
    : insert(call.span, opened ? call.span.end - 1 : call.span.end, opened ? added : `(${added})`);
  return [fix(`Give \`${added}\``, edit)];
};

const positions: Readonly<Record<string, readonly string[]>> = {
  ramp: ["from", "to"],
  plateau: ["metric"],
  reaches: ["metric", "value"],
  deep: ["loss"],
};

function wanted(call: ast.Call, owner: Callee, analysis: Analysis): string[] | undefined {
  if (owner.kind === "def") return undefined;
  const unnamed = (call.args ?? []).filter(({ name }) => !name).length;
  const named = (call.args ?? []).flatMap(({ name }) => name?.name ?? []);
  if (owner.kind === "loss") {
    const missing = Object.entries(owner.declaration.params.shape).filter(
      ([name, s]) => isRequired(s as never) && !named.includes(name),
    );
    const values = missing.map(([name, schema]) => [name, tensorFor(parameterMeta(schema as never).names, analysis)]);
    return values.some(([, value]) => value === undefined)
      ? undefined
      : values.map(([name, value]) => `${name}=${value}`);
  }
  const loss = firstLoss(analysis);
  if (owner.name === "balance") return unnamed === 0 && loss !== undefined ? [loss] : undefined;
  const byPosition = positions[owner.name] ?? [];
  const values: Readonly<Record<string, string | undefined>> = {
    from: "from=0",
    to: "to=1",
    over: "over=20",
    metric: 'metric="val_dice"',
    value: "value=0.8",
    loss: loss && `loss=${loss}`,
  };
  const all = owner.name === "ramp" ? [...byPosition, "over"] : byPosition;
  const taken = [...byPosition.filter((name) => !named.includes(name)).slice(0, unnamed), ...named];
  return all.filter((name) => !taken.includes(name)).flatMap((name) => values[name] ?? []);
}

const tensorFor = (kind: "head" | "field" | undefined, { task }: Analysis): string | undefined =>
  kind === "head" ? task.heads[0] : kind === "field" ? task.fields[0] : undefined;
