import { enclosing } from "../ast-path.js";
import { resolveMoment } from "../moments.js";
import { fix, put, type Repair } from "./situation.js";

/** A ramp that ends before its phase begins: the same length, counted from the beginning of the phase. */
export const lengthForSpan: Repair = ({ analysis, path }) => {
  const over = enclosing(path, "call")?.args?.find(({ name }) => name?.name === "over")?.value;
  if (over?.kind !== "span-of-time") return [];
  const from = resolveMoment(over.from, undefined, analysis);
  const to = resolveMoment(over.to, from?.unit, analysis);
  if (!from || !to || from.unit !== to.unit || to.value <= from.value) return [];
  const length = `${to.value - from.value}`;
  return [fix(`Change to \`over=${length}\`, from the beginning of the phase`, put(over.span, length))];
};
