import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { checkSource } from "../../src/check/check.js";
import { BatchError, compile, type Loss } from "../../src/index.js";
import type { Program, Weight } from "../../src/program/program.js";
import { random } from "../../src/random.js";
import { inEpochs } from "../../src/schedule/clock.js";
import { filled } from "../../src/testing/arrays.js";
import { drawnField, filledBatch, predictsVectors } from "../../src/testing/batches.js";
import { disposeOf, gradientIn, tensorsOf } from "../../src/testing/tensors.js";
import { recipes, stdlib } from "../../stdlib/index.js";
import { shown, used } from "./programs.js";
import { digits, logitsOf, type Scene, shifted, vessels, volume } from "./scenes.js";

/** Every program of the documentation, run on masks that people drew, at each moment its schedule names. */

const around = { epochs: 100, stepsPerEpoch: 10, resolve: () => used };

const declarations = new Map(stdlib.map((loss) => [loss.name, loss]));

let scenes: readonly Scene[] = [];
beforeAll(async () => {
  await tf.setBackend("wasm");
  scenes = [vessels, volume, await digits()];
});

describe.each(shown)("$from: $source", ({ source }) => {
  it("does on real masks what it promises", async () => {
    const { program, diagnostics } = checkSource(
      { file: "shown.loss", text: source },
      { ...around, library: stdlib, recipes },
    );
    expect(diagnostics.filter((d) => d.severity === "error")).toEqual([]);
    // Phases that wait for a metric are checked, and run by nothing yet.
    if (program!.blocked) return;
    const loss = compile(source, around);
    let ran = 0;
    for (const scene of scenes) if (await fits(loss, scene)) ran += await holds(loss, scene);
    loss.dispose();
    expect(ran).toBeGreaterThan(0);
  });
});

const declarationsOf = ({ program }: Loss) => program.terms.map((term) => declarations.get(term.loss)!);

/** A scene that a program cannot look at, because it has too few classes or too many dimensions, is refused in words. */
async function fits(loss: Loss, scene: Scene): Promise<boolean> {
  try {
    await at(loss, scene, logitsOf(scene, 1), 0);
    return true;
  } catch (error) {
    if (error instanceof BatchError) return false;
    throw error;
  }
}

async function holds(loss: Loss, scene: Scene): Promise<number> {
  const epochs = momentsOf(loss.program);
  for (const epoch of epochs) {
    const doubtful = await at(loss, scene, logitsOf(scene, 1, 2), epoch);
    expect(doubtful.gradient.every(Number.isFinite)).toBe(true);
    expect(doubtful.gradient.some((entry) => entry !== 0)).toBe(true);
    for (const { loss: name, label, value } of doubtful.terms) {
      const [low, high] = declarations.get(name)!.range;
      expect(value, label).toBeGreaterThanOrEqual(low - 1e-6);
      expect(value, label).toBeLessThanOrEqual(high + 1e-6);
    }
    if (!segments(loss)) continue;
    const perfect = await at(loss, scene, logitsOf(scene, 12), epoch);
    const moved = await at(loss, scene, logitsOf(shifted(scene, 3), 12), epoch);
    expect(perfect.value).toBeLessThanOrEqual(moved.value + 1e-5);
    // Whoever smooths labels wants no certainty, not even that of the truth.
    if (!smoothsLabels(loss)) expect(perfect.value).toBeLessThanOrEqual(doubtful.value + 1e-5);
  }
  return epochs.length;
}

/** What is perfect is an edge one pixel wide, which a mask of vessels is not. */
const ofThinEdges: ReadonlySet<string> = new Set(["nms_edge", "edge_direction"]);

/** Whether what it predicts is a segmentation: a level set, a field of vectors or an edge means something else. */
const segments = (loss: Loss) =>
  declarationsOf(loss).every((d) => !Object.values(d.inputs).includes("values") && !ofThinEdges.has(d.name));

const smoothsLabels = ({ program }: Loss) =>
  program.terms.some(({ params }) => Number(params.label_smoothing ?? 0) > 0);

interface Outcome {
  readonly value: number;
  readonly gradient: readonly number[];
  readonly terms: readonly { readonly loss: string; readonly label: string; readonly value: number }[];
}

async function at(loss: Loss, scene: Scene, logits: readonly number[], epoch: number): Promise<Outcome> {
  const batch = tensorsOf(batchOf(loss, scene, logits));
  try {
    const { value, gradients, terms } = await loss.valueAndGrad(batch, { epoch, step: epoch * around.stepsPerEpoch });
    expect(Number.isFinite(value)).toBe(true);
    return { value, gradient: await gradientIn(gradients), terms };
  } finally {
    disposeOf(batch);
  }
}

/** The batch a program asks for: predictions that say the logits, waves where vectors are predicted or something else is, and the masks and fields it names. */
function batchOf({ program }: Loss, { shape, classes, labels }: Scene, logits: readonly number[]) {
  const rank = shape.length - 1;
  const vectors = predictsVectors(program, declarations);
  return filledBatch(program, declarations, [...shape, vectors ? rank : classes], {
    prediction: (own) =>
      own.at(-1) === classes && !vectors
        ? { shape: own, data: Float64Array.from(logits) }
        : filled(own, (i) => Math.sin(0.3 * Math.floor(i / own.at(-1)!) + (i % own.at(-1)!))),
    target: () => ({ shape, data: Float64Array.from(labels) }),
    mask: (own) => filled(own, (i) => Number(i % 7 !== 0)),
    field: (own, _, form) => drawnField(own, form, shape.slice(1), random(1)),
  });
}

/** The epochs at which something begins, is under way, or is over; phases that wait for a metric are not among them. */
function momentsOf({ phases, timing }: Program): number[] {
  const named = phases.flatMap(({ from, weights }) => [
    ...("unit" in from ? [from] : []),
    ...weights.flatMap(({ weight }) => momentsIn(weight)),
  ]);
  const epochs = [...new Set([0, ...named.map((moment) => inEpochs(moment, timing))])].sort((a, b) => a - b);
  return [...new Set(epochs.flatMap((epoch, i) => [epoch, Math.floor((epoch + (epochs[i + 1] ?? epoch + 2)) / 2)]))];
}

const momentsIn = (weight: Weight): { unit: "epoch" | "step" | "percent"; value: number }[] => {
  if (weight.kind === "constant") return [];
  return weight.kind === "ramp" ? [weight.start, weight.end] : weight.of.flatMap(momentsIn);
};
