import { describe, expect, it } from "vitest";
import { legalize } from "../../../src/backends/legalize.js";
import { referenceExecution, referenceOperation } from "../../../src/backends/reference/index.js";
import { Executable } from "../../../src/backends/wasm/executable.js";
import { wasmBackend } from "../../../src/backends/wasm/index.js";
import { readInterleaved } from "../../../src/backends/wasm/memory/geometry.js";
import { WasmMemory } from "../../../src/backends/wasm/memory/memory.js";
import { control } from "../../../src/backends/wasm/threads/control.js";
import { canShare } from "../../../src/backends/wasm/threads/workers.js";
import { WorkerPool } from "../../../src/backends/wasm/worker-pool.js";
import { distanceTransform } from "../../../src/graph/routines.js";
import { World } from "../world.js";

/** Sums, neighbours and gradients over more chunks than there are threads. */
function scene() {
  const world = new World(2, 3, [2, 131, 130]);
  const x = world.value(world.full, -3, 3);
  const p = x.softmax("class");
  const near = p
    .reduceWindow("x", "max")
    .sub(p.shift("y", 1, "edge"))
    .square();
  const root = near
    .sumOver(["y", "x"])
    .div(p.square().sumOver(["y", "x"]))
    .sumOver(["batch", "class"]);
  return {
    world,
    roots: legalize(world.graph, wasmBackend(referenceOperation, referenceExecution), [
      root.node,
      ...world.gradients(root),
    ]),
  };
}

/** Distances of a few false pixels, further apart than kernels try one by one: in the plane in whole units, in space in others. */
function far(space: readonly number[], units: readonly number[]) {
  const world = new World(space.length === 2 ? 2 : 3, 2, [2, ...space]);
  const image = world.value(world.full, 0, 1);
  const spacing = units.map((unit) => world.number(unit));
  const distances = [image.greater(0.0001), image.less(0.7)].map((mask) => distanceTransform(mask, spacing));
  return {
    world,
    roots: legalize(
      world.graph,
      wasmBackend(referenceOperation, referenceExecution),
      distances.map(({ node }) => node),
    ),
  };
}

const scenes = {
  "sums and gradients": scene,
  "distances in the plane": () => far([131, 130], [1, 2]),
  "distances in space": () => far([7, 60, 200], [1.5, 1, 0.7]),
};

/** A program that can be run again and again, and gives its roots as bytes. */
function loaded({ world, roots }: ReturnType<typeof scene>, memory: WasmMemory, pool: WorkerPool): () => Buffer {
  const program = new Executable(memory, pool, roots, new Map(), world.scope.space, world.sizes, referenceOperation);
  return () => {
    const values = program.run(world.bindings(wasmBackend(referenceOperation, referenceExecution)));
    const parts = values.map(({ data, image }) => {
      if (!image) return Buffer.from(Float64Array.from(data!).buffer);
      const { address, geometry, layout } = image;
      return Buffer.from(readInterleaved(memory.f32, address / 4, geometry, layout, Float32Array).buffer);
    });
    for (const { image } of values) if (image) memory.free(image.address);
    return Buffer.concat(parts);
  };
}

const helpersReady = async (memory: WasmMemory, count: number) => {
  const end = Date.now() + 20_000;
  while (Atomics.load(memory.i32, control.ready) < count && Date.now() < end)
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(Atomics.load(memory.i32, control.ready)).toBe(count);
};

describe("threads", () => {
  it.skipIf(!canShare()).each(Object.entries(scenes))(
    "find the very same digits as one alone: %s",
    { timeout: 240_000 },
    async (_, scene) => {
      const shared = new WasmMemory(true);
      const workers = new WorkerPool(shared);
      await helpersReady(shared, workers.threads - 1);
      const alone = new WasmMemory(false);
      const one = scene();
      const wanted = loaded(one, alone, new WorkerPool(alone))();
      const together = loaded(one, shared, workers);
      // Helpers compile when they first meet a program: by the last of these they take part.
      for (let i = 0; i < 30; i++) expect(together().equals(wanted)).toBe(true);
    },
  );

  it("are not needed", () => {
    const memory = new WasmMemory(false);
    const pool = new WorkerPool(memory);
    expect(pool.threads).toBe(1);
    expect(loaded(scene(), memory, pool)().readDoubleLE(0)).toBeGreaterThan(0);
    expect(memory.shared).toBe(false);
  });
});
