import type { Axis } from "../../../graph/ops/axes.js";
import { isLeaf, isRoutine, type Node } from "../../../graph/ops.js";
import { isImage, isTable } from "../../../passes/fuse/domains.js";
import type { Schedule } from "../../../passes/fuse/fuse.js";
import type { Sizes } from "../../backend.js";
import { type ImageLayout, layoutOf } from "./geometry.js";

/** Images that lie in memory from before: how. */
export type KnownLayouts = ReadonlyMap<Node, ImageLayout | undefined>;

interface MemoryPlan {
  /** How each image lies in memory. */
  readonly layouts: Map<Node, ImageLayout>;
  /** Tables whose sizes are known before lists are: where in a block of so many bytes. */
  readonly tables: ReadonlyMap<Node, number>;
  readonly bytes: number;
}

/** Says how images lie, and gives tables of known sizes a place of their own. What only the host reads is left as the host has it, interleaved. */
export function planMemory(
  schedule: Schedule,
  order: readonly Node[],
  {
    roots,
    known,
    space,
    sizes,
  }: {
    readonly roots: readonly Node[];
    readonly known: KnownLayouts;
    readonly space: readonly Axis[];
    readonly sizes: Sizes;
  },
): MemoryPlan {
  const readInMemory = imagesRead(schedule);
  const layouts = new Map<Node, ImageLayout>();
  const tables = new Map<Node, number>();
  let bytes = 0;
  for (const node of order) {
    if (isImage(node.axes, space)) {
      const computed = !isLeaf(node) && !known.has(node);
      const forHost = computed && roots.includes(node) && !readInMemory.has(node);
      const own = known.get(node) ?? layoutOf(node, sizes);
      layouts.set(node, forHost ? { ...own, order: "interleaved" } : own);
    } else if (isTable(node.axes) && node.op !== "constant" && !isRoutine(node)) {
      const count = knownEntries(node.axes, sizes);
      if (count === undefined) continue;
      tables.set(node, bytes);
      bytes += 8 * count;
    }
  }
  return { layouts, tables, bytes };
}

/** What some step reads from memory. */
function imagesRead({ steps }: Schedule): ReadonlySet<Node> {
  return new Set(
    steps.flatMap((step) => {
      if (step.kind === "pixels") return step.reads;
      if (step.kind === "external") return step.node.args;
      return step.nodes.filter(({ op }) => op === "gather").map(({ args }) => args[0]!);
    }),
  );
}

/** Entries of a table, where the sizes of all its axes are known. */
function knownEntries(axes: readonly Axis[], sizes: Sizes): number | undefined {
  const lengths = axes.map((axis) => sizes.get(axis));
  return lengths.includes(undefined) ? undefined : lengths.reduce<number>((a, b) => a * b!, 1);
}
