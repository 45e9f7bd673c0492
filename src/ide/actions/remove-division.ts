import type { ast } from "../../syntax/index.js";
import { fix, type Repair, remove } from "./situation.js";

/** `dice / 0`: not divided. */
export const removeDivision: Repair = ({ path }) => {
  const division = path.findLast((node): node is ast.Binary => node.kind === "binary" && node.operator === "/");
  if (!division) return [];
  return [fix("Remove the division", remove({ ...division.span, start: division.left.span.end }))];
};
