import { parentPort } from "node:worker_threads";
import * as tf from "@tensorflow/tfjs";
import { compile } from "../../src/index.js";

/** What a thread that loads data is asked for. */
export interface Order {
  readonly source: string;
  readonly shape: readonly number[];
  readonly target: Float32Array;
}

await tf.setBackend("cpu");
parentPort!.on("message", async ({ source, shape, target }: Order) => {
  const loss = compile(source);
  const prepared = await loss.prepared({ target: tf.tensor(target, [...shape]) });
  parentPort!.postMessage(prepared, prepared.buffers);
  loss.dispose();
});
