import type { FieldForm, LossDeclaration } from "../loss.js";
import type { Program } from "../program/program.js";
import { type Random, random } from "../random.js";
import type { Batch } from "../run/batch.js";
import { syntheticShapes } from "../run/synthetic-shapes.js";
import { filled, type HostArray, type Shape, sizeOf } from "./arrays.js";
import { type PredictionKind, predictionOf, ringsOf } from "./predictions.js";
import { type RegionKind, region } from "./regions.js";

type Library = ReadonlyMap<string, LossDeclaration>;

/** What fills the arrays that a program asks for. */
export interface Filling {
  /** `head` is empty where the program names no heads. */
  readonly prediction: (shape: Shape, head: string) => HostArray;
  readonly target: () => HostArray;
  readonly mask: (shape: Shape, name: string) => HostArray;
  readonly field: (shape: Shape, name: string, form: FieldForm) => HostArray;
}

/**
 * A batch that fits a program: a prediction, or one for each head that terms name, and the masks and fields they name.
 *
 * @param shape of the prediction whose channels are the classes, `[batch, …space, class]`
 */
export function filledBatch(
  { task, terms }: Program,
  library: Library,
  shape: Shape,
  filling: Filling,
): Batch<HostArray> {
  const { heads, fields } = syntheticShapes(terms, library, shape, task);
  const masks = [...new Set(terms.flatMap(({ mask }) => (mask === undefined ? [] : [mask])))];
  const pixels = shape.slice(0, -1);
  return {
    prediction: heads.size
      ? Object.fromEntries([...heads].map(([name, own]) => [name, filling.prediction(own, name)]))
      : filling.prediction(shape, ""),
    target: filling.target(),
    ...(masks.length && { masks: Object.fromEntries(masks.map((name) => [name, filling.mask(pixels, name)])) }),
    ...(fields.size && {
      fields: Object.fromEntries(
        [...fields].map(([name, field]) => [name, filling.field(field.shape, name, field.form)]),
      ),
    }),
  };
}

/** What is drawn into a batch. */
export interface Scenario {
  readonly prediction: PredictionKind;
  /** The region of each class. */
  readonly target: RegionKind;
}

/** Kinds of batches on which losses have been known to break, after an ordinary one. */
export const scenarios = {
  random: { prediction: "uniform", target: "blobs" },
  "empty mask": { prediction: "uniform", target: "empty" },
  "full mask": { prediction: "uniform", target: "full" },
  "one pixel": { prediction: "uniform", target: "one pixel" },
  noise: { prediction: "uniform", target: "noise" },
  saturated: { prediction: "saturated", target: "blobs" },
  tied: { prediction: "tied", target: "blobs" },
  zero: { prediction: "zero", target: "blobs" },
  "equal pixels": { prediction: "repeated", target: "blobs" },
} as const satisfies Readonly<Record<string, Scenario>>;

export interface BatchOptions {
  /** Of the prediction whose channels are the classes, `[batch, …space, class]`. */
  readonly shape: Shape;
  readonly seed: number;
  readonly scenario?: Scenario;
  /** How masks are drawn, which leave out a quarter of the pixels. Default: noise. */
  readonly mask?: RegionKind;
  /** Of a target of exclusive classes. Default: one-hot. */
  readonly encoding?: "one-hot" | "labels";
  /** Uniform logits are between −reach and reach. Default: 3. */
  readonly reach?: number;
  /** The prediction is a list of so many vertices, of contours in images of the shape. */
  readonly vertices?: number;
  /** Size of a pixel along each spatial axis. */
  readonly spacing?: readonly number[];
}

