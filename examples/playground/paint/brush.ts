import type { Layer, PaintedScene } from "./scene.js";

export interface Brush {
  /** The class it paints; 0 erases. */
  readonly label: number;
  /** Diameter in pixels. */
  readonly size: number;
  /** The predicted probability of what is painted, from 0 to 1. */
  readonly certainty: number;
}

export interface Pixel {
  readonly x: number;
  readonly y: number;
}

/** The pixels under a brush that goes straight from one pixel to another. */
export function stroke({ width, height }: PaintedScene, from: Pixel, to: Pixel, size: number): readonly number[] {
  const steps = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) * 2));
  const met = new Set<number>();
  // Even sizes are centred between pixels.
  const [reach, off] = [(size / 2) ** 2 + 0.01, size % 2 === 0 ? 0.5 : 0];
  for (let step = 0; step <= steps; step++) {
    const x = Math.round(from.x + ((to.x - from.x) * step) / steps) + off;
    const y = Math.round(from.y + ((to.y - from.y) * step) / steps) + off;
    for (let row = Math.ceil(y - size / 2); row <= y + size / 2; row++)
      for (let column = Math.ceil(x - size / 2); column <= x + size / 2; column++)
        if (row >= 0 && row < height && column >= 0 && column < width && (row - y) ** 2 + (column - x) ** 2 < reach)
          met.add(row * width + column);
  }
  return [...met];
}

/** The scene with some pixels painted on one of its two pictures. */
export function painted(
  scene: PaintedScene,
  layer: Layer,
  pixels: readonly number[],
  { label, certainty }: Brush,
): PaintedScene {
  if (layer === "target") {
    const labels = scene.labels.slice();
    for (const pixel of pixels) labels[pixel] = label;
    return { ...scene, labels };
  }
  const channels = scene.classes - 1;
  const probabilities = scene.probabilities.slice();
  const sure = Math.round(certainty * 255);
  for (const pixel of pixels)
    for (let c = 0; c < channels; c++)
      probabilities[pixel * channels + c] = label === c + 1 ? sure : Math.floor((255 - sure) / Math.max(1, channels));
  return { ...scene, probabilities };
}
