import type { ResolvedTask } from "../check/program.js";
import { type Axis, spaceAxes } from "../graph/axes.js";
import type { Layout } from "../graph/views.js";
import { BatchError } from "./errors.js";

type Shape = readonly number[];

/** The shapes of a batch's tensors. */
export interface BatchShapes {
  /** By head; a single prediction is named `""`. */
  readonly predictions: ReadonlyMap<string, Shape>;
  readonly target: Shape;
  readonly masks: ReadonlyMap<string, Shape>;
  readonly spacing?: readonly number[];
}

/** A batch understood: which views its tensors allow, how long each axis is, and in which shape each tensor enters the graph. */
export interface Fitted {
  readonly layout: Layout;
  readonly sizes: ReadonlyMap<Axis, number>;
  readonly target: Shape;
  readonly mask: Shape;
  /** One number per spatial axis. */
  readonly spacing: readonly number[];
}

const show = (shape: Shape) => `[${shape.join(", ")}]`;
const sameShape = (a: Shape, b: Shape) => a.length === b.length && a.every((n, i) => n === b[i]);

/**
 * Reads the layout of a batch off its shapes and the task.
 *
 * @throws {BatchError} when shapes disagree with each other or with the task; the message names both and says what would fit.
 */
export function fitBatch(shapes: BatchShapes, task: ResolvedTask): Fitted {
  const [[head, prediction] = ["", [] as Shape], ...others] = [...shapes.predictions];
  const rank = rankOf(prediction, head, task);
  const heads = headsOf(others, prediction, head);
  const classes = prediction.at(-1)!;
  if (task.classes && task.classes.length !== classes)
    throw new BatchError(
      `The prediction ${show(prediction)} has ${classes} channels, but the task names ${task.classes.length}: ${task.classes.join(", ")}.`,
    );
  const space = spaceAxes(rank);
  const pixels = prediction.slice(0, -1);
  const target = targetOf(shapes.target, prediction, classes);
  for (const [name, shape] of shapes.masks)
    if (!sameShape(shape, pixels) && !sameShape(shape, [...pixels, 1]))
      throw new BatchError(
        `The mask \`${name}\` has the shape ${show(shape)}; a mask of this prediction is ${show(pixels)}.`,
      );
  return {
    layout: {
      rank,
      classes,
      exclusive: task.exclusive ?? classes > 1,
      prediction: task.prediction,
      target: target.encoding,
      ...(task.ignore !== undefined && { ignore: task.ignore }),
      ...(Object.keys(heads).length > 0 && { heads }),
    },
    sizes: new Map([
      ...["batch", ...space, "class"].map((axis, i) => [axis, prediction[i]!] as const),
      ...Object.entries(heads).map(([name, channels]) => [`class:${name}`, channels] as const),
    ]),
    target: target.shape,
    mask: pixels,
    spacing: spacingOf(shapes.spacing ?? task.spacing, rank),
  };
}

/** Heads with another number of channels than the first, which has the classes. */
function headsOf(others: readonly (readonly [string, Shape])[], first: Shape, name: string): Record<string, number> {
  const heads: Record<string, number> = {};
  for (const [other, shape] of others) {
    if (!sameShape(shape.slice(0, -1), first.slice(0, -1)))
      throw new BatchError(
        `The predictions of the heads \`${name}\` ${show(first)} and \`${other}\` ${show(shape)} differ in batch or size; heads of other resolutions are not supported yet.`,
      );
    if (shape.at(-1) !== first.at(-1)) heads[other] = shape.at(-1)!;
  }
  return heads;
}

function rankOf(prediction: Shape, head: string, task: ResolvedTask): 2 | 3 {
  const which = head ? `The prediction of the head \`${head}\`` : "The prediction";
  const wanted =
    task.space === undefined
      ? "[batch, h, w, class] or [batch, d, h, w, class]"
      : task.space === 2
        ? "[batch, h, w, class]"
        : "[batch, d, h, w, class]";
  const rank = prediction.length - 2;
  if ((rank !== 2 && rank !== 3) || (task.space !== undefined && rank !== task.space))
    throw new BatchError(`${which} has the shape ${show(prediction)}; it must be ${wanted}.`);
  if (prediction.some((n) => n < 1))
    throw new BatchError(`${which} has the shape ${show(prediction)}: it holds nothing.`);
  return rank;
}

function targetOf(
  target: Shape,
  prediction: Shape,
  classes: number,
): { readonly encoding: Layout["target"]; readonly shape: Shape } {
  const pixels = prediction.slice(0, -1);
  if (sameShape(target, prediction)) return { encoding: "onehot", shape: prediction };
  const labels = sameShape(target, pixels) || sameShape(target, [...pixels, 1]);
  if (labels) return classes === 1 ? { encoding: "onehot", shape: prediction } : { encoding: "labels", shape: pixels };
  throw new BatchError(
    `The target has the shape ${show(target)}, which does not fit the prediction ${show(prediction)}: give ${classes === 1 ? "a mask" : "one-hot classes"} ${show(prediction)} or ${classes === 1 ? "" : "labels "}${show(pixels)}.`,
  );
}

function spacingOf(spacing: readonly number[] | undefined, rank: 2 | 3): readonly number[] {
  if (!spacing) return Array.from({ length: rank }, () => 1);
  if (spacing.length !== rank)
    throw new BatchError(
      `The spacing ${show(spacing)} has ${spacing.length} numbers, but the prediction has ${rank} spatial axes.`,
    );
  if (!spacing.every((s) => Number.isFinite(s) && s > 0))
    throw new BatchError(
      `The spacing ${show(spacing)} must hold positive numbers: the size of a pixel along each axis.`,
    );
  return spacing;
}
