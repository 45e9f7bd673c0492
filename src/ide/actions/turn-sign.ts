import { fix, put, type Repair, remove } from "./situation.js";

/** `dice - 0.5*ce`: added instead. */
export const turnSign: Repair = ({ path }) => {
  let within = path.at(-1)!;
  for (const node of path.slice(0, -1).reverse()) {
    if (node.kind === "negate")
      return [fix("Remove the minus", remove({ ...node.span, end: node.operand.span.start }))];
    if (node.kind === "binary" && node.operator === "-" && node.right === within)
      return [fix("Add it instead", put(node.operatorSpan, "+"))];
    if (node.kind === "binary" && /[*/]/.test(node.operator)) {
      const factor = node.left === within ? node.right : node.left;
      if (factor.kind === "negate")
        return [fix("Remove the minus", remove({ ...factor.span, end: factor.operand.span.start }))];
    }
    within = node;
  }
  return [];
};
