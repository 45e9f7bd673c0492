import { isSpatial } from "../../graph/axes.js";
import type { Node } from "../../graph/ops.js";
import { isImage } from "../../passes/fuse/domains.js";
import type { Bindings, FusedBackend, HostOperation } from "../backend.js";
import { floats, geometryOf, layoutOf, read, write } from "./geometry.js";
import { Memory } from "./memory.js";
import { Pool } from "./pool.js";
import { Executable } from "./program.js";
import { canShare } from "./threads/crew.js";
import type { Value } from "./value.js";

export type { Value } from "./value.js";

/** One memory and one set of threads serve all programs of a process. */
interface Machine {
  readonly memory: Memory;
  readonly pool: Pool;
}
let machine: Machine | undefined;

function start(): Machine {
  const memory = new Memory(canShare());
  machine = { memory, pool: new Pool(memory) };
  return machine;
}

/** Programs compiled for some roots: for each way the values known before and the shapes may be. */
type Executables = Map<string, Executable>;

/**
 * Fused kernels in WebAssembly: each pass over the pixels computes all it can, four pixels at a time. Images are float32, everything else float64. What has no
 * kernel is left to `operation`.
 */
export function wasmBackend(operation: HostOperation): FusedBackend<Value> {
  const { memory, pool } = machine ?? start();
  let loaded = new WeakMap<Node, Executables>();
  const made = new Set<Executable>();

  const executable = (roots: readonly Node[], bindings: Bindings<Value>): Executable => {
    const known = new Map([...(bindings.known ?? [])].flatMap(([node, { image }]) => [[node, image?.layout] as const]));
    const key = signature(roots, known, bindings);
    const first = roots[0]!;
    const programs = loaded.get(first) ?? new Map<string, Executable>();
    loaded.set(first, programs);
    const found = programs.get(key);
    if (found) return found;
    const space = [...bindings.sizes.keys()].filter(isSpatial);
    const program = new Executable(memory, pool, roots, known, space, bindings.sizes, operation);
    programs.set(key, program);
    made.add(program);
    return program;
  };

  const content = ({ shape, data, image }: Value) => ({
    shape,
    data: data ?? read(memory.f32, image!.address / 4, image!.geometry, image!.layout, Float32Array),
  });

  const backend: FusedBackend<Value> = {
    name: "wasm",
    derived: {},
    routines: {},
    synchronous: true,
    upload: (data, shape) => ({ shape, data }),
    shape: ({ shape }) => shape,
    readSync: content,
    read: async (value) => content(value),
    clone: (value) => content(value),
    dispose: ({ image }) => {
      if (image) memory.free(image.address);
    },
    view: ({ shape, image }) => {
      if (!image || image.geometry.row !== image.geometry.pitch) return undefined;
      if (image.layout.order === "planar" && image.layout.classes > 1) return undefined;
      const at = image.address / 4;
      return { shape, data: memory.f32.subarray(at, at + floats(image.geometry, image.layout)) };
    },
    settle: (node, value, sizes) => {
      const space = [...sizes.keys()].filter(isSpatial);
      if (value.image) return value;
      if (!isImage(node.axes, space)) return { shape: value.shape, data: Float64Array.from(value.data!) };
      const geometry = geometryOf(space, sizes);
      // As kernels leave what is computed for the host: one program serves values computed here and those that come from another thread.
      const layout = { ...layoutOf(node, sizes), order: "interleaved" as const };
      const address = memory.allocate(4 * floats(geometry, layout));
      write(memory.f32, address / 4, value.data!, geometry, layout);
      return { shape: value.shape, image: { address, layout, geometry } };
    },
    execute: (roots, bindings) => (roots.length ? executable(roots, bindings).run(bindings) : []),
    release: () => {
      free(made);
      loaded = new WeakMap();
    },
  };
  abandoned.register(backend, made);
  return backend;
}

/** Programs of a backend that nobody holds any more. */
const abandoned = new FinalizationRegistry<Set<Executable>>((made) => free(made));

function free(made: Set<Executable>): void {
  for (const program of made) program.dispose();
  made.clear();
}

/** What a program is compiled for, beside the roots' graph. */
function signature(
  roots: readonly Node[],
  known: ReadonlyMap<Node, { readonly order: string } | undefined>,
  { sizes }: Bindings<Value>,
): string {
  const before = [...known].map(([node, layout]) => `${node.id}${layout?.order ?? ""}`);
  return `${roots.map((root) => root.id)}|${before}|${[...sizes].flat()}`;
}

/** Threads that are to compute, those of them that have begun to listen, and those that have computed: the one that calls is among all of them. */
export const threads = (): { readonly wanted: number; readonly ready: number; readonly helped: number } => ({
  wanted: machine?.pool.threads ?? 1,
  ready: machine?.pool.ready ?? 1,
  helped: machine?.pool.helped ?? 1,
});

/** Bytes that programs, their constants and values that are kept take up in the memory of kernels. */
export const memoryInUse = (): number => machine?.memory.used ?? 0;
