import { isLeaf, type Node } from "../../graph/ops.js";
import { isImage } from "../../passes/fuse/domains.js";
import { makesOf, readsOf, type Work } from "./steps.js";
import { entriesOf, type PixelGrid } from "./wgsl/grid.js";
import type { ValueLocation } from "./wgsl/shader.js";

/** Storage buffers that every device offers to one shader; one is for the results. */
const mostBuffers = 8;

/** Leaves that are written into the text of a shader. */
export const isWritten = (node: Node): boolean => isLeaf(node) && node.op !== "input";

/** Where values lie that no work puts into the workspace, and which of them are to be copied there. */
export interface Placement {
  readonly places: Map<Node, ValueLocation>;
  /** Tensors that shaders with too many of them read from the workspace. */
  readonly copied: ReadonlySet<Node>;
}

/**
 * Values lie in the workspace, except inputs, results of TensorFlow.js or of routines, and requested images that are the only output of their kernel: such a gradient is
 * written into its own tensor.
 */
export function placeValues(
  works: readonly Work[],
  roots: ReadonlySet<Node>,
  outside: readonly Node[],
  isNumber: (node: Node) => boolean,
  grid: PixelGrid,
): Placement {
  const places = new Map<Node, ValueLocation>();
  for (const node of outside) places.set(node, { kind: isNumber(node) ? "uniform" : "tensor" });
  for (const work of works) {
    if (work.kind === "table") continue;
    if (work.kind !== "pixels") for (const node of makesOf(work)) places.set(node, { kind: "tensor" });
    else if (madeAlone(work, roots)) places.set(work.kernel.stores[0]!, { kind: "tensor" });
  }
  return { places, copied: tooMany(works, places, grid) };
}

/** Whether a requested image is the only output of a kernel. */
export const madeAlone = ({ kernel }: Work & { kind: "pixels" }, roots: ReadonlySet<Node>): boolean =>
  kernel.stores.length === 1 && kernel.reductions.length === 0 && roots.has(kernel.stores[0]!);

/** For shaders that would read more buffers than allowed: their smallest tensors, to be copied into the workspace. */
function tooMany(works: readonly Work[], places: ReadonlyMap<Node, ValueLocation>, grid: PixelGrid): Set<Node> {
  const copied = new Set<Node>();
  for (const work of works) {
    if (work.kind !== "pixels" && work.kind !== "table") continue;
    const bound = [...new Set(readsOf(work))].filter(
      (node) => places.get(node)?.kind === "tensor" && !copied.has(node) && !isWritten(node),
    );
    // Beside them the results, and the workspace.
    const extra = bound.length - (mostBuffers - 2);
    if (extra <= 0) continue;
    const size = (node: Node) => (isImage(node.axes, grid.space) ? entriesOf(node.axes, grid.sizes) : 0);
    for (const node of bound.sort((a, b) => size(a) - size(b)).slice(0, extra)) copied.add(node);
  }
  return copied;
}
