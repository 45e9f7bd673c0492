import { isStencil, type Node } from "../../graph/ops.js";
import type { FusedStep, Schedule } from "./fuse.js";

/** The values in memory that a step reads or writes. */
export const touched = (step: FusedStep): readonly Node[] => {
  switch (step.kind) {
    case "pixels":
      return [...step.reads, ...step.tables, ...step.stores];
    case "table":
      return step.nodes.flatMap((node) => [node, ...node.args]);
    case "external":
      return [step.node, ...step.node.args];
  }
};

/** For each step, what nothing needs any more once it has run. Roots are always needed. */
export function deadAfter({ steps }: Schedule, roots: readonly Node[]): readonly (readonly Node[])[] {
  const last = new Map<Node, number>();
  steps.forEach((step, i) => {
    for (const node of touched(step)) last.set(node, i);
  });
  const dead: Node[][] = steps.map(() => []);
  for (const [node, i] of last) if (!roots.includes(node)) dead[i]!.push(node);
  return dead;
}

/**
 * The most bytes that are in use at a time, where values are freed once they are dead and a pass that looks at no neighbours writes over what it reads for the last
 * time. `bytesOf` says how much a value takes.
 */
export function peakBytes(schedule: Schedule, roots: readonly Node[], bytesOf: (node: Node) => number): number {
  const dead = deadAfter(schedule, roots);
  const live = new Set<Node>(
    schedule.steps.flatMap((step) => (step.kind === "pixels" ? step.reads : [])).filter(isGiven),
  );
  const sum = () => [...live].reduce((bytes, node) => bytes + bytesOf(node), 0);
  let peak = sum();
  schedule.steps.forEach((step, i) => {
    const over =
      step.kind === "pixels" && !step.nodes.some(isStencil) ? step.reads.filter((n) => dead[i]!.includes(n)) : [];
    for (const node of step.kind === "pixels" ? step.stores : step.kind === "external" ? [step.node] : []) {
      const at = over.findIndex((other) => bytesOf(other) === bytesOf(node));
      if (at >= 0) for (const other of over.splice(at, 1)) live.delete(other);
      live.add(node);
    }
    peak = Math.max(peak, sum());
    for (const node of dead[i]!) live.delete(node);
  });
  return peak;
}

const isGiven = (node: Node): boolean => node.op === "input";
