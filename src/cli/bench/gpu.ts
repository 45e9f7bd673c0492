import type * as tf from "@tensorflow/tfjs";

/** The part of WebGPU that is wrapped here. */
interface Adapter {
  readonly info: { readonly vendor: string; readonly device: string; readonly description: string };
  requestDevice(wanted: { readonly requiredFeatures?: readonly (string | readonly string[])[] }): Promise<unknown>;
}

let adapter: Adapter | undefined;

/** Makes TensorFlow.js compute on a GPU, in a browser or by the package `webgpu` in Node. @returns why it cannot */
export async function activateGpu(tensors: typeof tf): Promise<string | undefined> {
  if (!("gpu" in (globalThis.navigator ?? {})) && !(await provideGpu()))
    return "there is no WebGPU here; the package `webgpu` brings it to Node";
  if (!adapter) return "WebGPU finds no adapter: Vulkan's loader and a driver must be there";
  try {
    // It looks for WebGPU as it is imported.
    await import("@tensorflow/tfjs-backend-webgpu");
  } catch {
    return "@tensorflow/tfjs-backend-webgpu is not installed";
  }
  return (await tensors.setBackend("webgpu")) ? undefined : "TensorFlow.js could not start on WebGPU";
}

/** What computes, in the words of its driver; nothing as long as no GPU has been asked for. */
export const gpuInUse = (): string | undefined =>
  adapter && [adapter.info.vendor, adapter.info.device, adapter.info.description].filter(Boolean).join(", ");

async function provideGpu(): Promise<boolean> {
  let provider: typeof import("webgpu");
  try {
    provider = await import("webgpu");
  } catch {
    return false;
  }
  Object.assign(globalThis, provider.globals);
  const gpu = provider.create([]) as unknown as { requestAdapter(options?: object): Promise<Adapter | null> };
  const requestAdapter = async (options?: object) => {
    const found = await gpu.requestAdapter(options);
    if (!found) return null;
    const requestDevice = found.requestDevice.bind(found);
    // TensorFlow.js 4.22 wraps the name of a feature in a list of its own, which a browser reads as the name.
    found.requestDevice = (wanted) =>
      requestDevice({ ...wanted, requiredFeatures: (wanted?.requiredFeatures ?? []).flat() });
    adapter = found;
    return found;
  };
  Object.defineProperty(globalThis, "navigator", { value: { gpu: { requestAdapter } }, configurable: true });
  await requestAdapter({ powerPreference: "high-performance" });
  return true;
}