/** A batch that fits a program, drawn from a seed: the same options give the same numbers on every machine. */
export function drawnBatch(program: Program, library: Library, options: BatchOptions): Batch<HostArray> {
  const { shape, seed, scenario = scenarios.random, mask = "noise", reach = 3, vertices, spacing } = options;
  const draw = random(seed);
  const exclusive = isExclusive(program, shape);
  const probabilities =
    program.task.prediction === "probabilities" ? (exclusive ? "exclusive" : "independent") : undefined;
  const prediction = { kind: scenario.prediction, reach, probabilities } as const;
  const [batch, space] = [shape[0]!, shape.slice(1, -1)];
  const drawn = filledBatch(program, library, shape, {
    prediction: (own, head) => {
      const stream = draw.fork(`prediction ${head}`);
      return vertices !== undefined && (head === "" || head === "main")
        ? ringsOf([batch, vertices, space.length], space, stream)
        : predictionOf(own, prediction, stream);
    },
    target: () => targetOf(program, library, options, draw.fork("target")),
    mask: (own, name) => maskOf(mask, own, draw.fork(`mask ${name}`)),
    field: (own, name, form) => drawnField(own, form, space, draw.fork(`field ${name}`)),
  });
  return spacing ? { ...drawn, spacing } : drawn;
}

const isExclusive = ({ task }: Program, shape: Shape): boolean => shape.at(-1)! > 1 && (task.exclusive ?? true);

/** A field of vectors or a contour is predicted where its terms say so; its target is a mask, whatever the channels. */
export function predictsVectors({ terms }: Program, library: Library): boolean {
  const heads = new Set(terms.map(({ head }) => head));
  const main = heads.has(undefined) ? undefined : heads.has("main") ? "main" : terms[0]?.head;
  return terms.some((term) => term.head === main && library.get(term.loss)!.channels !== undefined);
}

/** One region for each class and sample; of exclusive classes, the last whose region has a pixel gets it, and the first what is left. */
function targetOf(
  program: Program,
  library: Library,
  { shape, scenario = scenarios.random, encoding = "one-hot" }: BatchOptions,
  draw: Random,
): HostArray {
  const pixels = shape.slice(0, -1);
  const classes = predictsVectors(program, library) ? 1 : shape.at(-1)!;
  const exclusive = classes > 1 && isExclusive(program, shape);
  const labelled = exclusive && encoding === "labels";
  const target = {
    shape: labelled || predictsVectors(program, library) ? pixels : shape,
    data: new Float64Array(sizeOf(pixels) * (labelled ? 1 : classes)),
  };
  const space = pixels.slice(1);
  const perSample = sizeOf(space);
  for (let sample = 0; sample < shape[0]!; sample++) {
    const inside = Array.from({ length: classes }, (_, c) =>
      region(exclusive && c === 0 ? "full" : scenario.target, space, draw.fork(`${sample}/${c}`)),
    );
    for (let pixel = 0; pixel < perSample; pixel++) {
      const at = sample * perSample + pixel;
      const label = inside.findLastIndex((mask) => mask[pixel] === 1);
      if (labelled) target.data[at] = label;
      else if (exclusive) target.data[at * classes + label] = 1;
      else for (let c = 0; c < classes; c++) target.data[at * classes + c] = inside[c]![pixel]!;
    }
  }
  return exclusive && !labelled ? target : ignoring(target, program, scenario, draw.fork("ignored"));
}

/** A tenth of an ordinary target is what the task ignores. */
function ignoring({ shape, data }: HostArray, { task }: Program, { target }: Scenario, draw: Random): HostArray {
  const { ignore } = task;
  if (ignore === undefined || (target !== "blobs" && target !== "noise")) return { shape, data };
  return { shape, data: data.map((x) => (draw.next() < 0.1 ? ignore : x)) };
}

function maskOf(kind: RegionKind, shape: Shape, draw: Random): HostArray {
  const hidden = Array.from({ length: shape[0]! }, (_, sample) => region(kind, shape.slice(1), draw.fork(`${sample}`)));
  return { shape, data: Float64Array.from(hidden.flatMap((mask) => Array.from(mask, (inside) => 1 - inside))) };
}

/** Positions within the image, vectors of length 1, other numbers from −1 to 1. */
export function drawnField(shape: Shape, form: FieldForm, space: Shape, { between }: Random): HostArray {
  if (form === "points") return filled(shape, (i) => Math.fround(between(0, space[i % space.length]! - 1)));
  const { data } = filled(shape, () => Math.fround(between(-1, 1)));
  const rank = space.length;
  const length = (i: number) => Math.hypot(...data.subarray(i - (i % rank), i - (i % rank) + rank)) || 1;
  return { shape, data: form === "image" ? data : data.map((x, i) => Math.fround(x / length(i))) };
}
