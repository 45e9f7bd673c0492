import { type Axis, spaceAxes } from "../graph/ops/axes.js";
import { type FittedForm, fieldAxes, type Layout, vectorAxis, verticesAxis } from "../graph/views.js";
import type { ProgramTerm, ResolvedTask } from "../program/program.js";
import { contoursIn, imageAround } from "./contours.js";
import { BatchError } from "./errors.js";
import { addBackground, channelsFirst } from "./target-hints.js";

type Shape = readonly number[];

/** The shapes of a batch's tensors. */
export interface BatchShapes {
  /** By head; a single prediction is named `""`. */
  readonly predictions: ReadonlyMap<string, Shape>;
  readonly target: Shape;
  readonly masks: ReadonlyMap<string, Shape>;
  readonly fields: ReadonlyMap<string, Shape>;
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
  const contours = contoursIn(shapes.predictions);
  const images = [...shapes.predictions].filter(([name]) => !contours.has(name));
  const drawn = imageAround(contours, images, shapes.target, task);
  const [[head, prediction] = ["", [] as Shape], ...others] = drawn
    ? [drawn]
    : classesFirst(images, shapes.target, task);
  const rank = rankOf(prediction, head, task);
  const heads = headsOf(others, prediction, head);
  const classes = prediction.at(-1)!;
  if (task.classes && task.classes.length !== classes)
    throw new BatchError(
      `The prediction ${show(prediction)} has ${classes} channels, but the task names ${task.classes.length}: ${task.classes.join(", ")}.${channelsFirst(prediction, shapes.target, task.classes.length)}`,
    );
  const space = spaceAxes(rank);
  const pixels = prediction.slice(0, -1);
  const target = targetOf(shapes.target, prediction, task);
  const name = head || task.heads[0];
  const fields = Object.fromEntries(
    [...shapes.fields].map(([field, shape]) => [field, formsOf(shape, pixels, rank, classes)]),
  );
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
      ...(name !== undefined && { head: name }),
      ...(task.ignore !== undefined && { ignore: task.ignore }),
      ...(Object.keys(heads).length > 0 && { heads }),
      ...(contours.size > 0 && { contours: [...contours.keys()].map((contour) => contour || (name ?? "")) }),
      ...(shapes.fields.size > 0 && { fields }),
    },
    sizes: new Map([
      ...["batch", ...space, "class"].map((axis, i) => [axis, prediction[i]!] as const),
      ...Object.entries(heads).map(([name, channels]) => [`class:${name}`, channels] as const),
      ...(shapes.fields.size + contours.size > 0 ? [[vectorAxis, rank] as const] : []),
      ...[...contours].map(([contour, shape]) => [verticesAxis(contour || name), shape[1]!] as const),
      ...[...shapes.fields].map(([field, shape]) => [`item:${field}`, shape[1] ?? 0] as const),
    ]),
    target: target.shape,
    mask: pixels,
    spacing: spacingOf(shapes.spacing ?? task.spacing, rank),
  };
}

/** The heads, the one whose channels are the classes first: `main`, or the first that has as many channels as the task or the target has classes. */
function classesFirst(
  all: readonly (readonly [string, Shape])[],
  target: Shape,
  task: ResolvedTask,
): readonly (readonly [string, Shape])[] {
  const fits = ([, shape]: readonly [string, Shape]) =>
    task.classes ? shape.at(-1) === task.classes.length : sameShape(shape, target);
  const chosen = all.find(([name]) => name === "main") ?? all.find(fits) ?? all[0];
  return chosen ? [chosen, ...all.filter((head) => head !== chosen)] : [];
}

/** Which forms a further tensor of this shape may have; more than one where lengths happen to agree. */
function formsOf(shape: Shape, pixels: Shape, rank: number, classes: number): readonly FittedForm[] {
  const perPixel = (channels: number) => sameShape(shape, [...pixels, channels]);
  return [
    ...(sameShape(shape, pixels) || perPixel(1) ? (["image"] as const) : []),
    ...(classes > 1 && perPixel(classes) ? (["classes"] as const) : []),
    ...(perPixel(rank) ? (["vectors"] as const) : []),
    ...(shape.length === 3 && shape[0] === pixels[0] && shape[2] === rank ? (["points"] as const) : []),
  ];
}

