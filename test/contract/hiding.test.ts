import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../src/index.js";
import type { LossDeclaration } from "../../src/loss.js";
import { type Parameter, type ParameterType, parametersOf } from "../../src/parameters.js";
import type { Batch } from "../../src/run/batch.js";
import { type HostArray, mapValues, predictionsOf } from "../../src/testing/arrays.js";
import { callOf, taskFor } from "../../src/testing/calls.js";
import { batchFor, type ContractCase, formsOf, imageShape, taskOf } from "../../src/testing/cases.js";
import { disposeOf, gradientIn, tensorsOf } from "../../src/testing/tensors.js";
import { stdlib } from "../../stdlib/index.js";

/**
 * Every loss, each of its parameters with other values than its default, every form of prediction, and every way of hiding pixels: value and gradient are finite, what is
 * hidden has no gradient, and where nothing is left both are 0.
 */

beforeAll(async () => {
  await tf.setBackend("cpu");
});

/** Values to try for a parameter, as program text. */
function valuesOf({ type, name, default: usual, meta }: Parameter, classes: number): readonly string[] {
  // A target that is given as a field of vectors or numbered instances is no mask.
  if (meta.names || name === "given" || name === "instances") return [];
  if (meta.perClass && name !== "penalties") {
    const list = `[${Array.from({ length: classes }, (_, c) => 0.25 + c / 2).join(", ")}]`;
    return type.kind === "list" && type.of.kind === "list" ? [] : [list];
  }
  return sampled(type).filter((value) => value !== String(usual));
}

function sampled(type: ParameterType): readonly string[] {
  switch (type.kind) {
    case "boolean":
      return ["true", "false"];
    case "choice":
      return type.values.map((value) => JSON.stringify(value));
    case "number": {
      const { whole, least, most } = type;
      const inside = (x: number) =>
        (!least || x > least.value || (least.inclusive && x === least.value)) &&
        (!most || x < most.value || (most.inclusive && x === most.value));
      const tried = whole ? [0, 2] : [0, 0.3, 1.4];
      return tried.filter(inside).map(String);
    }
    case "either":
      return type.types.flatMap(sampled);
    default:
      return [];
  }
}

/** A loss as it is, and with each of its parameters changed; small radii, as the images are. */
function sources(loss: LossDeclaration, classes: number): readonly string[] {
  const own = parametersOf(loss.params).flatMap((parameter) =>
    valuesOf(parameter, classes).map((value) => callOf(loss, "required", [`${parameter.name}=${value}`])),
  );
  const small: Readonly<Record<string, string>> = {
    hd_cv: "radii=[1]",
    cldice: "iterations=2",
    cbdice: "iterations=2",
  };
  const few = small[loss.name];
  const shortened = few
    ? own.map((source) => (source.includes(few.split("=")[0]!) ? source : source.replace(/\)$/, `, ${few})`)))
    : own;
  return [callOf(loss, "required", few ? [few] : []), ...shortened];
}

/** How pixels are hidden: by a mask, or by values of the target. */
const hidings: Readonly<Record<string, (i: number, channel: number) => boolean>> = {
  nothing: () => false,
  "every third pixel": (i) => i % 3 === 0,
  "one sample": (i) => i < 30,
  "one class": (_, channel) => channel === 1,
  everything: () => true,
};

/** The batch with pixels hidden. */
function hidden(
  batch: Batch<HostArray>,
  by: "mask" | "ignore",
  hides: (i: number, channel: number) => boolean,
): Batch<HostArray> {
  const pixels = Object.values(predictionsOf(batch))[0]!.shape[0]! * 30;
  const { target, masks } = batch;
  if (by === "mask")
    return {
      ...batch,
      masks: mapValues(masks ?? {}, ({ shape, data }) => ({ shape, data: data.map((_, i) => Number(!hides(i, 0))) })),
    };
  const width = target.data.length / pixels;
  const data = target.data.map((t, i) => (hides(Math.floor(i / width), i % width) ? 255 : t));
  return { ...batch, target: { ...target, data } };
}

const leavesBackground = ({ params }: LossDeclaration): boolean =>
  parametersOf(params).some(({ name, default: usual }) => name === "background" && usual === false);

const isExact = (x: number) => x === 0;

describe.each(stdlib.map((loss) => [loss.name, loss] as const))("%s", (_, loss) => {
  it.each(formsOf(loss))("%s", async (form) => {
    const classes = form === "exclusive classes" || form === "independent labels" ? 3 : 1;
    const seen = classes - Number(form === "exclusive classes" && leavesBackground(loss));
    for (const source of sources(loss, seen))
      for (const by of ["mask", "ignore"] as const) {
        const one: ContractCase = { source, library: stdlib, rank: 2, form, tensors: taskFor(loss, "all") };
        const task = { ...taskOf(one, by === "mask"), ...(by === "ignore" && { ignore: 255 }) };
        const compiled = compile(by === "mask" ? `${source} where roi` : source, { task, backend: "reference" });
        for (const [hiding, hides] of Object.entries(hidings)) {
          if (hiding === "one class" && (by === "mask" || form !== "independent labels")) continue;
          const where = `${source}, ${by} hides ${hiding}`;
          const batch = hidden(batchFor(one, compiled.program, { shape: imageShape(one, [5, 6]) }), by, hides);
          const tensors = tensorsOf(batch);
          const { value, gradients } = await compiled.valueAndGrad(tensors);
          const gradient = await gradientIn(gradients);
          disposeOf(tensors);
          expect(value, where).toSatisfy(Number.isFinite);
          expect(gradient.every(Number.isFinite), `${where}: a gradient that is not finite`).toBe(true);
          if (hiding === "everything") {
            expect(value, where).toBe(0);
            expect(gradient.every(isExact), `${where}: a gradient`).toBe(true);
          }
          if (form === "vertices" || form === "displacement" || hiding === "nothing") continue;
          const main = Object.values(predictionsOf(batch))[0]!;
          const width = main.shape.at(-1)!;
          const seenAt = Array.from(main.data, (_, i) => !hides(Math.floor(i / width), i % width));
          const at = gradient.findIndex((entry, i) => seenAt[i] === false && entry !== 0);
          expect(at, `${where}: a hidden entry has the gradient ${gradient[at]}`).toBe(-1);
        }
        compiled.dispose();
      }
  });
});
