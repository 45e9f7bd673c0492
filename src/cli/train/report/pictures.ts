import { writePng } from "../../../data/formats/png.js";
import type { Example } from "../../../train/examples.js";
import { dataUri } from "./markup.js";

/** A map `[height, width]` of numbers, or of colours `[height, width, 3]` in 0..1. */
interface Picture {
  readonly height: number;
  readonly width: number;
  readonly data: ArrayLike<number>;
}

type Color = readonly [number, number, number];

/** Pictures are shown no larger than this; larger ones are averaged down. */
const MOST = 480;

/** The pictures of an example as data URIs. */
export function picturesOf(
  example: Example,
): Record<"image" | "target" | "probability" | "overlay" | "gradient", string> {
  const { case: item, probability, gradient } = example;
  const { height, width } = item;
  const sized = (data: ArrayLike<number>, channels = 1) => reduced({ height, width, data }, channels);
  const gradients = sized(gradient);
  const largest = nearlyLargest(gradients.data);
  const classes = Math.max(
    1,
    item.mask.reduce((most, m) => Math.max(most, m), 0),
  );
  return {
    image: png(sized(inRange(item.image), item.channels), item.channels === 3 ? colorAt : greyAt),
    target: png(sized(item.mask), ({ data }, i) => ramp(heat, Math.min(1, data[i]! / classes))),
    probability: png(sized(probability), ({ data }, i) => ramp(heat, data[i]!)),
    overlay: png(sized(overlay(example), 3), colorAt),
    gradient: png(gradients, ({ data }, i) => diverging(data[i]! / largest)),
  };
}

/** The size that one gradient in a hundred exceeds: single pixels that a whole topology hangs on would leave all others dark. */
function nearlyLargest(gradients: ArrayLike<number>): number {
  const sizes = Float32Array.from(gradients, Math.abs)
    .filter((size) => size > 0)
    .sort();
  return sizes[Math.floor(0.99 * (sizes.length - 1))] ?? 1;
}

const inRange = (image: Float32Array) => image.map((x) => Math.min(1, Math.max(0, x)));

const greyAt = ({ data }: Picture, i: number): Color => [data[i]!, data[i]!, data[i]!];
const colorAt = ({ data }: Picture, i: number): Color => [data[3 * i]!, data[3 * i + 1]!, data[3 * i + 2]!];

function png(picture: Picture, color: (picture: Picture, i: number) => Color): string {
  const { height, width } = picture;
  const bytes = new Uint8Array(height * width * 3);
  for (let i = 0; i < height * width; i++)
    bytes.set(
      color(picture, i).map((x) => Math.round(255 * x)),
      3 * i,
    );
  return dataUri("image/png", writePng(width, height, 3, bytes));
}

/** Averages squares of pixels until the picture is small enough. */
function reduced({ height, width, data }: Picture, channels: number): Picture {
  const factor = Math.ceil(Math.max(height, width) / MOST);
  if (factor === 1) return { height, width, data };
  const [h, w] = [Math.floor(height / factor), Math.floor(width / factor)];
  const result = new Float32Array(h * w * channels);
  for (let y = 0; y < h * factor; y++) {
    for (let x = 0; x < w * factor; x++) {
      const to = (Math.floor(y / factor) * w + Math.floor(x / factor)) * channels;
      for (let c = 0; c < channels; c++) result[to + c]! += data[(y * width + x) * channels + c]! / factor ** 2;
    }
  }
  return { height: h, width: w, data: result };
}

/** Told apart by people who see few colours; the page's legend uses the same. */
export const marks = { found: [0.25, 0.78, 0.62], extra: [1, 0.6, 0.15], missed: [0.85, 0.35, 0.95] } as const;

/** The image in greys, with what the prediction found, put too much, and missed. */
function overlay({ case: item, labels }: Example): Float32Array {
  const { image, mask, channels } = item;
  const result = new Float32Array(mask.length * 3);
  for (let i = 0; i < mask.length; i++) {
    let grey = 0;
    for (let c = 0; c < channels; c++) grey += image[i * channels + c]! / channels;
    const [p, t] = [labels[i]!, mask[i]!];
    const mark = p === 0 && t === 0 ? undefined : p === t ? marks.found : p === 0 ? marks.missed : marks.extra;
    for (let c = 0; c < 3; c++) result[3 * i + c] = mark ? mark[c]! * (0.55 + 0.45 * grey) : 0.6 * grey;
  }
  return result;
}

/** From nothing to certain: dark blue, violet, orange, pale yellow, always brighter. */
const heat: readonly Color[] = [
  [0.05, 0.05, 0.12],
  [0.27, 0.1, 0.42],
  [0.65, 0.2, 0.4],
  [0.94, 0.5, 0.2],
  [1, 0.95, 0.7],
];

const nothing: Color = [0.07, 0.08, 0.1];
const negative: readonly Color[] = [nothing, [0.15, 0.4, 0.85], [0.65, 0.88, 1]];
const positive: readonly Color[] = [nothing, [0.85, 0.35, 0.1], [1, 0.88, 0.6]];

/** Blue below 0, orange above, dark at 0; by the square root, because gradients differ by orders of magnitude. */
const diverging = (x: number): Color => ramp(x < 0 ? negative : positive, Math.sqrt(Math.min(1, Math.abs(x))));

function ramp(colors: readonly Color[], x: number): Color {
  const place = Math.min(1, Math.max(0, x)) * (colors.length - 1);
  const at = Math.min(colors.length - 2, Math.floor(place));
  const [from, to] = [colors[at]!, colors[at + 1]!];
  const mixed = (c: 0 | 1 | 2) => from[c] + (to[c] - from[c]) * (place - at);
  return [mixed(0), mixed(1), mixed(2)];
}
