import { DataError } from "../data/case.js";
import { type Random, random } from "../random.js";
import { background, between, type Canvas, grain, scratches, specks } from "./clutter.js";
import { DIGIT_SIZE, type Digit } from "./mnist.js";
import type { Samples } from "./samples.js";

export interface DigitCanvasOptions {
  readonly count: number;
  /** Side of the canvases in pixels, at least 48. Default 64. */
  readonly size?: number;
  readonly seed: number;
}

const MOST_DIGITS = 3;
/** Places tried before a canvas does without another digit. */
const TRIES = 12;

/**
 * Cluttered canvases to segment: one to three handwritten digits, each at its own place, size, tilt and brightness, on a smooth random background with hairlines,
 * stains and grain as bright as the ink, so that no threshold finds the digits. The mask is where the resampled ink is at least half; digits do not touch, so
 * its pieces and holes are theirs. Equal seeds give equal canvases.
 *
 * @throws {DataError} if there are no digits, one is not 28×28, or the canvas is too small for them.
 */
export function digitCanvases(digits: readonly Digit[], { count, size = 64, seed }: DigitCanvasOptions): Samples {
  if (digits.length === 0) throw new DataError("there are no digits to draw");
  const wrong = digits.find(({ pixels }) => pixels.length !== DIGIT_SIZE * DIGIT_SIZE);
  if (wrong)
    throw new DataError(
      `a digit ${wrong.label} has ${wrong.pixels.length} pixels instead of ${DIGIT_SIZE}×${DIGIT_SIZE}`,
    );
  if (size < 48) throw new DataError(`a canvas of ${size}×${size} is too small for digits: take at least 48×48`);
  const images = new Float32Array(count * size * size);
  const masks = new Float32Array(count * size * size);
  for (let i = 0; i < count; i++) {
    const { pixels, mask } = drawn(digits, size, random(seed).fork(`canvas ${i}`));
    images.set(pixels, i * size * size);
    masks.set(mask, i * size * size);
  }
  return { count, height: size, width: size, channels: 1, images, masks };
}

function drawn(digits: readonly Digit[], size: number, random: Random): { pixels: Float32Array; mask: Uint8Array } {
  const canvas = background(size, random);
  scratches(canvas, 3 + random.below(4), random);
  specks(canvas, 6 + random.below(8), random);
  const mask = new Uint8Array(size * size);
  const wanted = 1 + random.below(MOST_DIGITS);
  for (let placed = 0; placed < wanted; placed++) {
    const digit = digits[random.below(digits.length)]!;
    let ink = placedSomewhere(digit, size, random);
    for (let tries = 1; tries < TRIES && touches(ink, mask, size); tries++) ink = placedSomewhere(digit, size, random);
    if (touches(ink, mask, size)) continue;
    write(canvas, mask, ink, random.between(0.6, 0.85));
  }
  grain(canvas, 0.04, random);
  return { pixels: canvas.pixels, mask };
}

/** How much ink each pixel of a canvas gets from a digit, 0..1, at a random place, size and tilt, wholly inside. */
function placedSomewhere({ pixels }: Digit, size: number, random: Random): Float32Array {
  const scale = random.between(0.85, 1.5);
  const tilt = random.between(-0.35, 0.35);
  // MNIST's ink keeps to the middle 20×20; this is half its diagonal extent at the widest tilt.
  const margin = 12.9 * scale;
  const [centreY, centreX] = [random.between(margin, size - margin), random.between(margin, size - margin)];
  const [cos, sin] = [Math.cos(tilt) / scale, Math.sin(tilt) / scale];
  const middle = (DIGIT_SIZE - 1) / 2;
  const ink = new Float32Array(size * size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const [dy, dx] = [y - centreY, x - centreX];
      const [fromY, fromX] = [middle + cos * dy - sin * dx, middle + sin * dy + cos * dx];
      if (Math.min(fromY, fromX) < 0 || Math.max(fromY, fromX) > DIGIT_SIZE - 1) continue;
      ink[y * size + x] = between(pixels, DIGIT_SIZE, fromY, fromX);
    }
  }
  return ink;
}

/** Whether ink would come within two pixels of a digit that is there. */
function touches(ink: Float32Array, mask: Uint8Array, size: number): boolean {
  const reach = 2;
  return mask.some((there, at) => {
    if (there === 0) return false;
    const [y, x] = [Math.floor(at / size), at % size];
    for (let row = Math.max(0, y - reach); row <= Math.min(size - 1, y + reach); row++) {
      for (let column = Math.max(0, x - reach); column <= Math.min(size - 1, x + reach); column++) {
        if (ink[row * size + column]! >= 0.25) return true;
      }
    }
    return false;
  });
}

/** Ink covers what lies under it with one grey level. */
function write({ pixels }: Canvas, mask: Uint8Array, ink: Float32Array, shade: number): void {
  for (let i = 0; i < ink.length; i++) {
    if (ink[i]! <= 0) continue;
    pixels[i] = pixels[i]! + (shade - pixels[i]!) * ink[i]!;
    if (ink[i]! >= 0.5) mask[i] = 1;
  }
}
