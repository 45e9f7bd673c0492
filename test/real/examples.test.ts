import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { check } from "../../src/check/check.js";
import { BatchError, compile, type Loss } from "../../src/index.js";
import { asField, asHead } from "../../src/loss.js";
import type { Program, Weight } from "../../src/program/program.js";
import { inEpochs } from "../../src/schedule/clock.js";
import { type Further, fieldsOf } from "../../src/testing/further.js";
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
    const { program, diagnostics } = check(
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
    expect(doubtful.gradient.some((slope) => slope !== 0)).toBe(true);
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
  declarationsOf(loss).every((d) => !Object.values(d.sees).includes("values") && !ofThinEdges.has(d.name));

const smoothsLabels = ({ program }: Loss) =>
  program.terms.some(({ params }) => Number(params.label_smoothing ?? 0) > 0);

interface Outcome {
  readonly value: number;
  readonly gradient: readonly number[];
  readonly terms: readonly { readonly loss: string; readonly label: string; readonly value: number }[];
}

async function at(loss: Loss, scene: Scene, logits: readonly number[], epoch: number): Promise<Outcome> {
  const batch = batchOf(loss, scene, logits);
  try {
    const { value, gradients, terms } = await loss.valueAndGrad(batch, { epoch, step: epoch * around.stepsPerEpoch });
    const slopes = await Promise.all(Object.values(gradients).map((g) => g.data()));
    tf.dispose(gradients);
    expect(Number.isFinite(value)).toBe(true);
    return { value, gradient: slopes.flatMap((s) => Array.from(s)), terms };
  } finally {
    tf.dispose(batch);
  }
}

/** What terms read beside the head they stand on, by the names that the program gives it. */
function furtherIn({ program }: Loss): Further {
  const requests = program.terms.flatMap(({ loss, params }) =>
    Object.values(declarations.get(loss)!.sees).map((request) => ({ request, params })),
  );
  const named = <T>(value: unknown, asked: T): [string, T][] => (typeof value === "string" ? [[value, asked]] : []);
  const heads = requests.flatMap(({ request, params }) => {
    const asked = asHead(request);
    return asked ? named(params[asked.head], asked.channels) : [];
  });
  const fields = requests.flatMap(({ request, params }) => {
    const asked = asField(request);
    return asked ? named(params[asked.field], asked.form) : [];
  });
  return { heads: new Map(heads), fields: new Map(fields) };
}

/** The batch a program asks for: a prediction for each head, a vector field where that, or what displaces a contour, is predicted, and the masks and fields it names. */
function batchOf(loss: Loss, { shape, classes, labels }: Scene, logits: readonly number[]) {
  const { terms, task } = loss.program;
  const further = furtherIn(loss);
  const isField = (head: string | undefined) =>
    (head !== undefined && further.heads.get(head) === "space") ||
    terms.some((term) => term.head === head && declarations.get(term.loss)!.channels !== undefined);
  const wave = (channels: number) =>
    tf.tensor(
      labels.flatMap((_, i) => Array.from({ length: channels }, (_, k) => Math.sin(0.3 * i + k))),
      [...shape, channels],
    );
  const predicted = (head?: string) => {
    if (isField(head)) return wave(shape.length - 1);
    const isGate = head !== undefined && further.heads.get(head) === "one";
    return isGate ? wave(1) : tf.tensor([...logits], [...shape, classes]);
  };
  const fields = Object.entries(fieldsOf(further, [...shape, classes], 1)).map(
    ([name, { shape, data }]) => [name, tf.tensor([...data], [...shape])] as const,
  );
  const masks = Object.fromEntries(
    task.masks.map((name) => [
      name,
      tf.tensor(
        labels.map((_, i) => Number(i % 7 !== 0)),
        [...shape],
      ),
    ]),
  );
  return {
    prediction: task.heads.length ? Object.fromEntries(task.heads.map((head) => [head, predicted(head)])) : predicted(),
    target: tf.tensor([...labels], [...shape]),
    masks,
    fields: Object.fromEntries(fields),
  };
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
