import { type PaintedScene, probabilityAt } from "../paint/scene.js";
import { colourAt, type Palette, type Rgb } from "./colours.js";

/** Fills a canvas of one canvas pixel a pixel; the page draws it larger. */
export function fill(canvas: HTMLCanvasElement, width: number, height: number, colour: (pixel: number) => Rgb): void {
  written(canvas, width, height, (words) => {
    const bytes = new Uint8ClampedArray(words.buffer);
    for (let pixel = 0; pixel < words.length; pixel++) {
      const [red, green, blue] = colour(pixel);
      bytes[4 * pixel] = red;
      bytes[4 * pixel + 1] = green;
      bytes[4 * pixel + 2] = blue;
      bytes[4 * pixel + 3] = 255;
    }
  });
}

/** Lets a canvas be written a word a pixel. It is small and often written, so that it is better off in ordinary memory. */
function written(canvas: HTMLCanvasElement, width: number, height: number, write: (words: Uint32Array) => void): void {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  const image = context.createImageData(width, height);
  write(new Uint32Array(image.data.buffer));
  context.putImageData(image, 0, 0);
}

export const drawTarget = (canvas: HTMLCanvasElement, scene: PaintedScene, { classes }: Palette): void =>
  fill(canvas, scene.width, scene.height, (pixel) => classes[scene.labels[pixel]!]!);

/** The prediction: the colours of the classes, mixed by their probabilities. */
export const drawPrediction = (canvas: HTMLCanvasElement, scene: PaintedScene, { classes }: Palette): void =>
  fill(canvas, scene.width, scene.height, (pixel) => {
    const colour: [number, number, number] = [0, 0, 0];
    for (let label = 0; label < scene.classes; label++) {
      const share = probabilityAt(scene, pixel, label);
      classes[label]!.forEach((part, i) => {
        colour[i]! += share * part;
      });
    }
    return colour;
  });

/** One channel of a gradient, from -`reach` to `reach`. */
export function drawGradient(
  canvas: HTMLCanvasElement,
  { width, height }: Pick<PaintedScene, "width" | "height">,
  valueAt: (pixel: number) => number,
  { scale: reach }: ColourRange,
  { diverging }: Palette,
): void {
  const [table, middle] = [tableOf(diverging), (steps - 1) / 2];
  const scale = middle / (reach || 1);
  written(canvas, width, height, (words) => {
    for (let pixel = 0; pixel < words.length; pixel++) {
      const at = Math.round(middle + valueAt(pixel) * scale);
      words[pixel] = table[Math.max(0, Math.min(steps - 1, at))]!;
    }
  });
}

/** Odd, so that 0 has a colour of its own. */
const steps = 511;
const tables = new Map<readonly Rgb[], Uint32Array>();

/** The colours of a scale as canvases keep them, looked up rather than mixed: maps are drawn anew while one drags. */
function tableOf(scale: readonly Rgb[]): Uint32Array {
  const known = tables.get(scale);
  if (known) return known;
  const bytes = new Uint8ClampedArray(4 * steps);
  for (let i = 0; i < steps; i++) bytes.set([...colourAt(scale, i / (steps - 1)), 255], 4 * i);
  const table = new Uint32Array(bytes.buffer);
  tables.set(scale, table);
  return table;
}

/** How far the colours of a map reach. A few pixels that are far larger than all others, at a border say, do not make the rest pale. */
export interface ColourRange {
  /** The end of the scale: 199 of 200 values that are not 0 are within it. */
  readonly scale: number;
  /** The largest size of any. */
  readonly most: number;
}

export function colourRangeOf(gradient: Float32Array, channels: number, channel: number): ColourRange {
  const sizes: number[] = [];
  for (let i = channel; i < gradient.length; i += channels) if (gradient[i]) sizes.push(Math.abs(gradient[i]!));
  sizes.sort((a, b) => a - b);
  return { scale: sizes[Math.floor(sizes.length * 0.995)] ?? 0, most: sizes.at(-1) ?? 0 };
}
