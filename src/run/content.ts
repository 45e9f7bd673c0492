import { ignoresClass, type Layout } from "../graph/views.js";
import { BatchError, NonFiniteError } from "./errors.js";
import { whyNotOneHot } from "./target-hints.js";

type Numbers = ArrayLike<number>;

/** The position of a row-major index, as `[0, 3, 5, 1]`. */
export function positionOf(index: number, shape: readonly number[]): string {
  const at: number[] = [];
  let rest = index;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    at.unshift(rest % shape[axis]!);
    rest = Math.floor(rest / shape[axis]!);
  }
  return `[${at.join(", ")}]`;
}

/** @throws {NonFiniteError} at NaN or an infinity. @throws {BatchError} when probabilities are promised and other numbers given. */
export function checkPrediction(data: Numbers, shape: readonly number[], probabilities: boolean, name: string): void {
  for (let i = 0; i < data.length; i++) {
    const x = data[i]!;
    if (!Number.isFinite(x))
      throw new NonFiniteError(
        `The ${name} holds ${x} at ${positionOf(i, shape)}: the model has diverged, or its input was not finite.`,
      );
    if (probabilities && (x < -1e-4 || x > 1.0001))
      throw new BatchError(
        `The ${name} holds ${x} at ${positionOf(i, shape)}, which is not a probability. If these are logits, write \`prediction: logits\` in the task.`,
      );
  }
}

/** @throws {NonFiniteError} at NaN or an infinity in a constant that may hold any number. */
export function checkField(data: Numbers, shape: readonly number[], name: string): void {
  for (let i = 0; i < data.length; i++)
    if (!Number.isFinite(data[i])) throw new NonFiniteError(`The ${name} holds ${data[i]} at ${positionOf(i, shape)}.`);
}

/** @throws {BatchError} when a mask that says which pixels count holds anything but 0 and 1. */
export function checkMask(data: Numbers, shape: readonly number[], name: string): void {
  for (let i = 0; i < data.length; i++) {
    const x = data[i]!;
    if (Math.abs(x) <= 1e-6 || Math.abs(x - 1) <= 1e-6) continue;
    throw new BatchError(
      `The mask \`${name}\` holds ${x} at ${positionOf(i, shape)}; a mask holds 1 where pixels count and 0 where they do not.${maskRemedy(x)}`,
    );
  }
}

const maskRemedy = (x: number): string => {
  if (x === 255) return " Divide an image of 0 and 255 by 255.";
  if (x > 0 && x < 1) return " It says whether a pixel counts, not how much: weights of pixels are no mask.";
  if (Number.isNaN(x)) return "";
  return " Compare it first, as in `mask.greater(0)`, if any number above 0 means that a pixel counts.";
};

/** @throws {BatchError} when the target holds what its encoding does not allow. */
export function checkTarget(data: Numbers, shape: readonly number[], layout: Layout): void {
  if (layout.target === "labels") checkLabels(data, shape, layout);
  else checkShares(data, shape, layout);
}

/** Whether shares are all in order, for which nothing need be known but that; on a kind of array of its own, a target is looked through in a fraction of the time. */
function inOrder(data: Float32Array, classes: number): boolean {
  for (let i = 0; i < data.length; i += classes) {
    let total = 0;
    for (let c = i; c < i + classes; c++) {
      const t = data[c]!;
      if (!(t >= -1e-6 && t <= 1.000001)) return false;
      total += t;
    }
    if (classes > 1 && !(total > 0.999 && total < 1.001)) return false;
  }
  return true;
}

function checkShares(data: Numbers, shape: readonly number[], layout: Layout): void {
  if (data instanceof Float32Array && inOrder(data, layout.exclusive ? layout.classes : 1)) return;
  for (let i = 0; i < data.length; i++) {
    const t = data[i]!;
    if (t !== layout.ignore && !(t >= -1e-6 && t <= 1.000001))
      throw new BatchError(
        `The target holds ${t} at ${positionOf(i, shape)}; ${layout.classes === 1 ? "a mask holds numbers from 0 to 1" : "one-hot classes are from 0 to 1"}.${t === 255 ? remedy255(layout) : ""}`,
      );
  }
  if (layout.exclusive && layout.classes > 1) checkOneOfAll(data, shape, layout);
}

const remedy255 = (layout: Layout) =>
  layout.classes === 1
    ? " Divide by 255 if 255 is the foreground, or write `ignore: 255` in the task if it marks pixels that do not count."
    : " Write `ignore: 255` in the task if it marks pixels that do not count.";

function checkLabels(data: Numbers, shape: readonly number[], layout: Layout): void {
  for (let i = 0; i < data.length; i++) {
    const t = data[i]!;
    if (t === layout.ignore) continue;
    if (!Number.isInteger(t) || t < 0 || t >= layout.classes)
      throw new BatchError(
        `The target holds the label ${t} at ${positionOf(i, shape)}; labels are whole numbers from 0 to ${layout.classes - 1}.${t === 255 ? remedy255(layout) : ""}`,
      );
  }
}

function checkOneOfAll(data: Numbers, shape: readonly number[], layout: Layout): void {
  const { classes, ignore } = layout;
  // One-hot of a label beyond the classes is 0 everywhere.
  const beyond = ignore !== undefined && !ignoresClass(layout);
  for (let i = 0; i < data.length; i += classes) {
    let total = 0;
    let ignored = false;
    for (let c = 0; c < classes; c++) {
      total += data[i + c]!;
      ignored ||= beyond && data[i + c] === ignore;
    }
    ignored ||= beyond && total === 0;
    if (!ignored && Math.abs(total - 1) > 1e-3)
      throw new BatchError(
        `The target is not one-hot: at the pixel ${positionOf(i / classes, shape.slice(0, -1))} its classes add up to ${total}, not 1.${whyNotOneHot(data, shape, ignore)}`,
      );
  }
}
