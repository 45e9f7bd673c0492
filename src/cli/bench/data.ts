import { stdlib } from "../../../stdlib/index.js";
import type { FieldForm } from "../../loss.js";
import type { Program } from "../../program/program.js";
import { type Random, random } from "../../random.js";
import type { Batch } from "../../run/batch.js";
import { syntheticShapes } from "../../run/synthetic-shapes.js";
import { blobs } from "./blobs.js";

/** A tensor's content in host memory. */
export interface Raw {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/**
 * Everything a program asks for, drawn from a seed: normal logits as a network has them at first, smooth blobs as targets, heads and fields as the terms need
 * them. Targets are one-hot.
 */
export function dataFor({ task, terms }: Program, shape: readonly number[], seed: number): Batch<Raw> {
  const draw = random(seed);
  const { heads, fields } = syntheticShapes(terms, library, shape);
  const masks = [...new Set(terms.flatMap(({ mask }) => (mask === undefined ? [] : [mask])))];
  const exclusive = (task.exclusive ?? true) && shape.at(-1)! > 1;
  const prediction = (own: readonly number[], name: string): Raw => {
    const logits = { shape: own, data: normal(sizeOf(own), draw.fork(`prediction ${name}`)) };
    return task.prediction === "logits" ? logits : probabilities(logits, exclusive);
  };
  const mask = (name: string) => maskOf(shape.slice(0, -1), draw.fork(`mask ${name}`));
  return {
    prediction: heads.size ? filled(heads, prediction) : prediction(shape, ""),
    target: targets(shape, exclusive, draw.fork("target")),
    ...(masks.length && { masks: filled(new Map(masks.map((name) => [name, name])), mask) }),
    ...(fields.size && { fields: filled(fields, (own, name) => fieldOf(own, shape, draw.fork(`field ${name}`))) }),
  };
}

const library = new Map(stdlib.map((loss) => [loss.name, loss]));

const filled = <A>(wanted: ReadonlyMap<string, A>, make: (what: A, name: string) => Raw): Record<string, Raw> =>
  Object.fromEntries([...wanted].map(([name, what]) => [name, make(what, name)]));

export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

/** Standard normal numbers, two from each pair of uniform ones (Box and Muller 1958). */
function normal(count: number, { next }: Random): Float32Array {
  const data = new Float32Array(count);
  for (let i = 0; i < count; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    data[i] = radius * Math.cos(angle);
    if (i + 1 < count) data[i + 1] = radius * Math.sin(angle);
  }
  return data;
}

/** One mask per class and sample; where classes exclude each other, the last one that has a pixel gets it, and the first what is left. */
function targets(shape: readonly number[], exclusive: boolean, draw: Random): Raw {
  const classes = shape.at(-1)!;
  const space = shape.slice(1, -1);
  const pixels = sizeOf(space);
  const data = new Float32Array(sizeOf(shape));
  for (let sample = 0; sample < shape[0]!; sample++) {
    const inside = Array.from({ length: classes }, (_, c) =>
      exclusive && c === 0 ? new Uint8Array(pixels).fill(1) : blobs(space, draw.fork(`${sample}/${c}`)),
    );
    for (let pixel = 0; pixel < pixels; pixel++) {
      const at = (sample * pixels + pixel) * classes;
      if (exclusive) data[at + inside.findLastIndex((mask) => mask[pixel] === 1)] = 1;
      else for (let c = 0; c < classes; c++) data[at + c] = inside[c]![pixel]!;
    }
  }
  return { shape, data };
}

/** Three quarters of the pixels count. */
function maskOf(shape: readonly number[], draw: Random): Raw {
  const samples = Array.from({ length: shape[0]! }, (_, sample) => blobs(shape.slice(1), draw.fork(`${sample}`)));
  return { shape, data: Float32Array.from(samples.flatMap((mask) => Array.from(mask, (inside) => 1 - inside))) };
}

/** Positions lie within the image; other numbers around 0. */
function fieldOf(
  { form, shape }: { readonly form: FieldForm; readonly shape: readonly number[] },
  image: readonly number[],
  { between }: Random,
): Raw {
  const space = image.slice(1, -1);
  const entry = (_: unknown, i: number) =>
    form === "points" ? between(0, space[i % space.length]! - 1) : between(-1, 1);
  return { shape, data: Float32Array.from({ length: sizeOf(shape) }, entry) };
}

function probabilities({ shape, data }: Raw, exclusive: boolean): Raw {
  const classes = shape.at(-1)!;
  if (!exclusive) return { shape, data: data.map((x) => 1 / (1 + Math.exp(-x))) };
  const result = data.map(Math.exp);
  for (let at = 0; at < result.length; at += classes) {
    const row = result.subarray(at, at + classes);
    const total = row.reduce((sum, x) => sum + x, 0);
    row.forEach((x, c) => {
      row[c] = x / total;
    });
  }
  return { shape, data: result };
}
