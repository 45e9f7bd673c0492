import type { DrawnGraph } from "../compute/messages.js";

export interface Placed {
  /** Layer of each node, from the inputs on, and its place in it, which need not be whole. */
  readonly at: readonly { readonly layer: number; readonly slot: number }[];
  readonly layers: number;
  /** Nodes in the fullest layer. */
  readonly slots: number;
}

/** How often the order in the layers is improved, forwards and backwards. */
const sweeps = 6;

/** A layered drawing: each node right of all it needs, as near to what uses it as may be, ordered by the middle of its neighbours so that few edges cross. */
export function layered(count: number, edges: DrawnGraph["edges"]): Placed {
  const before: number[][] = Array.from({ length: count }, () => []);
  const after: number[][] = Array.from({ length: count }, () => []);
  for (const [from, to] of edges) {
    before[to]!.push(from);
    after[from]!.push(to);
  }
  const layer = layersOf(before, after);
  const layers = Math.max(0, ...layer) + 1;
  const members: number[][] = Array.from({ length: layers }, () => []);
  for (const [node, l] of layer.entries()) members[l]!.push(node);
  const slot = new Float64Array(count);
  const settle = (nodes: readonly number[]) => {
    for (const [i, node] of nodes.entries()) slot[node] = i - (nodes.length - 1) / 2;
  };
  for (const nodes of members) settle(nodes);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const forwards = sweep % 2 === 0;
    const order = forwards ? members : [...members].reverse();
    for (const nodes of order) {
      const middle = new Map(
        nodes.map((node) => [node, mean(forwards ? before[node]! : after[node]!, slot, slot[node]!)]),
      );
      nodes.sort((a, b) => middle.get(a)! - middle.get(b)!);
      settle(nodes);
    }
  }
  return {
    at: layer.map((l, node) => ({ layer: l, slot: slot[node]! })),
    layers,
    slots: Math.max(0, ...members.map(({ length }) => length)),
  };
}

/** The longest way from an input; then inputs and what hangs on them alone move up to where they are used. */
function layersOf(before: readonly number[][], after: readonly number[][]): number[] {
  const layer: number[] = [];
  before.forEach((args, node) => {
    layer[node] = Math.max(-1, ...args.map((arg) => layer[arg]!)) + 1;
  });
  for (let node = before.length - 1; node >= 0; node--)
    if (after[node]!.length) layer[node] = Math.min(...after[node]!.map((user) => layer[user]!)) - 1;
  return layer;
}

function mean(neighbours: readonly number[], slot: Float64Array, otherwise: number): number {
  if (!neighbours.length) return otherwise;
  return neighbours.reduce((sum, other) => sum + slot[other]!, 0) / neighbours.length;
}
