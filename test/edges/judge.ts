import * as tf from "@tensorflow/tfjs";
import { compile, type Task } from "../../src/index.js";

type Numbers = readonly number[];

/** A batch in a few words: what is not said is one image of 6 × 6 pixels and one channel. */
export interface Case {
  /** Logits, or what a network gives. */
  readonly x?: Numbers;
  /** Probabilities. */
  readonly p?: Numbers;
  /** A mask; of exclusive classes labels; of independent labels a channel each. */
  readonly g: Numbers;
  readonly size?: Numbers;
  readonly batch?: number;
  readonly channels?: number;
  readonly task?: Task;
  /** 1 where pixels count; the program says `where roi`. */
  readonly roi?: Numbers;
  /** How many vertices `x` holds, as (y, x), where the prediction is a contour. */
  readonly vertices?: number;
  /** Further heads, as images with so many channels as they have numbers; the program stands on `main`. */
  readonly heads?: Readonly<Record<string, Numbers>>;
  /** Constants of the batch, each with its shape. */
  readonly fields?: Readonly<Record<string, { readonly shape: Numbers; readonly data: Numbers }>>;
}

export interface Judgement {
  readonly value: number;
  /** By the prediction that the program stands on. */
  readonly gradient: Numbers;
  /** By each further head. */
  readonly gradients: Readonly<Record<string, Numbers>>;
}

/** The value of a program and its gradients, in float64. */
export async function judge(program: string, c: Case): Promise<Judgement> {
  const { size = [side, side], batch = 1, channels = 1, roi, vertices, heads = {}, fields = {} } = c;
  const pixels = [batch, ...size];
  const count = pixels.reduce((a, b) => a * b, 1);
  const image = (data: Numbers, channels = data.length / count) => tf.tensor([...data], [...pixels, channels]);
  const main = vertices ? tf.tensor([...c.x!], [batch, vertices, 2]) : image((c.p ?? c.x)!, channels);
  const further = Object.entries(heads).map(([name, data]) => [name, image(data)] as const);
  const tensors = {
    prediction: further.length ? { main, ...Object.fromEntries(further) } : main,
    target: tf.tensor([...c.g], c.g.length === count ? pixels : [...pixels, channels]),
    ...(roi && { masks: { roi: tf.tensor([...roi], pixels) } }),
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, { shape, data }]) => [name, tf.tensor([...data], [...shape])]),
    ),
  };
  const loss = compile(roi ? `${program} where roi` : program, { task: taskOf(c), backend: "reference" });
  try {
    const { value, gradients: held } = await loss.valueAndGrad(tensors);
    const gradients = Object.fromEntries(
      Object.entries(held).map(([name, gradient]) => [name, Array.from(gradient.dataSync())]),
    );
    tf.dispose(held);
    // No cost is no cost, whatever its sign.
    return { value: value === 0 ? 0 : value, gradient: gradients.main ?? Object.values(gradients)[0]!, gradients };
  } finally {
    loss.dispose();
    tf.dispose(tensors);
  }
}

const taskOf = ({ task, p, roi, heads = {}, fields = {} }: Case): Task => ({
  ...task,
  ...(p && { prediction: "probabilities" }),
  ...(roi && { masks: ["roi"] }),
  ...(Object.keys(heads).length > 0 && { heads: ["main", ...Object.keys(heads)] }),
  ...(Object.keys(fields).length > 0 && { fields: Object.keys(fields) }),
});

export const worth = async (program: string, c: Case): Promise<number> => (await judge(program, c)).value;

export const side = 6;
const pixels = side * side;

/** An image by row and column. */
export const image = (at: (row: number, column: number) => number, height = side, width = height): number[] =>
  Array.from({ length: height * width }, (_, i) => at(Math.floor(i / width), i % width));

export const all = (value: number, count = pixels): number[] => Array.from({ length: count }, () => value);
export const empty = all(0);
export const full = all(1);
/** Nine pixels in the middle. */
export const block = image((y, x) => Number(y > 0 && y < 4 && x > 1 && x < 5));
/** The left half: three columns on each side of a straight boundary. */
export const half = image((_, x) => Number(x < 3));
export const dot = (row: number, column: number) => image((y, x) => Number(y === row && x === column));
/** Numbers without ties, rising from pixel to pixel: one peak, no loop. */
export const rising = (low: number, high: number): number[] =>
  all(0).map((_, i) => low + ((high - low) * i) / (pixels - 1));
export const wave = (length = pixels): number[] => Array.from({ length }, (_, i) => 1.5 * Math.sin(1 + 3.7 * i));
export const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
export const isStill = (gradient: Numbers) => gradient.every((s) => s === 0);
