import * as tf from "@tensorflow/tfjs";
import simdPath from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import type { ChosenBackend, PreparedDevice } from "./messages.js";

/** Makes TensorFlow.js ready for a backend of losslang; says which one it is in the end, and why. */
export async function prepare(asked: ChosenBackend): Promise<PreparedDevice> {
  if (asked === "webgpu") {
    const problem = await startWebgpu();
    if (!problem) return { asked, used: "webgpu", tensors: "webgpu" };
    await tf.setBackend("cpu");
    return { asked, used: "wasm", tensors: "cpu", notice: `${problem} WebAssembly computes instead.` };
  }
  const tensors = asked === "tfjs" ? await startWasm() : "cpu";
  await tf.setBackend(tensors);
  return { asked, used: asked, tensors };
}

/** Starts TensorFlow.js on WebGPU, or says in a sentence why that cannot be. */
async function startWebgpu(): Promise<string | undefined> {
  if (!("gpu" in navigator))
    return "This browser has no WebGPU, or not on this page: it needs Chrome or Edge 113, Safari 26 or Firefox 141, and https or localhost.";
  try {
    const adapter = await navigator.gpu.requestAdapter();
    if (!adapter)
      return "This browser knows WebGPU, but offers no graphics adapter: its driver may be missing or blocked.";
    await import("@tensorflow/tfjs-backend-webgpu");
    if (await tf.setBackend("webgpu")) return undefined;
    return "TensorFlow.js could not start on WebGPU.";
  } catch (error) {
    return `WebGPU did not start (${error instanceof Error ? error.message : error}).`;
  }
}

let wasm: Promise<"wasm" | "cpu"> | undefined;

/** TensorFlow.js' own kernels on the processor, from files that lie beside the page. */
function startWasm(): Promise<"wasm" | "cpu"> {
  wasm ??= (async () => {
    const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
    // Its threads are started from the text of a function, which does not outlive a bundler; and wherever kernels of losslang run, there are vectors.
    tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
    const address = new URL(simdPath, self.location.href).href;
    setWasmPaths({
      "tfjs-backend-wasm.wasm": address,
      "tfjs-backend-wasm-simd.wasm": address,
      "tfjs-backend-wasm-threaded-simd.wasm": address,
    });
    return (await tf.setBackend("wasm")) ? "wasm" : "cpu";
  })();
  return wasm;
}
