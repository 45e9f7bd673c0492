import { structuralKey, topologicalOrder } from "./graph.js";
import type { Node } from "./ops.js";

/**
 * What a value is computed from, and how, as a text: values of different graphs that have the same one are the same of the same inputs. Longer than what `print`
 * says, which leaves out what a reader does not miss.
 */
export function fingerprint(node: Node): string {
  const order = topologicalOrder([node]);
  const places = new Map(order.map((one, i) => [one, i]));
  const ids = new Map(order.map(({ id }, i) => [String(id), i]));
  // Lists are named after the node that made them, whose number depends on what else its graph holds.
  const own = (text: string) => text.replace(/"\d+ item:(\d+)\./g, (_, id: string) => `"item:#${ids.get(id) ?? id}.`);
  return order
    .map(({ op, args, attributes }) => `${op} ${args.map((arg) => places.get(arg))} ${own(structuralKey(attributes))}`)
    .join("\n");
}
