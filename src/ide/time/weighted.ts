import { referencesIn } from "../../check/references.js";
import type { ast } from "../../syntax/index.js";
import type { Span } from "../../text.js";
import type { Analysis } from "../analysis.js";
import { type AstPath, pathAt } from "../ast-path.js";

/** The smallest expression around a number that contains a loss: what the number helps to weight. */
export function weightedBy(analysis: Analysis, path: AstPath): ast.Expression | undefined {
  return path.findLast((node): node is ast.Expression => {
    switch (node.kind) {
      case "binary":
      case "negate":
      case "group":
      case "then":
      case "call":
        return isLoss(analysis, node);
      default:
        return false;
    }
  });
}

const isLoss = (analysis: Analysis, node: ast.Expression): boolean =>
  referencesIn(node).some(({ name }) =>
    ["loss", "def"].includes(analysis.library.find(analysis.main, name)?.kind ?? ""),
  );

/** The same for the name of a number where it is used as a factor, or as an addend of one; nothing for an argument or a declaration. */
export function weightedByName(analysis: Analysis, { file, start }: Span): ast.Expression | undefined {
  if (file !== analysis.source.file) return undefined;
  const path = pathAt(analysis, start);
  const [operand, call] = [path.at(-3), path.at(-2)];
  return call?.kind === "call" && operand?.kind !== "argument" ? weightedBy(analysis, path) : undefined;
}
