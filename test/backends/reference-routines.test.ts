import { describe, expect, it, vi } from "vitest";
import { execute } from "../../src/backends/interpret.js";
import { legalize } from "../../src/backends/legalize.js";
import { referenceBackend as reference } from "../../src/backends/reference/index.js";
import { tfjsBackend } from "../../src/backends/tfjs/index.js";
import { routines } from "../../src/graph/ops/routines.js";
import type { RoutineOp } from "../../src/graph/ops.js";
import { cases } from "./op-cases.js";
import { compute, World } from "./world.js";

const touched = vi.hoisted(() => vi.fn());

/** No kernel runs without this memory and the modules on it. */
vi.mock("../../src/routines/shared/kernel/memory.js", async (load) => {
  const stop = () => {
    touched();
    throw new Error("A kernel was asked for.");
  };
  return { ...(await load<object>()), kernelMemory: stop, lazyModule: () => stop };
});

describe("the reference backend", () => {
  it.each(Object.keys(routines) as RoutineOp[])("computes `%s` without kernels", (op) => {
    for (const [, build] of cases[op]) {
      const world = new World();
      const [value] = compute(reference, world, [build(world).node]);
      expect(value!.length).toBeGreaterThan(0);
    }
    expect(touched).not.toHaveBeenCalled();
  });

  it("is the only one that does", () => {
    const world = new World();
    const [, build] = cases.persistence[0]!;
    const backend = tfjsBackend();
    const roots = legalize(world.graph, backend, [build(world).node]);
    expect(() => execute(backend, roots, world.bindings(backend))).toThrow("A kernel was asked for.");
    expect(touched).toHaveBeenCalled();
  });
});
