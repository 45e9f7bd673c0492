import type { OutOfMemory } from "../backends/backend.js";
import { isSpatial } from "../graph/ops/axes.js";
import type { Program } from "../program/program.js";
import type { BoundBatch } from "./batch.js";
import { BatchError } from "./errors.js";
import { fusedWork } from "./passes-explained.js";
import type { Planner } from "./plan.js";

/** What to say of a batch for which there is no memory: how much it takes, which term takes most, and what helps. */
export function tooLarge<T>(
  { plan, fitted }: BoundBatch<T>,
  cause: OutOfMemory,
  planner: Planner,
  program: Program,
): BatchError {
  const space = [...fitted.sizes.keys()].filter(isSpatial);
  const needs = plan.live.map((index) => {
    const { total, terms, gradients } = planner.plan([index]);
    const roots = [total, ...terms, ...gradients.values()];
    return { label: program.terms[index]!.label, bytes: fusedWork(roots, new Set(), space, fitted.sizes).peak ?? 0 };
  });
  const most = needs.reduce((a, b) => (b.bytes > a.bytes ? b : a));
  const size = [...fitted.sizes].map(([axis, length]) => `${axis} ${length}`).join(", ");
  return new BatchError(
    `There is not enough memory for this batch (${size}): ${cause.message} \`${most.label}\` needs most, at least ${mebibytes(most.bytes)} at a time. Give it smaller batches, or crops of the images; or leave \`${most.label}\` out.`,
    { cause },
  );
}

const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
