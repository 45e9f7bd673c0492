import { type Graph, topologicalOrder } from "../graph/graph.js";
import type { Node, Op } from "../graph/ops.js";
import { Expr } from "../graph/trace.js";
import { type Captures, couldFit, fits, type Operation } from "./pattern.js";

/**
 * For which numbers both sides of a rule are the same, but for rounding and the sign of zero: `everywhere`, ±∞ and NaN included · `finite`: wherever no value on
 * the way overflows or is NaN · `stable`: wherever the left side is finite, and the right side is finite for every finite number.
 */
export type Holds = "everywhere" | "finite" | "stable";

/** One sentence: this may be replaced by that. */
export interface Rule {
  readonly name: string;
  readonly holds: Holds;
  /** The left side, for those who want instances of it. */
  readonly pattern?: Operation<string>;
  /** The operations it may begin with. */
  readonly ops: readonly Op[];
  /** What a node may be replaced by; `undefined` where the rule does not apply. */
  readonly apply: (graph: Graph, node: Node) => Node | undefined;
}

/** `rule("x + 0 = x", add(x, 0), ({ x }) => x)`. The right side may decline by giving `undefined`. */
export function rule<N extends string>(
  name: string,
  pattern: Operation<N>,
  build: (values: Readonly<Record<N, Expr>>) => Expr | undefined,
  holds: Holds = "finite",
): Rule {
  const apply = (graph: Graph, node: Node): Node | undefined => {
    if (!couldFit(pattern, node)) return undefined;
    const bound: Captures = new Map();
    let built: Expr | undefined;
    fits(pattern, node, bound, () => {
      const scope = { graph, space: [] };
      const values = Object.fromEntries([...bound].map(([name, value]) => [name, new Expr(scope, value)]));
      // What fits has bound every name.
      built = build(values as Record<N, Expr>);
      return built !== undefined;
    });
    return built && within(graph, built);
  };
  return { name, holds, pattern, ops: [pattern.op], apply };
}

/** A literal that a right side gave belongs to no graph yet. */
const within = (graph: Graph, { scope, node }: Expr): Node =>
  scope.graph === graph ? node : graph.node(node.op, [], node.attributes);

/** A pass over nodes of a graph: gives nodes of the same graph with the same values. */
export interface Pass {
  readonly name: string;
  readonly rules: readonly Rule[];
  /** `fired` is told of each rule that is applied, and to what. */
  readonly run: (graph: Graph, roots: readonly Node[], fired?: RewriteListener) => Node[];
}

/** Told that a rule has put one node in the place of another. */
export type RewriteListener = (rule: Pick<Rule, "name">, before: Node, after: Node) => void;

/** One application of a rule. */
export interface Rewrite {
  readonly pass: string;
  readonly rule: string;
  readonly before: Node;
  readonly after: Node;
}

/** The most replacements for each value: a limit for rules that undo each other, which would be a mistake. */
const bound = 64;

/**
 * Applies rules bottom-up until none applies: arguments first, then the node built from them, then what a rule put in its place, and so on. What a node became is
 * remembered as long as the node lives, so that terms of several plans are rewritten once. Nothing is mutated, and depth is no limit.
 */
export function rewriting(name: string, rules: readonly Rule[]): Pass {
  const byOp = new Map<Op, Rule[]>();
  for (const rule of rules) for (const op of rule.ops) byOp.set(op, [...(byOp.get(op) ?? []), rule]);
  const final = new WeakMap<Node, Node>();

  const replaced = (graph: Graph, node: Node, fired?: RewriteListener): Node | undefined => {
    for (const rule of byOp.get(node.op) ?? []) {
      const next = rule.apply(graph, node);
      if (!next || next === node) continue;
      fired?.(rule, node, next);
      const missing = node.axes.some((axis) => !next.axes.includes(axis));
      return missing ? graph.node("broadcast", [next], { axes: node.axes }) : next;
    }
    return undefined;
  };

  const settle = (graph: Graph, root: Node, fired?: RewriteListener): void => {
    const stack = [root];
    /** The current replacement of a node that is still being rewritten. */
    const open = new Map<Node, Node>();
    let left = bound * topologicalOrder([root], final).length;
    while (stack.length) {
      const node = stack.at(-1)!;
      const successor = open.get(node);
      if (successor && final.has(successor)) final.set(node, final.get(successor)!);
      if (final.has(node)) {
        stack.pop();
        continue;
      }
      // The node is being rewritten already: the rules form a cycle, and any node of it will do.
      if (successor) {
        final.set(node, node);
        continue;
      }
      const reached = stack.length;
      for (const arg of node.args) if (!final.has(arg)) stack.push(arg);
      if (stack.length > reached) continue;
      const args = node.args.map((arg) => final.get(arg)!);
      const own = args.every((arg, i) => arg === node.args[i]) ? node : graph.node(node.op, args, node.attributes);
      const next = own !== node ? own : left-- > 0 ? replaced(graph, node, fired) : undefined;
      if (next) {
        open.set(node, next);
        stack.push(next);
      } else final.set(node, node);
    }
  };

  return {
    name,
    rules,
    run: (graph, roots, fired) =>
      roots.map((root) => {
        settle(graph, root, fired);
        return final.get(root)!;
      }),
  };
}
