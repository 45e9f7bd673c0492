import type { ast } from "../../syntax/index.js";
import { fix, put, type Repair } from "./situation.js";

/** `dice / ce`: the two are added. */
export const addInstead: Repair = ({ path }) => {
  const division = path.findLast((node): node is ast.Binary => node.kind === "binary" && node.operator === "/");
  return division ? [fix("Add them instead", put(division.operatorSpan, " + "))] : [];
};
