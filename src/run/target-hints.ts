type Shape = readonly number[];

const show = (shape: Shape) => `[${shape.join(", ")}]`;
const same = (a: Shape, b: Shape) => a.length === b.length && a.every((n, i) => n === b[i]);

/** A shape `[batch, class, …space]` with its channels last. */
const channelsLast = ([batch, channels, ...space]: Shape): Shape => [batch!, ...space, channels!];

/** `tf.transpose(target, [0, 2, 3, 1])`, which moves channels that come first. */
const transposed = (name: string, { length }: Shape): string =>
  `\`tf.transpose(${name}, [0, ${Array.from({ length: length - 2 }, (_, i) => i + 2).join(", ")}, 1])\``;

/**
 * What to say where shapes do not fit and would do so with channels last: the transposition to write. Nothing, where that would not help.
 *
 * @param classes how many channels the prediction must have, if that is known.
 */
export function channelsFirst(prediction: Shape, target: Shape, classes: number | undefined): string {
  const fits = (p: Shape, t: Shape) => {
    const pixels = p.slice(0, -1);
    const agree = same(t, p) || same(t, pixels) || same(t, [...pixels, 1]);
    return agree && (classes === undefined || p.at(-1) === classes);
  };
  const moved = { prediction: channelsLast(prediction), target: channelsLast(target) };
  const bySpace = target.length === prediction.length;
  const movable = [
    fits(moved.prediction, target) ? ["prediction"] : [],
    bySpace && fits(prediction, moved.target) ? ["target"] : [],
    bySpace && fits(moved.prediction, moved.target) ? ["prediction", "target"] : [],
  ].find((names) => names.length);
  if (!movable) return "";
  const how = movable.map((name) => {
    const shapes = { prediction, target }[name as "prediction" | "target"];
    return `${transposed(name, shapes)} is ${show(channelsLast(shapes))}`;
  });
  return ` The channels of the ${movable.join(" and of the ")} seem to come first, and must come last: ${how.join(", ")}.`;
}

/** The line that adds a plane for the background to a one-hot target that lacks it. */
export const addBackground = "`tf.concat([tf.sub(1, tf.sum(target, -1, true)), target], -1)`";

/** What the sums of a target's entries over its channels tell of what is wrong with it. */
export function whyNotOneHot(data: ArrayLike<number>, shape: Shape, ignore: number | undefined): string {
  if (isOneHotAlongFirst(data, shape))
    return ` The channels seem to come first, and must come last: ${transposed("target", shape)}, and the same of the prediction.`;
  const classes = shape.at(-1)!;
  let largest = 0;
  let smallest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < data.length; i += classes) {
    let total = 0;
    for (let c = 0; c < classes; c++) total += data[i + c] === ignore ? Number.NaN : data[i + c]!;
    if (Number.isNaN(total)) continue;
    largest = Math.max(largest, total);
    smallest = Math.min(smallest, total);
  }
  const overlap = "If the classes may overlap, name them as `labels` in the task.";
  if (smallest > 1e-3 || largest > 1 + 1e-3) return ` ${overlap}`;
  return ` The plane of the background seems to be missing: add it, ${addBackground}, and a channel for it to the network, before the others. ${overlap}`;
}

/** Whether the entries are one-hot along the second axis, or, where that has one entry, a mask. */
function isOneHotAlongFirst(data: ArrayLike<number>, [batch, channels, ...space]: Shape): boolean {
  const pixels = space.reduce((a, b) => a * b, 1);
  for (let b = 0; b < batch!; b++)
    for (let i = 0; i < pixels; i++) {
      let total = 0;
      for (let c = 0; c < channels!; c++) total += data[(b * channels! + c) * pixels + i]!;
      const isMask = channels === 1 && (total === 0 || total === 1);
      if (!isMask && !(Math.abs(total - 1) <= 1e-3)) return false;
    }
  return true;
}
