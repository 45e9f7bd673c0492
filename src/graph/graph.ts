import { type Attributes, type Node, type Op, recordOf } from "./ops.js";

/**
 * An arena of interned nodes: building the same value twice gives the same node, so what ten losses share is computed once. Nodes are never changed or
 * removed; the arena lives as long as the compilation that made it.
 */
export class Graph {
  readonly #interned = new Map<string, Node>();
  #count = 0;

  get size(): number {
    return this.#count;
  }

  node<O extends Op>(op: O, args: readonly Node[], attributes: Attributes[O]): Node<O> {
    let key: string = op;
    for (const arg of args) key += ` ${arg.id}`;
    key += structuralKey(attributes);
    const known = this.#interned.get(key);
    if (known) return known as Node<O>;
    const axes = recordOf({ op }).axes({ id: -1, op, args, attributes, axes: [] });
    const made = Object.freeze({ id: this.#count++, op, args, attributes, axes }) as Node<O>;
    this.#interned.set(key, made);
    return made;
  }
}

/** Attributes as a text that is the same for equal ones only: each string after its length, −0 apart from 0. JSON.stringify would take most of the time of making a node. */
export function structuralKey(value: unknown): string {
  if (typeof value === "string") return `"${value.length} ${value}`;
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "-0" : `${value}`;
  let text = "";
  if (Array.isArray(value)) {
    for (const entry of value) text += `${structuralKey(entry)},`;
    return `[${text}]`;
  }
  for (const [name, entry] of Object.entries(value))
    if (entry !== undefined) text += `${name}:${structuralKey(entry)},`;
  return `{${text}}`;
}

/**
 * Every node the roots need, arguments first, each once; what only the `leaves` need is left out. Iterative, so that depth is no limit.
 */
export function topologicalOrder(roots: readonly Node[], leaves?: { has(node: Node): boolean }): Node[] {
  const done = new Set<Node>();
  const order: Node[] = [];
  /** The way from a root to a node, and which argument of each is next. */
  const trail: Node[] = [];
  const next: number[] = [];
  const enter = (node: Node) => {
    if (done.has(node)) return;
    done.add(node);
    trail.push(node);
    next.push(leaves?.has(node) ? node.args.length : 0);
  };
  for (const root of roots) {
    enter(root);
    while (trail.length) {
      const top = trail.length - 1;
      const node = trail[top]!;
      if (next[top]! < node.args.length) enter(node.args[next[top]!++]!);
      else {
        order.push(node);
        trail.pop();
        next.pop();
      }
    }
  }
  return order;
}
