import * as tf from "@tensorflow/tfjs";
import { CompileError, check, compile, type Diagnostic, type Loss } from "../../../src/index.js";
import { stdlib } from "../../../stdlib/index.js";
import { prepare } from "./device.js";
import { drawingOf } from "./drawing.js";
import { resolve } from "./files.js";
import { type Fit, fitScene, sceneBatch } from "./fit.js";
import type { Answers, Compiled, Evaluated, Problem, Questions } from "./messages.js";
import { scheduleOf } from "./schedule.js";

const library = new Map(stdlib.map((loss) => [loss.name, loss]));

/** For programs that count in shares of the training, or mix units: a training of a hundred epochs. */
const training = { epochs: 100, stepsPerEpoch: 100 };

let loss: Loss | undefined;
let unit: "epoch" | "step" | "%" = "epoch";

/** One answer for each question; what is compiled stays until the next text. */
export const answer: { readonly [K in keyof Questions]: (question: Questions[K]) => Promise<Answers[K]> } = {
  async compile({ source, backend }): Promise<Compiled> {
    const device = await prepare(backend);
    loss?.dispose();
    loss = undefined;
    const options = { resolve, backend: device.used };
    const problems = check(source, options);
    try {
      loss = needsLengths(problems) ? compile(source, { ...options, ...training }) : compile(source, options);
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      return { device, problems: error.diagnostics.map(problemOf) };
    }
    const schedule = scheduleOf(loss.program, library);
    unit = schedule.unit;
    if (!needsLengths(problems)) return { device, problems: problems.map(problemOf), schedule };
    return { device, problems: check(source, { ...options, ...training }).map(problemOf), schedule, training };
  },

  async evaluate({ scene, time }): Promise<Evaluated> {
    const { live, fit, batch } = opened(scene);
    try {
      const { value, gradient, gradients, terms } = await live.valueAndGrad(batch, clockAt(time));
      const apart = terms.length > 1 ? await live.termGrads(batch, clockAt(time)) : [];
      const read = async (tensor: tf.Tensor) => Float32Array.from(await tensor.data());
      const total = await read(gradient);
      const each = await Promise.all(apart.map(({ gradient: one }) => read(one)));
      tf.dispose([gradients, apart.map(({ gradient: one }) => one)]);
      return {
        value,
        terms: terms.map(({ label, weight, value: unweighed }, i) => ({
          index: live.program.terms.findIndex((term) => term.label === label),
          weight,
          value: unweighed,
          gradient: each[i] ?? total.map((derivative) => derivative / weight),
        })),
        gradient: total,
        channels: fit.channels,
        activation: fit.activation,
      };
    } finally {
      tf.dispose(batch);
    }
  },

  async measure({ scene, time }) {
    const { live, batch } = opened(scene);
    const times: number[] = [];
    try {
      const begun = performance.now();
      while (times.length < 3 || (times.length < 25 && performance.now() - begun < 60)) {
        const before = performance.now();
        const { gradients } = await live.valueAndGrad(batch, clockAt(time));
        times.push(performance.now() - before);
        tf.dispose(gradients);
      }
    } finally {
      tf.dispose(batch);
    }
    times.sort((a, b) => a - b);
    return { median: times[times.length >> 1]!, steps: times.length };
  },

  async explain({ scene, time }) {
    const { live, fit } = opened(scene);
    return drawingOf(live.explain(clockAt(time), [1, scene.height, scene.width, fit.channels]));
  },
};

/** Whether all that is wrong is that nobody said how long training is. */
const needsLengths = (problems: readonly Diagnostic[]): boolean => {
  const errors = problems.filter(({ severity }) => severity === "error");
  return errors.length > 0 && errors.every(({ code }) => lengthCodes.has(code));
};
const lengthCodes: ReadonlySet<string> = new Set(["L406", "L407"]);

const clockAt = (time: number) =>
  unit === "step" ? { step: time } : { epoch: unit === "%" ? (time / 100) * training.epochs : time };

function opened(scene: Questions["evaluate"]["scene"]): { live: Loss; fit: Fit; batch: ReturnType<typeof sceneBatch> } {
  if (!loss) throw new Error("There is nothing to compute: the text has errors.");
  const fit = fitScene(loss.program, library, scene);
  return { live: loss, fit, batch: sceneBatch(loss.program, fit, scene) };
}

const problemOf = ({ code, severity, title, message, hint, fixes, span }: Diagnostic): Problem => ({
  code,
  severity,
  title,
  message,
  from: span.file === "<inline>" ? span.start : 0,
  to: span.file === "<inline>" ? span.end : 0,
  ...(hint !== undefined && { hint }),
  ...(fixes && { fixes }),
});
