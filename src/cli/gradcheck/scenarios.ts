import type { Nd } from "../../backends/reference/index.js";
import type { FieldForm, LossDeclaration } from "../../loss.js";
import type { Program } from "../../program/program.js";
import type { Random } from "../../random.js";
import type { Batch } from "../../run/batch.js";
import { syntheticShapes } from "../../run/synthetic-shapes.js";

/** A kind of batch on which losses have been known to break. */
export const scenarios = ["random", "empty mask", "full mask", "saturated", "tied"] as const;
export type Scenario = (typeof scenarios)[number];

/** How confident a saturated network is, in logits, and how far its probabilities stay from 0 and 1. */
const saturation = { logit: 1e4, margin: 2e-3 };

/** A batch for the program with predictions of the given shape `[batch, …space, class]`; heads and fields as the terms need them. Numbers are float64. */
export function batchFor(
  scenario: Scenario,
  shape: readonly number[],
  program: Program,
  library: ReadonlyMap<string, LossDeclaration>,
  random: Random,
): Batch<Nd> {
  const { task, terms } = program;
  const { heads, fields } = syntheticShapes(terms, library, shape);
  const masks = [...new Set(terms.flatMap((t) => (t.mask === undefined ? [] : [t.mask])))];
  const pixels = shape.slice(0, -1);
  // Neighbours that move a contour far apart fold it: then a step of any size meets kinks, and differences say nothing.
  const reach = terms.some((term) => library.get(term.loss)?.channels === "contour") ? 0.15 : 3;
  const prediction = (own: readonly number[]) =>
    predictionOf(scenario, own, reach, task.prediction === "probabilities", random);
  return {
    prediction: heads.size
      ? Object.fromEntries([...heads].map(([name, own]) => [name, prediction(own)]))
      : prediction(shape),
    target: targetOf(scenario, shape, program, random),
    ...(masks.length && {
      masks: Object.fromEntries(masks.map((mask) => [mask, filled(pixels, () => (random.next() < 0.8 ? 1 : 0))])),
    }),
    ...(fields.size && {
      fields: Object.fromEntries([...fields].map(([name, own]) => [name, fieldOf(own, shape, random)])),
    }),
  };
}

/** `saturated` numbers are all different, for at ties a slope is one of many; `tied` ones are exactly equal. */
function predictionOf(
  scenario: Scenario,
  shape: readonly number[],
  reach: number,
  probabilities: boolean,
  random: Random,
): Nd {
  const { logit, margin } = saturation;
  const yes = () => random.next() < 0.5;
  const numbers = {
    logits: {
      usual: () => reach * (2 * random.next() - 1),
      saturated: () => (yes() ? 1 : -1) * logit * (1 + 0.1 * random.next()),
      tied: () => (yes() ? logit : -logit),
    },
    probabilities: {
      usual: () => 0.05 + 0.9 * random.next(),
      saturated: () => (yes() ? margin * (1 + random.next()) : 1 - margin * (1 + random.next())),
      tied: () => (yes() ? 1 : 0),
    },
  };
  const kind = scenario === "saturated" || scenario === "tied" ? scenario : "usual";
  return filled(shape, numbers[probabilities ? "probabilities" : "logits"][kind]);
}

/** Positions lie within the image; other numbers around 0. */
function fieldOf(
  { form, shape }: { form: FieldForm; shape: readonly number[] },
  image: readonly number[],
  random: Random,
): Nd {
  const space = image.slice(1, -1);
  return filled(shape, (i) =>
    form === "points" ? random.next() * (space[i % space.length]! - 1) : 2 * random.next() - 1,
  );
}

/** Labels where classes exclude each other, otherwise a mask per class. */
function targetOf(scenario: Scenario, shape: readonly number[], { task }: Program, random: Random): Nd {
  const classes = shape.at(-1)!;
  const exclusive = (task.exclusive ?? classes > 1) && classes > 1;
  const pixels = shape.slice(0, -1);
  const inside = blobs(shape, random);
  const ignored = (x: number) =>
    task.ignore !== undefined && scenario === "random" && random.next() < 0.1 ? task.ignore : x;
  if (scenario === "empty mask") return filled(exclusive ? pixels : shape, () => 0);
  if (scenario === "full mask") return filled(exclusive ? pixels : shape, () => (exclusive ? classes - 1 : 1));
  if (!exclusive) return filled(shape, (i) => ignored(inside(Math.floor(i / classes), i % classes) ? 1 : 0));
  const label = (pixel: number) => {
    for (let c = classes - 1; c > 0; c--) if (inside(pixel, c)) return c;
    return 0;
  };
  return filled(pixels, (i) => ignored(label(i)));
}

/**
 * For each sample and class a ball, and by itself in the corner farthest from it one pixel: targets with an inside, an outside, a border and two pieces, as
 * real ones have.
 */
function blobs(shape: readonly number[], random: Random): (pixel: number, channel: number) => boolean {
  const space = shape.slice(1, -1);
  const [batch, classes] = [shape[0]!, shape.at(-1)!];
  const perSample = space.reduce((product, n) => product * n, 1);
  const balls = Array.from({ length: batch * classes }, () => ({
    centre: space.map((n) => n * (0.25 + 0.5 * random.next())),
    radius: Math.max(1, Math.min(...space) * (0.2 + 0.15 * random.next())),
  }));
  return (pixel, channel) => {
    const { centre, radius } = balls[Math.floor(pixel / perSample) * classes + channel]!;
    let rest = pixel % perSample;
    let squared = 0;
    let corner = true;
    for (let axis = space.length - 1; axis >= 0; axis--) {
      const at = rest % space[axis]!;
      squared += (at - centre[axis]!) ** 2;
      corner &&= at === (2 * centre[axis]! < space[axis]! - 1 ? space[axis]! - 1 : 0);
      rest = Math.floor(rest / space[axis]!);
    }
    return corner || squared <= radius * radius;
  };
}

const filled = (shape: readonly number[], value: (i: number) => number): Nd => ({
  shape,
  data: Float64Array.from({ length: shape.reduce((product, n) => product * n, 1) }, (_, i) => value(i)),
});
