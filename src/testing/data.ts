import type { Task } from "../check/task.js";
import type { LossDeclaration } from "../loss.js";
import { type Further, fieldsOf, headShapesOf, type Numbers, namesOf, nothingFurther } from "./further.js";

/** A program, and what its data looks like. */
export interface Setting {
  readonly source: string;
  readonly library: readonly LossDeclaration[];
  readonly rank: 2 | 3;
  readonly form: "one channel" | "exclusive classes" | "independent labels" | "vector field" | Contours;
  /** Sides of its images; small ones, if left out. */
  readonly space?: readonly number[];
  /** Heads and fields that the loss may name, by the names of its parameters. */
  readonly further?: Further;
}

/** What a contour is predicted as: its vertices, or a field that displaces a circle. */
type Contours = "vertices" | "displacement";

type Form = Setting["form"];

export const allForms: readonly Form[] = ["one channel", "exclusive classes", "independent labels"];
export const fewForms: readonly Form[] = ["one channel", "exclusive classes"];

export const settingsOf = (
  source: string,
  library: readonly LossDeclaration[],
  ranks: readonly (2 | 3)[],
  forms: readonly Form[] = allForms,
  further: Further = nothingFurther,
): Setting[] => ranks.flatMap((rank) => forms.map((form) => ({ source, library, rank, form, further })));

export const describe = ({ source, rank, form }: Setting) => `${source}, ${rank}-D, ${form}`;

export const channels = (setting: Setting) =>
  setting.form === "one channel" ? 1 : hasVectors(setting) ? setting.rank : 3;

/** The forms a loss is looked at in: a vector field or contours, where that is what it sees. */
export function formsOf({ channels }: LossDeclaration, several: readonly Form[] = allForms): readonly Form[] {
  if (channels === "contour") return ["vertices", "displacement"];
  return channels === "space" ? ["vector field"] : several;
}

const hasContour = ({ form }: Setting): boolean => form === "vertices" || form === "displacement";
const hasVectors = (setting: Setting): boolean => setting.form === "vector field" || hasContour(setting);

/** The target of a vector field or a contour is a mask, one number per pixel; that of classes has a channel for each. */
export const targetShapeOf = (setting: Setting): readonly number[] =>
  hasVectors(setting) ? pixelsOf(setting) : shapeOf(setting);
const targetChannels = (setting: Setting) => (hasVectors(setting) ? 1 : channels(setting));

const pixelsOf = ({ rank, space = rank === 2 ? [6, 7] : [4, 5, 4] }: Setting): readonly number[] => [2, ...space];

export const shapeOf = (setting: Setting): readonly number[] =>
  setting.form === "vertices" ? [2, 7, setting.rank] : [...pixelsOf(setting), channels(setting)];

export const taskOf = ({ form, further }: Setting, masked: boolean): Task => ({
  ...namesOf(further),
  ...(form === "exclusive classes" && { classes: ["a", "b", "c"] }),
  ...(form === "independent labels" && { labels: ["a", "b", "c"] }),
  ...(masked && { masks: ["roi"] }),
});

/** Numbers as the host gives them. */
export interface Sample {
  readonly shape: readonly number[];
  readonly logits: readonly number[];
  readonly target: readonly number[];
  readonly targetShape: readonly number[];
  readonly mask?: { readonly shape: readonly number[]; readonly data: readonly number[] };
  /** Further heads, and constants that are no masks, by name. */
  readonly heads?: Readonly<Record<string, Numbers>>;
  readonly fields?: Readonly<Record<string, Numbers>>;
}

/** Reproducible numbers from 0 to 1 (Park and Miller's generator). */
export function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

const entries = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
export const filled = (shape: readonly number[], value: (i: number) => number) =>
  Array.from({ length: entries(shape) }, (_, i) => value(i));

/** A target in which each class has blobs: a slow wave over the pixels, cut by thresholds. */
function blobs(setting: Setting, seed: number): number[] {
  const shape = targetShapeOf(setting);
  const count = targetChannels(setting);
  const shift = seed * 0.7;
  return filled(shape, (i) => {
    const [pixel, c] = [Math.floor(i / count), i % count];
    const wave = Math.sin(pixel * 0.9 + shift) + Math.sin(pixel * 0.23 + 2 * shift);
    if (setting.form === "exclusive classes") return Number((wave > 0.6 ? 2 : wave > -0.4 ? 1 : 0) === c);
    return Number(wave > 0.3 * c);
  });
}

