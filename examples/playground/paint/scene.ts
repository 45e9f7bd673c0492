/** A target and a prediction as a network might make it: one picture, `height` rows of `width` pixels. */
export interface PaintedScene {
  readonly width: number;
  readonly height: number;
  /** Background, which is 0, and the classes to paint: at least 2, at most 4. */
  readonly classes: number;
  /** The class of each pixel. */
  readonly labels: Uint8Array;
  /** The predicted probability of each class but the background, times 255, pixel by pixel; the rest is the background's. */
  readonly probabilities: Uint8Array;
}

export const mostClasses = 4;

/** Which of the two pictures is meant. */
export type Layer = "target" | "prediction";

export const channelsOf = ({ classes }: PaintedScene): number => classes - 1;

/** A scene without anything in it. */
export const emptyScene = (width: number, height: number, classes = 2): PaintedScene => ({
  width,
  height,
  classes,
  labels: new Uint8Array(width * height),
  probabilities: new Uint8Array(width * height * (classes - 1)),
});

/** The prediction that agrees with the target, with probability `certainty` / 255. */
export function probabilitiesOf(
  { labels, classes }: Pick<PaintedScene, "labels" | "classes">,
  certainty = 250,
): Uint8Array {
  const channels = classes - 1;
  const probabilities = new Uint8Array(labels.length * channels);
  labels.forEach((label, i) => {
    if (label > 0) probabilities[i * channels + label - 1] = certainty;
    else probabilities.fill(Math.floor((255 - certainty) / channels), i * channels, (i + 1) * channels);
  });
  return probabilities;
}

/** The same picture with another number of classes; what has no class any more goes to the last one that is left. */
export function withClasses(scene: PaintedScene, classes: number): PaintedScene {
  if (classes === scene.classes) return scene;
  const [before, after] = [scene.classes - 1, classes - 1];
  const probabilities = new Uint8Array(scene.labels.length * after);
  for (let i = 0; i < scene.labels.length; i++)
    for (let c = 0; c < before; c++) {
      const to = i * after + Math.min(c, after - 1);
      probabilities[to] = probabilities[to]! + scene.probabilities[i * before + c]!;
    }
  return { ...scene, classes, labels: scene.labels.map((label) => Math.min(label, after)), probabilities };
}

/** The predicted probability of a class at a pixel, from 0 to 1. */
export function probabilityAt({ classes, probabilities }: PaintedScene, pixel: number, label: number): number {
  const channels = classes - 1;
  if (label > 0) return probabilities[pixel * channels + label - 1]! / 255;
  let rest = 255;
  for (let c = 0; c < channels; c++) rest -= probabilities[pixel * channels + c]!;
  return Math.max(0, rest) / 255;
}
