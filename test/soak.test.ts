import process from "node:process";
import v8 from "node:v8";
import { runInNewContext } from "node:vm";
import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CompileError, type CompileOptions, compile, type Loss } from "../src/index.js";
import { random } from "../src/random.js";

/** Steps of each training; `npm run soak` takes 10,000. */
const steps = Number(process.env.SOAK_STEPS ?? 300);

/** What the engine may add to its heap for code and feedback once we are warm, in bytes. Of 10,000 steps each may leave less than 100. */
const allowance = 1e6;

v8.setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Phases, a moving weight, host routines, target-only work: everything that holds on to something. */
const program =
  "dice + 0.5*ce + ramp(0, 1, over=step0..200)*hd_dt(alpha=2) then@step250 dice + boundary + 0.1*betti + cldice(iterations=2)";

const shape = [1, 8, 8, 2] as const;

interface Held {
  readonly tensors: number;
  readonly bytes: number;
  readonly heap: number;
  readonly device: number;
}

/** TensorFlow.js' own heap, which grows and never shrinks. */
const deviceBytes = () => (tf.backend() as { wasm?: { HEAPU8: Uint8Array } }).wasm?.HEAPU8.byteLength ?? 0;

function held(): Held {
  // Twice: what finalizers let go of is free at the next time.
  collect();
  collect();
  const { numTensors, numBytes } = tf.memory();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return { tensors: numTensors, bytes: numBytes, heap: heapUsed + arrayBuffers, device: deviceBytes() };
}

/** A fused backend that is not in this build is not soaked. */
function compiled(backend: NonNullable<CompileOptions["backend"]>): Loss | undefined {
  try {
    return compile(program, { backend });
  } catch (error) {
    if (error instanceof CompileError && error.diagnostics.some(({ code }) => code === "L511")) return undefined;
    throw error;
  }
}

const draw = random(3);
const logits = () =>
  tf.tensor(
    Float32Array.from({ length: 128 }, () => draw.between(-3, 3)),
    [...shape],
  );
const labels = () =>
  tf.tensor(
    Float32Array.from({ length: 64 }, () => draw.below(2)),
    [1, 8, 8],
  );

/** A step of training on a target that nobody has seen, every eighth by way of a promise. */
async function step(loss: Loss, at: number): Promise<void> {
  const [prediction, target] = [logits(), labels()];
  if (at % 8 === 7) (await loss.valueAndGrad({ prediction, target }, { step: at })).gradient.dispose();
  else {
    const { value, grads } = tf.valueAndGrads((x: tf.Tensor) => loss({ prediction: x, target }, { step: at }))([
      prediction,
    ]);
    for (const tensor of [value, ...grads]) tensor.dispose();
  }
  prediction.dispose();
  target.dispose();
}

describe.each([
  ["wasm", "wasm"],
  ["wasm", "tfjs"],
  ["cpu", "tfjs"],
] as const)("steps on %s, computed by %s", (device, backend) => {
  beforeAll(async () => {
    await tf.setBackend(device);
    await tf.ready();
  });
  afterAll(() => tf.disposeVariables());

  it("leak no tensor and grow no heap", { timeout: 1_800_000 }, async ({ skip }) => {
    const empty = tf.memory().numTensors;
    const loss = compiled(backend);
    if (!loss) return skip(`${backend} is not in this build`);
    // Until both phases are loaded, the cache of targets is full, and the engine has compiled what is hot: it goes on with that for some thousand steps.
    const warm = 300 + steps / 5;
    for (let at = 0; at < warm; at++) await step(loss, at);
    const before = held();
    for (let at = warm; at < warm + steps; at++) await step(loss, at);
    const after = held();
    expect(after.tensors).toBe(before.tensors);
    expect(after.bytes).toBe(before.bytes);
    expect(after.device).toBe(before.device);
    expect(after.heap - before.heap).toBeLessThan(allowance);
    loss.dispose();
    expect(tf.memory().numTensors).toBe(empty);
  });
});
