/** How a device of TensorFlow.js (one of its backends: cpu, wasm, webgl, webgpu …) behaves, as far as it matters to what computes on its tensors. */
export interface DeviceTraits {
  /** Whether its tensors lie in memory of the host, so that reading one costs nothing. */
  readonly inHostMemory: boolean;
  /** Whether a tensor can be read without waiting, at whatever cost. */
  readonly readsSynchronously: boolean;
  /** Whether it copies the numbers that a tensor is made from, so that they may lie in memory that is written again. */
  readonly copiesOnCreate: boolean;
  /** Whether the numbers of a tensor can be seen where they lie in its WebAssembly memory. */
  readonly exposesHeap: boolean;
  /** Whether a cast of truth values to float only renames the integers that they are stored as. */
  readonly castsRenameIntegers: boolean;
  /** Whether it computes by WGSL shaders on a `GPUDevice`, which reports errors as events, after the fact. */
  readonly runsShaders: boolean;
}

const typical: DeviceTraits = {
  inHostMemory: false,
  readsSynchronously: true,
  copiesOnCreate: false,
  exposesHeap: false,
  castsRenameIntegers: false,
  runsShaders: false,
};

/** What is not typical of the devices that are known by name. */
const traits: ReadonlyMap<string, DeviceTraits> = new Map([
  ["cpu", { ...typical, inHostMemory: true }],
  ["wasm", { ...typical, inHostMemory: true, copiesOnCreate: true, exposesHeap: true }],
  ["webgpu", { ...typical, readsSynchronously: false, castsRenameIntegers: true, runsShaders: true }],
]);

/** The traits of a device by its name; a device that is not known is taken for a typical one. */
export const traitsOf = (device: string): DeviceTraits => traits.get(device) ?? typical;
