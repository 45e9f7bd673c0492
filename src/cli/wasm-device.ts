/** Whether TensorFlow.js can compute on its wasm backend here, which is a package of its own. */
export async function hasWasm(): Promise<boolean> {
  try {
    await import("@tensorflow/tfjs-backend-wasm");
    return true;
  } catch {
    return false;
  }
}
