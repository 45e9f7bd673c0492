import type { Task } from "./check/task.js";
import type { LossDeclaration } from "./loss.js";

/** A program, and what its data looks like. */
export interface Setting {
  readonly source: string;
  readonly library: readonly LossDeclaration[];
  readonly rank: 2 | 3;
  readonly form: "one channel" | "exclusive classes" | "independent labels" | "vector field";
  /** Sides of its images; small ones, if left out. */
  readonly space?: readonly number[];
}

type Form = Setting["form"];

export const allForms: readonly Form[] = ["one channel", "exclusive classes", "independent labels"];
export const fewForms: readonly Form[] = ["one channel", "exclusive classes"];

export const settingsOf = (
  source: string,
  library: readonly LossDeclaration[],
  ranks: readonly (2 | 3)[],
  forms: readonly Form[] = allForms,
): Setting[] => ranks.flatMap((rank) => forms.map((form) => ({ source, library, rank, form })));

export const describe = ({ source, rank, form }: Setting) => `${source}, ${rank}-D, ${form}`;

export const channels = ({ form, rank }: Setting) => (form === "one channel" ? 1 : form === "vector field" ? rank : 3);

/** The forms a loss is looked at in: a vector field, where that is what it sees. */
export const formsOf = ({ channels }: LossDeclaration, several: readonly Form[] = allForms): readonly Form[] =>
  channels === "space" ? ["vector field"] : several;

/** The target of a vector field is a mask, one number per pixel; that of classes has a channel for each. */
export const targetShapeOf = (setting: Setting): readonly number[] =>
  setting.form === "vector field" ? shapeOf(setting).slice(0, -1) : shapeOf(setting);
const targetChannels = (setting: Setting) => (setting.form === "vector field" ? 1 : channels(setting));

export const shapeOf = (setting: Setting): readonly number[] => {
  const { rank, space = rank === 2 ? [6, 7] : [4, 5, 4] } = setting;
  return [2, ...space, channels(setting)];
};

export const taskOf = ({ form }: Setting, masked: boolean): Task => ({
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
  readonly mask?: readonly number[];
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

export const sample = (setting: Setting, seed = 1): Sample => ({
  shape: shapeOf(setting),
  logits: logits(shapeOf(setting), 11 * seed),
  target: blobs(setting, seed),
  targetShape: targetShapeOf(setting),
});

/** Given numbers as a sample. */
export const sampleOf = (setting: Setting, logits: readonly number[], target: readonly number[]): Sample => ({
  shape: shapeOf(setting),
  logits,
  target,
  targetShape: targetShapeOf(setting),
});

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
