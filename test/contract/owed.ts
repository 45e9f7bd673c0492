import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, it } from "vitest";
import type { Group } from "../../src/loss.js";
import { contractOf } from "../../src/testing/index.js";
import { stdlib } from "../../stdlib/index.js";
import { programs, surrogates, variants } from "./variants.js";

/** Made for targets one pixel wide: among thick edges their own normals and rivals are none. */
const forThinEdges: ReadonlySet<string> = new Set(["nms_edge", "edge_direction"]);

/** What single precision loses beyond the usual. */
const precisions: Readonly<Record<string, number>> = {
  // The arc cosine near 1 doubles the digits that are lost.
  edge_direction: 1e-4,
  // With the true gradient: in corners that the border condition has made flat, a curvature multiplies by 1e5. As published it is a constant; the oracle has that.
  level_set_evolution: 1e-3,
};

/** What the losses of some groups owe by being declared. A file for each group or two, so that they are looked at side by side. */
export function owedBy(...groups: readonly Group[]): void {
  beforeAll(async () => {
    await tf.setBackend("cpu");
  });
  const losses = stdlib.filter(({ group }) => groups.includes(group));
  describe.each(losses.map((loss) => [loss.name, loss] as const))("%s", (name, loss) => {
    for (const check of contractOf(loss, {
      library: stdlib,
      variants: variants[name] ?? [],
      surrogates: surrogates[name] ?? [],
      devices: ["cpu", "wasm"],
      ...(programs[name] && { program: programs[name] }),
      ...(forThinEdges.has(name) && { least: false }),
      ...(precisions[name] && { precision: precisions[name] }),
    }))
      it(check.name, check.run);
  });
}