/** Logits without ties: shuffled steps between about −2 and 2. */
function logits(shape: readonly number[], seed: number): number[] {
  const next = uniform(seed);
  return filled(shape, () => Math.fround((next() - 0.5) * 4));
}

/** Vertices around an irregular ring amid the pixels. */
function ring(setting: Setting, seed: number): number[] {
  const shape = shapeOf(setting);
  const [, points, axes] = shape as [number, number, number];
  const lengths = pixelsOf(setting).slice(1);
  const next = uniform(seed);
  return filled(shape, (i) => {
    const [k, axis] = [Math.floor(i / axes) % points, i % axes];
    const angle = (2 * Math.PI * k) / points - (axis * Math.PI) / 2;
    const middle = (lengths[axis]! - 1) / 2;
    return Math.fround(middle + (0.5 + 0.4 * next()) * middle * Math.cos(angle));
  });
}

const own = (setting: Setting, seed: number): readonly number[] =>
  setting.form === "vertices" ? ring(setting, seed) : logits(shapeOf(setting), seed);

export const sample = (setting: Setting, seed = 1): Sample =>
  completed(setting, own(setting, 11 * seed), blobs(setting, seed), seed, (shape, i) => logits(shape, 11 * seed + i));

/** Given numbers as a sample, the `k`-th of the extreme ones for further heads as well. */
export const sampleOf = (setting: Setting, own: readonly number[], target: readonly number[], k = 0): Sample =>
  completed(setting, own, target, 1, (shape) => extremeLogits(shape)[k]!);

function completed(
  setting: Setting,
  own: readonly number[],
  target: readonly number[],
  seed: number,
  head: (shape: readonly number[], i: number) => readonly number[],
): Sample {
  const shape = shapeOf(setting);
  const image = [...pixelsOf(setting), channels(setting)];
  const headShapes = headShapesOf(setting.further ?? nothingFurther, image);
  return {
    shape,
    logits: own,
    target,
    targetShape: targetShapeOf(setting),
    heads: Object.fromEntries(
      [...headShapes].map(([name, of], i) => [name, { shape: of, data: head(of, i + 1) }] as const),
    ),
    fields: fieldsOf(setting.further ?? nothingFurther, image, seed),
  };
}

/** Targets without any pixel, with all, and with one: class 0 takes the rest where classes are exclusive. */
export function extremeTargets(setting: Setting): readonly (readonly number[])[] {
  const shape = targetShapeOf(setting);
  const count = targetChannels(setting);
  const middle = Math.floor(entries(shape) / count / 2);
  const chosen = (pixel: (i: number) => boolean) =>
    filled(shape, (i) => {
      const on = pixel(Math.floor(i / count));
      if (setting.form === "exclusive classes") return Number(i % count === (on ? 1 : 0));
      return Number(on);
    });
  return [chosen(() => false), chosen(() => true), chosen((i) => i === middle), blobs(setting, 1)];
}

export const extremeLogits = (shape: readonly number[]): readonly (readonly number[])[] => [
  logits(shape, 5),
  filled(shape, () => 1e4),
  filled(shape, () => -1e4),
  filled(shape, (i) => ((i * 7) % 3 === 0 ? 1e4 : -1e4)),
  filled(shape, () => 0),
];

/**
 * What a mask hides: for each entry of the prediction whether it is hidden, and the target with other values there. A contour is not hidden itself, whatever lies
 * around it.
 */
export function hiddenBy(setting: Setting, { logits: prediction, target }: Sample, mask: readonly number[]) {
  const per = targetChannels(setting);
  if (hasContour(setting))
    return {
      hidden: prediction.map(() => false),
      target: target.map((t, i) => (mask[Math.floor(i / per)] ? t : 1 - t)),
    };
  const count = channels(setting);
  return { hidden: prediction.map((_, i) => mask[Math.floor(i / count)] === 0), target };
}

/** The shape of a mask: one number for each pixel. */
export const maskShapeOf = pixelsOf;
