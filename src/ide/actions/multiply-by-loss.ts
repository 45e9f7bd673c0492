import type { ast } from "../../syntax/index.js";
import { asFactor, firstLoss } from "./pieces.js";
import { fix, put, type Repair } from "./situation.js";

/** A number where a loss should be becomes the weight of one: of the phase before, or of the first there is. */
export const multiplyByLoss: Repair = ({ analysis, path, written }) => {
  const expr = path.findLast((node): node is ast.Expr => expressions.has(node.kind));
  const phase = path.at(path.lastIndexOf(expr as ast.Node) - 1);
  if (!expr) return [];
  const before = phase?.kind === "then" && phase.after === expr ? lastOf(phase.before) : undefined;
  const loss = before ? asFactor(before, written(before.span)) : firstLoss(analysis);
  if (loss === undefined) return [];
  const text = `${asFactor(expr, written(expr.span))}*${loss}`;
  return [fix(`Change to \`${text}\``, put(expr.span, text))];
};

const expressions: ReadonlySet<string> = new Set(["number", "binary", "negate", "group", "call"]);

const lastOf = (expr: ast.Expr): ast.Expr => (expr.kind === "then" ? expr.after : expr);
