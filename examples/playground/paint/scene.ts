/** A target and what a network is imagined to predict for it: one picture, `height` rows of `width` pixels. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  /** Background, which is 0, and the classes to paint: at least 2, at most 4. */
  readonly classes: number;
  /** The class of each pixel. */
  readonly labels: Uint8Array;
  /** How much of each pixel the prediction gives to each class but the background, of 255, pixel by pixel; the rest is background's. */
  readonly belief: Uint8Array;
}

export const mostClasses = 4;

/** Which of the two pictures is meant. */
export type Layer = "target" | "prediction";

export const channelsOf = ({ classes }: Scene): number => classes - 1;

/** A scene without anything in it. */
export const emptyScene = (width: number, height: number, classes = 2): Scene => ({
  width,
  height,
  classes,
  labels: new Uint8Array(width * height),
  belief: new Uint8Array(width * height * (classes - 1)),
});

/** The prediction that says what the target says, as sure as `certainty`, of 255. */
export function beliefOf({ labels, classes }: Pick<Scene, "labels" | "classes">, certainty = 250): Uint8Array {
  const channels = classes - 1;
  const belief = new Uint8Array(labels.length * channels);
  labels.forEach((label, i) => {
    if (label > 0) belief[i * channels + label - 1] = certainty;
    else belief.fill(Math.floor((255 - certainty) / channels), i * channels, (i + 1) * channels);
  });
  return belief;
}

/** The same picture with another number of classes; what has no class any more goes to the last one that is left. */
export function withClasses(scene: Scene, classes: number): Scene {
  if (classes === scene.classes) return scene;
  const [before, after] = [scene.classes - 1, classes - 1];
  const belief = new Uint8Array(scene.labels.length * after);
  for (let i = 0; i < scene.labels.length; i++)
    for (let c = 0; c < before; c++) {
      const to = i * after + Math.min(c, after - 1);
      belief[to] = belief[to]! + scene.belief[i * before + c]!;
    }
  return { ...scene, classes, labels: scene.labels.map((label) => Math.min(label, after)), belief };
}

/** What the prediction gives to a class at a pixel, from 0 to 1. */
export function shareOf({ classes, belief }: Scene, pixel: number, label: number): number {
  const channels = classes - 1;
  if (label > 0) return belief[pixel * channels + label - 1]! / 255;
  let rest = 255;
  for (let c = 0; c < channels; c++) rest -= belief[pixel * channels + c]!;
  return Math.max(0, rest) / 255;
}
