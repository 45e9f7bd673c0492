import { type Axis, replaced, union, without } from "./axes.js";
import { type Attributes, dispatch, type Node, type Op, type Table } from "./ops.js";

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
    key += spelled(attributes);
    const known = this.#interned.get(key);
    if (known) return known as Node<O>;
    const axes = axesFor({ id: -1, op, args, attributes, axes: [] } as Node<Op>);
    const made: Node<O> = Object.freeze({ id: this.#count++, op, args, attributes, axes });
    this.#interned.set(key, made);
    return made;
  }
}

/** Attributes as a text that is the same for equal ones only: each string after its length, −0 apart from 0. JSON.stringify would take most of the time of making a node. */
export function spelled(value: unknown): string {
  if (typeof value === "string") return `"${value.length} ${value}`;
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "-0" : `${value}`;
  let text = "";
  if (Array.isArray(value)) {
    for (const entry of value) text += `${spelled(entry)},`;
    return `[${text}]`;
  }
  for (const [name, entry] of Object.entries(value)) if (entry !== undefined) text += `${name}:${spelled(entry)},`;
  return `{${text}}`;
}

const pointwise = (node: Node): readonly Axis[] =>
  node.args.reduce<readonly Axis[]>((axes, a) => union(axes, a.axes), []);
const same = (node: Node): readonly Axis[] => node.args[0]!.axes;
const reduction = (node: Node<"sum" | "reduceMax" | "reduceMin">) => without(node.args[0]!.axes, node.attributes.axes);

/** The axes that follow from an operation, its attributes and its arguments. @throws {Error} when two different ones are of one kind. */
export const axesFor = (node: Node): readonly Axis[] => dispatch(axesOf, node);

/** Which axes the value of a node has. */
const axesOf = {
  input: (n) => n.attributes.axes,
  constant: () => [],
  vector: (n) => [n.attributes.axis],
  extent: () => [],
  index: (n) => [n.attributes.axis],
  neg: same,
  abs: same,
  sign: same,
  exp: same,
  log: same,
  log1p: same,
  sqrt: same,
  sin: same,
  cos: same,
  acos: same,
  atan: same,
  floor: same,
  add: pointwise,
  sub: pointwise,
  mul: pointwise,
  div: pointwise,
  pow: pointwise,
  max: pointwise,
  min: pointwise,
  less: pointwise,
  lessEqual: pointwise,
  equal: pointwise,
  select: pointwise,
  detach: same,
  relu: same,
  sigmoid: same,
  softplus: same,
  softmax: same,
  logSoftmax: same,
  logSumExp: (n) => without(n.args[0]!.axes, [n.attributes.axis]),
  sum: reduction,
  reduceMax: reduction,
  reduceMin: reduction,
  spread: (n) => union(n.args[0]!.axes, n.attributes.axes),
  take: (n) => replaced(n.args[0]!.axes, n.attributes.axis, n.attributes.as),
  put: (n) => replaced(n.args[0]!.axes, n.attributes.as, n.attributes.axis),
  shift: same,
  unshift: same,
  window: same,
  convolve: same,
  gather: (n) => union(without(n.args[0]!.axes, n.attributes.space), n.args[1]!.axes),
  scatter: (n) => union(without(union(n.args[0]!.axes, n.args[1]!.axes), n.attributes.over), n.attributes.space),
  distance: same,
  persistence: () => [],
  matching: () => [],
  components: same,
  skeleton: same,
  order: () => [],
  accumulate: same,
  polygon: () => [],
  triangulate: () => [],
  rasterise: (n) => union(without(n.args[0]!.axes, [n.attributes.points]), n.attributes.space),
  rasteriseSlope: () => [],
  result: (n) => n.attributes.axes,
} satisfies Table<Op, [], readonly Axis[]>;

/**
 * Every node the roots need, arguments first, each once; what only the `leaves` need is left out. Iterative, so that depth is no limit.
 */
export function inOrder(roots: readonly Node[], leaves?: { has(node: Node): boolean }): Node[] {
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
