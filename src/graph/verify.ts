import { topologicalOrder } from "./graph.js";
import { isAxis, kindOf, union } from "./ops/axes.js";
import { unless, type Verdict } from "./ops/record.js";
import { type Node, recordOf, resultsOf } from "./ops.js";
import { describeNode } from "./print.js";

/**
 * Checks that nodes keep the rules of a graph, which a pass or the body of a loss might break: the number of arguments, axes that exist, lie in memory order and
 * follow from the operation, no two of one kind, indices that are whole and not negative, results that come from a routine that has them.
 *
 * @throws {Error} that names the rule and prints the node. It is a mistake in the compiler or in a loss, never in a program.
 */
export function verify(roots: readonly Node[]): void {
  for (const node of topologicalOrder(roots)) {
    const broken =
      wrongCount(node) ?? recordOf(node).verify?.(node, firstResults(node)) ?? listAsValue(node) ?? wrongAxes(node);
    if (broken) throw new Error(`A graph is not well formed: ${broken}.\n  ${describeNode(node)}`);
  }
}

/** Some routines have results, and no value of their own. */
const listAsValue = (node: Node): Verdict =>
  unless(
    node.op === "result" || !node.args.some((arg) => resultsOf(arg) > 0),
    "an argument is a routine, not one of its results",
  );

function wrongAxes(node: Node): Verdict {
  const unknown = node.axes.find((axis) => !isAxis(axis));
  if (unknown !== undefined) return `there is no axis \`${unknown}\``;
  if (new Set(node.axes.map(kindOf)).size < node.axes.length) return "two of its axes are of one kind";
  if (union([], node.axes).join() !== node.axes.join()) return "its axes do not lie in memory order";
  const expected = recordOf(node).axes(node);
  return unless(expected.join() === node.axes.join(), `its axes should be (${expected.join(" ")})`);
}

const firstResults = ({ args: [first] }: Node): number => (first ? resultsOf(first) : 0);

const wrongCount = (node: Node): Verdict => {
  const { arity = node.args.length } = recordOf(node);
  return unless(node.args.length === arity, `it has ${node.args.length} arguments instead of ${arity}`);
};
