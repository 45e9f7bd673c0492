import type { Random } from "../random.js";
import { filled, type HostArray, type Shape, sizeOf } from "./arrays.js";

/**
 * What a network gives out: any logits; normal ones, as before training; very sure ones, all different, for at ties a gradient is one of many; equally sure ones;
 * all as high or as low as a network may be sure, or 0; a few pixels over and over.
 */
export const predictionKinds = ["uniform", "normal", "saturated", "tied", "high", "low", "zero", "repeated"] as const;
export type PredictionKind = (typeof predictionKinds)[number];

/** How confident a saturated network is, in logits, and how far its probabilities stay from 0 and 1. */
const saturation = { logit: 1e4, margin: 2e-3 };

export interface PredictionOptions {
  readonly kind: PredictionKind;
  /** Uniform logits are between −reach and reach. */
  readonly reach: number;
  /** Probabilities instead of logits; of exclusive classes, where they are drawn from logits, they sum to 1. */
  readonly probabilities?: "exclusive" | "independent" | undefined;
}

/** Singles, so that every backend is given the same numbers. */
export function predictionOf(
  shape: Shape,
  { kind, reach, probabilities }: PredictionOptions,
  random: Random,
): HostArray {
  const drawn = probabilities ? sureProbabilities(kind, shape, random) : undefined;
  const { data } = drawn ?? logits(kind, shape, reach, random);
  const numbers = probabilities && !drawn ? activated(data, shape.at(-1)!, probabilities) : data;
  return { shape, data: numbers.map(Math.fround) };
}

function logits(kind: PredictionKind, shape: Shape, reach: number, random: Random): HostArray {
  const { logit } = saturation;
  const sign = () => (random.next() < 0.5 ? 1 : -1);
  switch (kind) {
    case "uniform":
      return filled(shape, () => random.between(-reach, reach));
    case "normal":
      return { shape, data: normal(sizeOf(shape), random) };
    case "saturated":
      return filled(shape, () => sign() * logit * random.between(1, 1.1));
    case "tied":
      return filled(shape, () => sign() * logit);
    case "high":
      return filled(shape, () => logit);
    case "low":
      return filled(shape, () => -logit);
    case "zero":
      return filled(shape, () => 0);
    case "repeated":
      return repeated(shape, reach, random);
  }
}

/** Probabilities at, or just off, 0 and 1; the other kinds are drawn as logits. */
function sureProbabilities(kind: PredictionKind, shape: Shape, random: Random): HostArray | undefined {
  const { margin } = saturation;
  const yes = () => random.next() < 0.5;
  switch (kind) {
    case "saturated":
      return filled(shape, () => {
        const off = margin * random.between(1, 2);
        return yes() ? off : 1 - off;
      });
    case "tied":
      return filled(shape, () => Number(yes()));
    case "high":
      return filled(shape, () => 1);
    case "low":
      return filled(shape, () => 0);
    default:
      return undefined;
  }
}

/** Standard normal numbers, two from each pair of uniform ones (Box and Muller 1958). */
function normal(count: number, { next }: Random): Float64Array {
  const data = new Float64Array(count);
  for (let i = 0; i < count; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    data[i] = radius * Math.cos(angle);
    if (i + 1 < count) data[i + 1] = radius * Math.sin(angle);
  }
  return data;
}

/** At most three different pixels. */
function repeated(shape: Shape, reach: number, random: Random): HostArray {
  const channels = shape.at(-1)!;
  const palette = Array.from({ length: 3 }, () =>
    Array.from({ length: channels }, () => random.between(-reach, reach)),
  );
  const chosen = Array.from({ length: sizeOf(shape) / channels }, () => random.below(palette.length));
  return filled(shape, (i) => palette[chosen[Math.floor(i / channels)]!]![i % channels]!);
}

/** Softmax of exclusive classes, sigmoid of others. */
function activated(
  logits: Float64Array,
  classes: number,
  over: NonNullable<PredictionOptions["probabilities"]>,
): Float64Array {
  if (over === "independent") return logits.map((x) => 1 / (1 + Math.exp(-x)));
  const result = logits.map(Math.exp);
  for (let at = 0; at < result.length; at += classes) {
    const pixel = result.subarray(at, at + classes);
    const total = pixel.reduce((sum, x) => sum + x, 0);
    pixel.forEach((x, c) => {
      pixel[c] = x / total;
    });
  }
  return result;
}

/** The vertices of contours, `[batch, points, axes]`: irregular rings amid images. */
export function ringsOf(shape: readonly [batch: number, points: number, axes: number], space: Shape, random: Random) {
  const [, points, axes] = shape;
  return filled(shape, (i) => {
    const [k, axis] = [Math.floor(i / axes) % points, i % axes];
    const angle = (2 * Math.PI * k) / points - (axis * Math.PI) / 2;
    const middle = (space[axis]! - 1) / 2;
    return Math.fround(middle + random.between(0.5, 0.9) * middle * Math.cos(angle));
  });
}
