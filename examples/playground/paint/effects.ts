import { random } from "../../../src/random.js";
import { type PaintedScene, probabilitiesOf } from "./scene.js";

type Effect = (scene: PaintedScene) => PaintedScene;

/** A number for each pixel and painted class, made of the prediction. */
function remade(
  scene: PaintedScene,
  of: (probabilities: (x: number, y: number) => number, x: number, y: number) => number,
): PaintedScene {
  const { width, height, classes, probabilities } = scene;
  const channels = classes - 1;
  const made = new Uint8Array(probabilities.length);
  const clamp = (at: number, length: number) => Math.max(0, Math.min(length - 1, at));
  for (let c = 0; c < channels; c++) {
    const read = (x: number, y: number) => probabilities[(clamp(y, height) * width + clamp(x, width)) * channels + c]!;
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) made[(y * width + x) * channels + c] = Math.round(of(read, x, y));
  }
  return { ...scene, probabilities: made };
}

/** As a network before it has learnt: what is sure becomes less so, by a binomial blur of 3 × 3. */
export const blurred: Effect = (scene) =>
  remade(scene, (at, x, y) => {
    let sum = 0;
    for (let dy = -1; dy <= 1; dy++)
      for (let dx = -1; dx <= 1; dx++) sum += (2 - Math.abs(dy)) * (2 - Math.abs(dx)) * at(x + dx, y + dy);
    return sum / 16;
  });

/** The prediction moved; what comes in from outside is background. */
export const shifted =
  (dx: number, dy: number): Effect =>
  (scene) => {
    const { width, height } = scene;
    const inside = (x: number, y: number) => x >= 0 && x < width && y >= 0 && y < height;
    return remade(scene, (at, x, y) => (inside(x - dx, y - dy) ? at(x - dx, y - dy) : 0));
  };

const extreme =
  (pick: (...values: number[]) => number): Effect =>
  (scene) =>
    limited(remade(scene, (at, x, y) => pick(at(x, y), at(x - 1, y), at(x + 1, y), at(x, y - 1), at(x, y + 1))));

export const thicker = extreme(Math.max);
export const thinner = extreme(Math.min);

/** Doubt of two kinds: stains a few pixels wide, and grain. */
export const noisy =
  (strength: number, seed: number): Effect =>
  (scene) => {
    const { width, height, classes } = scene;
    const channels = classes - 1;
    const draw = random(seed).fork("noise");
    const cell = 6;
    const columns = Math.ceil(width / cell) + 2;
    const coarse = Float32Array.from({ length: columns * (Math.ceil(height / cell) + 2) * channels }, () =>
      draw.between(-1, 1),
    );
    const probabilities = scene.probabilities.slice();
    for (let i = 0; i < probabilities.length; i++) {
      const [c, pixel] = [i % channels, Math.floor(i / channels)];
      const [u, v] = [(pixel % width) / cell, Math.floor(pixel / width) / cell];
      const [x, y] = [Math.floor(u), Math.floor(v)];
      const at = (dx: number, dy: number) => coarse[((y + dy) * columns + x + dx) * channels + c]!;
      const stain =
        (at(0, 0) * (1 - u + x) + at(1, 0) * (u - x)) * (1 - v + y) +
        (at(0, 1) * (1 - u + x) + at(1, 1) * (u - x)) * (v - y);
      const share = (probabilities[i]! + 0.5) / 256;
      const logit = Math.log(share / (1 - share)) + strength * (2.4 * stain + draw.between(-0.9, 0.9));
      probabilities[i] = Math.round(255 / (1 + Math.exp(-logit)));
    }
    return limited({ ...scene, probabilities });
  };

/** The target, as sure as may be. */
export const perfect: Effect = (scene) => ({ ...scene, probabilities: probabilitiesOf(scene) });

/** Nothing found: background everywhere. */
export const allBackground: Effect = (scene) => ({
  ...scene,
  probabilities: new Uint8Array(scene.probabilities.length).fill(4),
});

/** No more than the whole of a pixel is given away. */
function limited(scene: PaintedScene): PaintedScene {
  const channels = scene.classes - 1;
  if (channels === 1) return scene;
  const probabilities = scene.probabilities.slice();
  for (let i = 0; i < probabilities.length; i += channels) {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += probabilities[i + c]!;
    if (sum > 255)
      for (let c = 0; c < channels; c++) probabilities[i + c] = Math.floor((probabilities[i + c]! * 255) / sum);
  }
  return { ...scene, probabilities };
}
