import { existsSync } from "node:fs";
import * as tf from "@tensorflow/tfjs";

/** The driver that computes on the processor, where Debian's `chromium` puts it; the loader is in `libvulkan1`. */
const softwareDriver = "/usr/lib/chromium/vk_swiftshader_icd.json";

/** Runs TensorFlow.js on WebGPU in Node, by the first driver that is there: one the environment names, else Chromium's software driver. */
export async function startWebgpu(): Promise<"started" | { readonly unavailable: string }> {
  if (!process.env.VK_ICD_FILENAMES) {
    if (!existsSync(softwareDriver))
      return { unavailable: `there is no ${softwareDriver} (install chromium and libvulkan1)` };
    process.env.VK_ICD_FILENAMES = softwareDriver;
  }
  const { create, globals } = await import("webgpu");
  Object.assign(globalThis, globals);
  const gpu = create([]);
  Object.defineProperty(globalThis, "navigator", { value: { gpu }, configurable: true });
  if (!(await gpu.requestAdapter())) return { unavailable: "the driver offers no adapter" };
  // Looks for `navigator.gpu` as it is imported.
  await import("@tensorflow/tfjs-backend-webgpu");
  return (await tf.setBackend("webgpu")) ? "started" : { unavailable: "TensorFlow.js could not start on it" };
}
