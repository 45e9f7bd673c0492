import { AxisSizes } from "../backends/axis-sizes.js";
import type { AnyBackend } from "../backends/backend.js";
import type { TensorAdapter } from "../backends/tensor-adapter.js";
import { fingerprint } from "../graph/fingerprint.js";
import type { Node } from "../graph/ops.js";
import type { Fitted } from "./layout.js";
import type { Plan } from "./plan.js";
import type { TargetResults } from "./target-cache.js";

/**
 * Target-only results as plain data, which may be cloned, transferred to another thread or stored. They are found again by the content of the target; a loss
 * compiled from another text, or for another backend, takes what it has in common.
 */
export interface Prepared {
  /** Contents, layout and spacing that they hold for. Empty if there was nothing worth keeping. */
  readonly key: string;
  /** The inputs as which the content has been checked. */
  readonly checked: readonly string[];
  readonly values: readonly PreparedValue[];
  /** All that may be transferred: `postMessage(prepared, prepared.buffers)`. */
  readonly buffers: ArrayBuffer[];
}

export interface PreparedValue {
  /** What it is computed from, and how. */
  readonly fingerprint: string;
  readonly shape: readonly number[];
  readonly data: Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
}

export const nothingPrepared: Prepared = { key: "", checked: [], values: [], buffers: [] };

/** What is known of a target and needed by a plan, read from the backend. */
export async function exportResults<V>(
  key: string,
  { cacheBoundary }: Plan,
  { values, checked }: TargetResults<V>,
  backend: AnyBackend<V>,
): Promise<Prepared> {
  const read = cacheBoundary.map(async (node): Promise<PreparedValue> => {
    const { shape, data } = await backend.read(values.get(node)!);
    // Images are float32 on every backend but the reference; lists hold sums and positions, which stay in float64.
    const exact = data instanceof Float64Array;
    return { fingerprint: fingerprintOf(node), shape, data: exact ? Float64Array.from(data) : Float32Array.from(data) };
  });
  const all = await Promise.all(read);
  return { key, checked: [...checked], values: all, buffers: all.map(({ data }) => data.buffer) };
}

/** Uploads imported values to the backend, as far as the plan needs them. */
export function takeImported<T extends object, V>(
  { cacheBoundary }: Plan,
  { values, imported }: TargetResults<V>,
  fitted: Fitted,
  { backend, retain }: Pick<TensorAdapter<T, V>, "backend" | "retain">,
): void {
  if (imported.size === 0) return;
  for (const node of cacheBoundary) {
    const found = imported.get(fingerprintOf(node));
    if (found === undefined || values.has(node)) continue;
    const value = backend.upload(found.data, found.shape);
    if ("execute" in backend) {
      values.set(node, backend.settle(node, value, new AxisSizes(fitted.sizes, [node]).all));
      backend.dispose(value);
    } else values.set(node, retain(value));
    imported.delete(fingerprintOf(node));
  }
}

const fingerprints = new WeakMap<Node, string>();

function fingerprintOf(node: Node): string {
  const known = fingerprints.get(node) ?? fingerprint(node);
  fingerprints.set(node, known);
  return known;
}
