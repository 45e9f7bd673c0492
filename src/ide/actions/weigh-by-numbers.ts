import { enclosing } from "../ast-path.js";
import { admitsSum, asFactor } from "./pieces.js";
import { fix, put, type Repair } from "./situation.js";

/** `balance(a, b)`, which cannot run yet: equal weights. */
export const weighByNumbers: Repair = ({ path, written }) => {
  const call = enclosing(path, "call");
  const losses = (call?.args ?? []).filter(({ name }) => !name);
  if (call?.name.name !== "balance" || losses.length === 0) return [];
  const weight = Number((1 / losses.length).toPrecision(3));
  const sum = losses.map(({ value }) => `${weight}*${asFactor(value, written(value.span))}`).join(" + ");
  const bare = !call.classes && admitsSum(path.slice(0, path.lastIndexOf(call) + 1));
  const classes = call.classes ? written(call.classes.span) : "";
  return [fix("Give equal weights", put(call.span, bare ? sum : `(${sum})${classes}`))];
};