/** The shape in which a further tensor enters the graph. */
export const fieldShape = ({ layout, sizes }: Fitted, name: string, form: FittedForm): Shape =>
  fieldAxes(name, form, layout.rank).map((axis) => sizes.get(axis)!);

/** @throws {BatchError} when a field that a term reads is not there, or has not the form it needs. */
export function checkFields(terms: readonly ProgramTerm[], shapes: BatchShapes, { layout, mask }: Fitted): void {
  const wording = {
    image: `a number per pixel ${show(mask)}${layout.classes > 1 ? `, or per pixel and class ${show([...mask, layout.classes])}` : ""}`,
    vectors: `a vector per pixel ${show([...mask, layout.rank])}`,
    points: `positions [${mask[0]}, points, ${layout.rank}]`,
  };
  for (const { name, form, label } of fieldsRead(terms)) {
    const shape = shapes.fields.get(name);
    if (!shape)
      throw new BatchError(
        `\`${label}\` reads the field \`${name}\`, but the batch has no such field: add it to \`fields\`.`,
      );
    const forms = layout.fields?.[name] ?? [];
    if (!forms.includes(form) && !(form === "image" && forms.includes("classes")))
      throw new BatchError(
        `The field \`${name}\` has the shape ${show(shape)}; \`${label}\` reads it as ${wording[form]}.`,
      );
  }
}

const fieldsRead = (terms: readonly ProgramTerm[]) =>
  terms.flatMap(({ inputs, label }) =>
    Object.values(inputs).flatMap((input) => (input.kind === "field" ? { ...input, label } : [])),
  );

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
      ? "[batch, h, w, class] or [batch, d, h, w, class], or [batch, points, 2] for contours"
      : task.space === 2
        ? "[batch, h, w, class]"
        : "[batch, d, h, w, class]";
  const rank = prediction.length - 2;
  if ((rank !== 2 && rank !== 3) || (task.space !== undefined && rank !== task.space))
    throw new BatchError(`${which} has the shape ${show(prediction)}; it must be ${wanted}.`);
  if (prediction.some((n) => n < 1)) throw new BatchError(`${which} has the shape ${show(prediction)}: it is empty.`);
  return rank;
}

function targetOf(
  target: Shape,
  prediction: Shape,
  task: ResolvedTask,
): { readonly encoding: Layout["target"]; readonly shape: Shape } {
  const pixels = prediction.slice(0, -1);
  const classes = prediction.at(-1)!;
  if (sameShape(target, prediction)) return { encoding: "onehot", shape: prediction };
  const labels = sameShape(target, pixels) || sameShape(target, [...pixels, 1]);
  if (labels && classes === 1) return { encoding: "onehot", shape: prediction };
  if (labels && task.exclusive === false) throw new BatchError(noLabelMap(target, prediction, task.classes ?? []));
  if (labels) return { encoding: "labels", shape: pixels };
  const exclusive = task.exclusive ?? classes > 1;
  const forms = [
    `${classes === 1 ? "a mask" : exclusive ? "one-hot classes" : "a plane for each label"} ${show(prediction)}`,
    ...(classes === 1 ? [show(pixels)] : exclusive ? [`labels ${show(pixels)}`] : []),
  ];
  const hint =
    exclusive && sameShape(target, [...pixels, classes - 1])
      ? ` A plane is missing, as if that of the background had been left out: add it, ${addBackground}.`
      : channelsFirst(prediction, target, task.classes?.length);
  throw new BatchError(
    `The target has the shape ${show(target)}, which does not fit the prediction ${show(prediction)}: give ${forms.join(" or ")}.${hint}`,
  );
}

/** Why independent labels cannot be given as numbers, with both remedies. */
function noLabelMap(target: Shape, prediction: Shape, labels: readonly string[]): string {
  const planes = `tf.slice(tf.oneHot(target, ${labels.length + 1}), [${prediction.map((_, i) => (i === prediction.length - 1 ? 1 : 0)).join(", ")}])`;
  return `The target ${show(target)} holds one number a pixel, but ${labels.join(" and ")} are independent \`labels\`, of which a pixel may have several: give a plane for each, ${show(prediction)} (where 0 is the background: \`${planes}\`). If each pixel has one, name exclusive classes in the task, \`classes: background, ${labels.join(", ")}\`, with a channel for each.`;
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
