/** What is to be known of a backend before it is loaded: to choose one, to document it, to test it. */
export interface BackendRecord {
  readonly name: string;
  /** What it computes by, and on what: a phrase for lists of options. */
  readonly summary: string;
  /** Whether many operations are computed in one pass over memory. */
  readonly fused: boolean;
  /** The devices of TensorFlow.js (its own backends) whose tensors it serves best, for `auto`: `any` where no other backend says so. */
  readonly serves: readonly string[] | "any" | "none";
  /** The device that TensorFlow.js must compute on for it, and what makes it do so; absent: any. */
  readonly needs?: { readonly device: string; readonly hint: string };
  /** Of what it computes; double precision makes it the oracle of the others. */
  readonly precision: "single" | "double";
}

/** All backends, in the order in which they are offered. Their implementations are in `registry/index.ts`, which the types keep complete. */
export const backends = [
  {
    name: "reference",
    summary: "float64 loops on the host, slow and exact",
    fused: false,
    serves: "none",
    precision: "double",
  },
  {
    name: "tfjs",
    summary: "one call of TensorFlow.js for each operation, on whichever of its backends is active",
    fused: false,
    serves: "any",
    precision: "single",
  },
  {
    name: "wasm",
    summary: "fused kernels in WebAssembly, for tensors of TensorFlow.js' cpu and wasm backends",
    fused: true,
    serves: ["cpu", "wasm"],
    precision: "single",
  },
  {
    name: "webgpu",
    summary: "fused kernels in WGSL, where TensorFlow.js computes on WebGPU",
    fused: true,
    serves: ["webgpu"],
    needs: {
      device: "webgpu",
      hint: 'import "@tensorflow/tfjs-backend-webgpu" and `await tf.setBackend("webgpu")` before `compile`',
    },
    precision: "single",
  },
] as const satisfies readonly BackendRecord[];

export type BackendName = (typeof backends)[number]["name"];

/** What somebody may ask for: a backend, or the one that serves the active device best. */
export type BackendChoice = "auto" | BackendName;

export const backendNames: readonly BackendName[] = backends.map(({ name }) => name);

export const backendChoices: readonly BackendChoice[] = ["auto", ...backendNames];

export const backendRecord = (name: BackendName): BackendRecord => backends.find((record) => record.name === name)!;

/** The backend for devices that no other serves: it computes wherever TensorFlow.js does. */
export const generalBackend: BackendName = backends.find(({ serves }) => serves === "any")!.name;

/** The backend that all others are compared with. */
export const oracleBackend: BackendName = backends.find(({ precision }) => precision === "double")!.name;

/** The backends that need no particular device of TensorFlow.js. */
export const portableBackends: readonly BackendName[] = backendNames.filter((name) => !backendRecord(name).needs);

/** The backend that serves tensors of a device of TensorFlow.js best. */
export const backendFor = (device: string): BackendName =>
  backendNames.find((name) => {
    const { serves } = backendRecord(name);
    return Array.isArray(serves) && serves.includes(device);
  }) ?? generalBackend;
