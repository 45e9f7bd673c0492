import { type ast, children } from "../syntax/index.js";
import type { Analysis } from "./analysis.js";

/** Nodes from the file down to the innermost. */
export type AstPath = readonly ast.SyntaxNode[];

/** Between two nodes that touch, an offset belongs to the one that begins there, as a pointer does; `before` takes the one that ends there, as a cursor does. */
export type Affinity = "after" | "before";

/** The nodes of the tree that hold an offset, from the file down. Blanks and signs belong to the node around them. */
export const pathAt = ({ main }: Pick<Analysis, "main">, offset: number, lean: Affinity = "after"): AstPath =>
  pathIn(main.file, offset, lean);

export function pathIn(file: ast.File, offset: number, lean: Affinity = "after"): AstPath {
  const path: ast.SyntaxNode[] = [file];
  for (let node = childAt(file, offset, lean); node; node = childAt(node, offset, lean)) path.push(node);
  return path;
}

function childAt(node: ast.SyntaxNode, offset: number, lean: Affinity): ast.SyntaxNode | undefined {
  let ending: ast.SyntaxNode | undefined;
  let beginning: ast.SyntaxNode | undefined;
  let torn: ast.SyntaxNode | undefined;
  for (const child of children(node)) {
    const { start, end } = child.span;
    if (offset < start || offset > end) continue;
    if (start === end) torn ??= child;
    else if (offset === end) ending = child;
    else if (offset === start) beginning = child;
    else return child;
  }
  return lean === "after" ? (beginning ?? ending ?? torn) : (ending ?? beginning ?? torn);
}

/** Visit every node below one, with the nodes around it; `path` is valid only during the call. */
export function visit(root: ast.SyntaxNode, each: (path: AstPath) => void): void {
  const path: ast.SyntaxNode[] = [];
  // An explicit stack instead of recursion: a sum of n terms is n nodes deep.
  const open: { node: ast.SyntaxNode; depth: number }[] = [{ node: root, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    path.length = next.depth;
    path.push(next.node);
    each(path);
    const below = children(next.node);
    for (let i = below.length - 1; i >= 0; i--) open.push({ node: below[i]!, depth: path.length });
  }
}

/** The nearest node of a kind, from the innermost outward. */
export function enclosing<K extends ast.SyntaxNode["kind"]>(
  path: AstPath,
  ...kinds: readonly K[]
): Extract<ast.SyntaxNode, { kind: K }> | undefined {
  return path.findLast((node): node is Extract<ast.SyntaxNode, { kind: K }> =>
    (kinds as readonly string[]).includes(node.kind),
  );
}
