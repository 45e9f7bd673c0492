import type { Node } from "../../graph/ops.js";
import { isRoutine } from "../../graph/ops.js";
import { isImage } from "../../passes/fuse/domains.js";
import type { FusedStep, PixelKernel } from "../../passes/fuse/fuse.js";
import { isDistance } from "./wgsl/distance.js";
import { isMeasured, type PixelGrid } from "./wgsl/grid.js";

/** What is done one after the other. */
export type Work =
  | { readonly kind: "pixels"; readonly kernel: PixelKernel }
  | { readonly kind: "table"; readonly nodes: readonly Node[] }
  | { readonly kind: "distance"; readonly node: Node<"distanceTransform"> }
  /** On the host, from what it reads of the device. */
  | { readonly kind: "routine"; readonly node: Node }
  /** By TensorFlow.js' own kernels, on the device. */
  | { readonly kind: "single"; readonly node: Node };

/** A schedule adapted to this backend: operations on lists whose length is known only at run time are left to TensorFlow.js. */
export function worksOf(steps: readonly FusedStep[], grid: PixelGrid): Work[] {
  const works = steps.flatMap((step): Work[] => {
    if (step.kind === "pixels") return [{ kind: "pixels", kernel: step }];
    if (step.kind === "table") return tables(step.nodes, grid);
    if (isDistance(step.node)) return [{ kind: "distance", node: step.node }];
    return [{ kind: isRoutine(step.node) ? "routine" : "single", node: step.node }];
  });
  return gatherTables(works);
}

/** Merges consecutive tables into one shader, until one of them is read: dispatching a shader takes longer than running one of these. */
function gatherTables(works: readonly Work[]): Work[] {
  const waiting = new Set<Node>();
  return works.flatMap((work, i): Work[] => {
    if (work.kind !== "table") return [work];
    const later = works.findIndex((other, k) => k > i && other.kind === "table");
    const needed = new Set(works.slice(i + 1, Math.max(i, later)).flatMap(readsOf));
    const own = [...waiting, ...work.nodes];
    if (later >= 0)
      for (const node of [...own].reverse()) if (needed.has(node)) for (const arg of node.args) needed.add(arg);
    const now = later < 0 ? own : own.filter((node) => needed.has(node));
    waiting.clear();
    for (const node of own) if (!now.includes(node)) waiting.add(node);
    return now.length ? [{ kind: "table", nodes: now }] : [];
  });
}

function tables(nodes: readonly Node[], grid: PixelGrid): Work[] {
  const works: (Work | { kind: "table"; nodes: Node[] })[] = [];
  for (const node of nodes) {
    if (isImageReduction(node, grid)) continue;
    if (![node, ...node.args].every((value) => isKnownTable(value, grid))) {
      works.push({ kind: "single", node });
      continue;
    }
    const last = works.at(-1);
    if (last?.kind === "table") (last.nodes as Node[]).push(node);
    else works.push({ kind: "table", nodes: [node] });
  }
  return works;
}

const isKnownTable = (node: Node, { sizes }: PixelGrid): boolean =>
  isMeasured(node.axes, sizes) && (node.op !== "axisSize" || sizes.has(node.attributes.axis));

/** Sums and extrema over images belong to the kernels that make the images. */
const isImageReduction = (node: Node, { space }: PixelGrid): boolean =>
  (node.op === "sum" || node.op === "reduceMax" || node.op === "reduceMin") && isImage(node.args[0]!.axes, space);

/** The values that a step reads from others, and those that it computes. */
export function readsOf(work: Work): readonly Node[] {
  if (work.kind === "pixels") return [...work.kernel.reads, ...work.kernel.tables];
  if (work.kind === "table") {
    const own = new Set(work.nodes);
    return [...new Set(work.nodes.flatMap(({ args }) => args))].filter((arg) => !own.has(arg));
  }
  return work.node.args;
}

export function makesOf(work: Work): readonly Node[] {
  if (work.kind === "pixels") return [...work.kernel.stores, ...work.kernel.reductions];
  return work.kind === "table" ? work.nodes : [work.node];
}
