import type { ast } from "../../syntax/index.js";
import { enclosing } from "../ast-path.js";
import { admitsSum, asFactor } from "./pieces.js";
import { fix, put, type Repair } from "./situation.js";

/** `deep(loss, heads=[main, aux])`, which cannot run yet: the sum over the heads that it stands for. */
export const superviseByHand: Repair = ({ analysis, path, written }) => {
  const call = enclosing(path, "call");
  if (call?.name.name !== "deep") return [];
  const argument = (name: string): ast.Value | undefined => call.args?.find((a) => a.name?.name === name)?.value;
  const loss = argument("loss") ?? call.args?.find(({ name }) => !name)?.value;
  const [given, decay] = [argument("heads"), argument("decay")];
  const heads =
    given?.kind === "list" ? given.items.map((item) => written(item.span).replace(/^"|"$/g, "")) : analysis.task.heads;
  if (!loss || heads.length === 0 || (decay && decay.kind !== "number")) return [];
  const factor = decay?.kind === "number" ? decay.value : 0.5;
  const one = asFactor(loss, written(loss.span));
  const terms = heads.map((head, i) => `${i === 0 ? "" : `${Number((factor ** i).toPrecision(6))}*`}${one} on ${head}`);
  const bare = !call.classes && admitsSum(path.slice(0, path.lastIndexOf(call) + 1));
  const classes = call.classes ? written(call.classes.span) : "";
  return [
    fix("Write the sum over the heads", put(call.span, bare ? terms.join(" + ") : `(${terms.join(" + ")})${classes}`)),
  ];
};
