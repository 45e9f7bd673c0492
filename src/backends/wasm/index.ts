import { isSpatial } from "../../graph/ops/axes.js";
import type { Node } from "../../graph/ops.js";
import { isImage } from "../../passes/fuse/domains.js";
import type { Bindings, FusedBackend, GeneralExecution, HostOperation } from "../backend.js";
import { OutOfMemory } from "../backend.js";
import { Executable } from "./executable.js";
import { Execution } from "./execution.js";
import { dropAllExecutables, dropExecutable, useExecutable } from "./loaded-executables.js";
import { geometryOf, imageFloats, layoutOf, readInterleaved, writeImage } from "./memory/geometry.js";
import { giveBackIfUnused, type KernelRuntime, runtimeNow, startedRuntime } from "./runtime.js";
import type { WasmValue } from "./value.js";

export type { WasmValue as Value } from "./value.js";

/** The executables of some roots, by their shapes and by the layouts of values known before. */
type Executables = Map<string, Executable>;

/**
 * Fused kernels in WebAssembly: each pass over the pixels computes all it can, four pixels at a time. Images are float32, everything else float64. What has no
 * kernel is left to `operation`; what does not fit into the memory of the kernels is computed sample by sample, and what cannot be had in that way by `general`.
 */
export function wasmBackend(operation: HostOperation, general: GeneralExecution): FusedBackend<WasmValue> {
  let loaded = new WeakMap<Node, Executables>();
  const made = new Set<Executable>();
  const memory = () => startedRuntime().memory;

  const executableFor = (
    { memory, pool }: KernelRuntime,
    roots: readonly Node[],
    bindings: Bindings<WasmValue>,
  ): Executable => {
    const known = new Map([...(bindings.known ?? [])].flatMap(([node, { image }]) => [[node, image?.layout] as const]));
    const key = signature(roots, known, bindings);
    const first = roots[0]!;
    const executables = loaded.get(first) ?? new Map<string, Executable>();
    loaded.set(first, executables);
    const space = [...bindings.sizes.keys()].filter(isSpatial);
    const executable =
      executables.get(key) ?? new Executable(memory, pool, roots, known, space, bindings.sizes, operation);
    executables.set(key, executable);
    made.add(executable);
    useExecutable(executable, () => {
      executables.delete(key);
      made.delete(executable);
    });
    return executable;
  };

  const content = ({ shape, data, image }: WasmValue) => ({
    shape,
    data: data ?? readInterleaved(memory().f32, image!.address / 4, image!.geometry, image!.layout, Float32Array),
  });

  const dispose = ({ image }: WasmValue): void => {
    if (image && !image.borrowed) memory().free(image.address);
  };

  const execution = new Execution({
    kernels: (roots, bindings) => executableFor(startedRuntime(), roots, bindings).run(bindings),
    content,
    dispose,
    general,
    relieve: dropAllExecutables,
    warn: (message) => console.warn(message),
  });

  const backend: FusedBackend<WasmValue> = {
    name: "wasm",
    derived: {},
    routines: {},
    synchronous: true,
    upload: (data, shape) => ({ shape, data }),
    shape: ({ shape }) => shape,
    readSync: content,
    read: async (value) => content(value),
    clone: (value) => content(value),
    dispose,
    view: ({ shape, image }) => {
      if (!image || image.geometry.row !== image.geometry.pitch) return undefined;
      if (image.layout.order === "planar" && image.layout.classes > 1) return undefined;
      const at = image.address / 4;
      return { shape, data: memory().f32.subarray(at, at + imageFloats(image.geometry, image.layout)) };
    },
    settle: (node, value, sizes) => {
      const space = [...sizes.keys()].filter(isSpatial);
      if (value.image) return value;
      if (!isImage(node.axes, space)) return { shape: value.shape, data: Float64Array.from(value.data!) };
      const geometry = geometryOf(space, sizes);
      // As kernels leave what is computed for the host: one executable serves values computed here and those that come from another thread.
      const layout = { ...layoutOf(node, sizes), order: "interleaved" as const };
      try {
        const address = memory().allocate(4 * imageFloats(geometry, layout));
        writeImage(memory().f32, address / 4, value.data!, geometry, layout);
        return { shape: value.shape, image: { address, layout, geometry } };
      } catch (error) {
        if (error instanceof OutOfMemory) return { shape: value.shape, data: Float32Array.from(value.data!) };
        throw error;
      }
    },
    execute: (roots, bindings) => (roots.length ? execution.run(roots, bindings) : []),
    release: () => {
      free(made);
      loaded = new WeakMap();
    },
  };
  abandoned.register(backend, made);
  return backend;
}

/** Frees the executables of backends that were garbage-collected. */
const abandoned = new FinalizationRegistry<Set<Executable>>((made) => free(made));

function free(made: Set<Executable>): void {
  for (const executable of [...made]) dropExecutable(executable);
  giveBackIfUnused();
}

/** The key of an executable: its roots, the values known before with their layouts, and the shapes. */
function signature(
  roots: readonly Node[],
  known: ReadonlyMap<Node, { readonly order: string } | undefined>,
  { sizes }: Bindings<WasmValue>,
): string {
  const before = [...known].map(([node, layout]) => `${node.id}${layout?.order ?? ""}`);
  return `${roots.map((root) => root.id)}|${before}|${[...sizes].flat()}`;
}

/** How many threads should compute, have begun to listen, and have computed at least once; each count includes the calling thread. */
export const threads = (): { readonly wanted: number; readonly ready: number; readonly helped: number } => ({
  wanted: runtimeNow()?.pool.threads ?? 1,
  ready: runtimeNow()?.pool.ready ?? 1,
  helped: runtimeNow()?.pool.helped ?? 1,
});

/** Bytes that executables, their constants and kept values take up in the memory of kernels. */
export const memoryInUse = (): number => runtimeNow()?.memory.used ?? 0;

/** Bytes that the memory of kernels has taken from the system. */
export const memoryTaken = (): number => runtimeNow()?.memory.taken ?? 0;
