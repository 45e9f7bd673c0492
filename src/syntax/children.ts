import type * as ast from "./ast.js";

/** The parts of a node, in the order of the text. Places where something is missing are among them. */
export function children(node: ast.SyntaxNode): readonly ast.SyntaxNode[] {
  switch (node.kind) {
    case "file":
      return inOrder(node);
    case "use":
      return [node.path];
    case "task":
      return node.entries;
    case "task-entry":
      return [node.key, ...node.values];
    case "param":
    case "parameter":
      return [node.name, node.value];
    case "def":
      return [node.name, ...node.parameters, node.body];
    case "minimize":
    case "group":
    case "expression":
      return [node.body];
    case "call":
      return [node.name, ...(node.classes ? [node.classes] : []), ...(node.args ?? [])];
    case "argument":
      return node.name ? [node.name, node.value] : [node.value];
    case "negate":
      return [node.operand];
    case "binary":
      return [node.left, node.right];
    case "then":
      return [node.before, node.when, node.after];
    case "select":
      return [node.operand, node.classes];
    case "on":
      return [node.operand, node.head];
    case "where":
      return [node.operand, node.mask];
    case "classes":
    case "list":
      return node.items;
    case "switch":
      return [node.at];
    case "fade":
      return [node.from, node.to, ...(node.ease ? [node.ease] : [])];
    case "span-of-time":
      return [node.from, node.to];
    case "trigger":
      return [node.call];
    case "moment":
      return [node.base];
    default:
      return [];
  }
}

/** Items stand before what is minimized, unless they are misplaced. */
function inOrder({ items, minimize }: ast.File): readonly ast.SyntaxNode[] {
  if (!minimize) return items;
  const at = items.findIndex((item) => item.span.start > minimize.span.start);
  return at < 0 ? [...items, minimize] : [...items.slice(0, at), minimize, ...items.slice(at)];
}
