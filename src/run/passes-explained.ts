import type { Axis } from "../graph/ops/axes.js";
import type { Node } from "../graph/ops.js";
import { costOf, widthBy } from "../passes/fuse/cost.js";
import { isImage } from "../passes/fuse/domains.js";
import { type FusedStep, fuse, type Schedule } from "../passes/fuse/fuse.js";
import { peakBytes } from "../passes/fuse/liveness.js";

/** One pass over memory, or one step between passes. */
export interface PassWork {
  readonly kind: FusedStep["kind"];
  /** Operations by name, with how many of each. */
  readonly operations: Readonly<Record<string, number>>;
  /** Images read and written, and sums found on the way. */
  readonly reads: number;
  readonly stores: number;
  readonly sums: number;
  /** Bytes read and written; absent while shapes are unknown. */
  readonly bytes?: number;
  /** Arithmetic operations, an elementary function counting as many as it takes. */
  readonly flops?: number;
  /** Why it is a step of its own. */
  readonly why?: string;
  /** The earlier passes, from 0, whose results it reads. */
  readonly after: readonly number[];
}

/** How a fused backend computes some roots. */
export interface FusedWork {
  readonly passes: readonly PassWork[];
  /** In which pass a value is computed, or computed first. */
  readonly passOf: ReadonlyMap<Node, number>;
  readonly peak?: number;
}

export function fusedWork(
  roots: readonly Node[],
  known: { has(node: Node): boolean },
  space: readonly Axis[],
  sizes: ReadonlyMap<Axis, number> | undefined,
): FusedWork {
  const lengthOf = (axis: Axis) => sizes?.get(axis) ?? (axis.startsWith("class:") ? axis.split(",").length : 1);
  const width = widthBy(lengthOf);
  const entries = (node: Node) => node.axes.reduce((product, axis) => product * lengthOf(axis), 1);
  const schedule = fuse(roots, known, { space, width });
  const bytes = (nodes: readonly Node[]) => nodes.reduce((sum, node) => sum + 4 * entries(node), 0);
  const pixels = space.reduce((product, axis) => product * lengthOf(axis), lengthOf("batch"));
  const after = dependencies(schedule.steps);
  return {
    passes: schedule.steps.map((step, i) => ({
      ...summary(step),
      after: after[i]!,
      ...(sizes && { bytes: bytes(moved(step)), flops: flopsOf(step) * (isOfPixels(step) ? pixels : 1) }),
    })),
    passOf: new Map(schedule.steps.flatMap((step, i) => computedIn(step).map((node) => [node, i] as const)).reverse()),
    ...(sizes && { peak: peakOf(schedule) }),
  };

  function flopsOf(step: FusedStep): number {
    const nodes = computedIn(step);
    const sums = step.kind === "pixels" ? step.reductions.reduce((n, r) => n + width(r.args[0]!.axes), 0) : 0;
    return nodes.reduce((sum, node) => sum + costOf(node, width), sums);
  }
  function isOfPixels(step: FusedStep): boolean {
    return step.kind === "pixels" || (step.kind === "external" && isImage(step.node.axes, space));
  }
  function peakOf(made: Schedule): number {
    return peakBytes(made, roots, (node) => 4 * entries(node));
  }
}

const moved = (step: FusedStep): readonly Node[] =>
  step.kind === "pixels"
    ? [...step.reads, ...step.stores]
    : step.kind === "external"
      ? [step.node, ...step.node.args]
      : [];

const computedIn = (step: FusedStep): readonly Node[] => (step.kind === "external" ? [step.node] : step.nodes);

/** What leaves a value in memory: of one of several results, the routine. */
const maker = (node: Node): Node => (node.op === "result" ? node.args[0]! : node);

/** For each step the earlier ones that it needs: those which leave in memory what it reads. */
function dependencies(steps: readonly FusedStep[]): readonly (readonly number[])[] {
  const leftBy = new Map<Node, number>();
  return steps.map((step, i) => {
    const read =
      step.kind === "pixels" ? [...step.reads, ...step.tables] : computedIn(step).flatMap(({ args }) => args);
    const needed = new Set(read.flatMap((node) => leftBy.get(maker(node)) ?? []));
    for (const node of step.kind === "pixels" ? [...step.stores, ...step.reductions] : computedIn(step))
      if (!leftBy.has(node)) leftBy.set(node, i);
    return [...needed].sort((a, b) => a - b);
  });
}

function summary(step: FusedStep): Omit<PassWork, "bytes" | "flops" | "after"> {
  const nodes = computedIn(step);
  const operations: Record<string, number> = {};
  for (const { op } of nodes) operations[op] = (operations[op] ?? 0) + 1;
  return {
    kind: step.kind,
    operations: Object.fromEntries(Object.entries(operations).sort(([, a], [, b]) => b - a)),
    reads: step.kind === "pixels" ? step.reads.length : 0,
    stores: step.kind === "pixels" ? step.stores.length : 0,
    sums: step.kind === "pixels" ? step.reductions.length : 0,
    ...(step.kind === "external" && { why: step.why }),
  };
}
