import type { ast } from "../../syntax/index.js";
import { fix, put, type Repair } from "./situation.js";

/** `dice / ramp(1, 10, over=20)`: times a ramp between the reciprocals. It starts and ends at the same weights and takes another course between. */
export const rampOfQuotient: Repair = ({ path }) => {
  const division = path.findLast((node): node is ast.Binary => node.kind === "binary" && node.operator === "/");
  const ramp = division?.right;
  if (ramp?.kind !== "call" || ramp.name.name !== "ramp") return [];
  const ends = (ramp.args ?? []).filter(({ name }, i) => (name ? name.name === "from" || name.name === "to" : i < 2));
  const reciprocals = ends.flatMap(({ value }) =>
    value.kind === "number" && value.value !== 0
      ? [put(value.span, `${Number((1 / value.value).toPrecision(6))}`)]
      : [],
  );
  if (reciprocals.length !== 2) return [];
  return [fix("Multiply by the ramp of the quotient", put(division!.operatorSpan, "*"), ...reciprocals)];
};
