import * as tf from "@tensorflow/tfjs";
import { compile } from "../../src/index.js";

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
  readonly task?: object;
  /** 1 where pixels count; the program says `where roi`. */
  readonly roi?: Numbers;
}

export interface Judgement {
  readonly value: number;
  readonly slope: Numbers;
}

/** The value of a program and its slope by the prediction, in float64. */
export async function judge(program: string, c: Case): Promise<Judgement> {
  const { size = [side, side], batch = 1, channels = 1, roi } = c;
  const pixels = [batch, ...size];
  const task = { ...c.task, ...(c.p && { prediction: "probabilities" as const }), ...(roi && { masks: ["roi"] }) };
  const loss = compile(roi ? `${program} where roi` : program, { task, backend: "reference" });
  const count = pixels.reduce((a, b) => a * b, 1);
  const tensors = {
    prediction: tf.tensor([...(c.p ?? c.x)!], [...pixels, channels]),
    target: tf.tensor([...c.g], c.g.length === count ? pixels : [...pixels, channels]),
    ...(roi && { masks: { roi: tf.tensor([...roi], pixels) } }),
  };
  try {
    const { value, gradient } = await loss.valueAndGrad(tensors);
    const slope = Array.from(await gradient.data());
    gradient.dispose();
    // No cost is no cost, whatever its sign.
    return { value: value === 0 ? 0 : value, slope };
  } finally {
    loss.dispose();
    tf.dispose(tensors);
  }
}

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
export const isStill = (slope: Numbers) => slope.every((s) => s === 0);
