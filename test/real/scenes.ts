import { readFileSync } from "node:fs";
import { DIGIT_SIZE, installedDigits } from "../../src/train/mnist.js";

/** Masks that people drew, small enough to lie beside the tests. */
export interface Scene {
  readonly name: string;
  /** `[batch, …space]`. */
  readonly shape: readonly number[];
  /** One channel, or that of exclusive classes, of which 0 is background. */
  readonly classes: number;
  /** The label of each pixel; of one channel, 1 where the structure is. */
  readonly labels: readonly number[];
}

const side = 48;

/** The crops of examples/data/vessels.txt, row by row. */
const crops: readonly (readonly number[])[] = readFileSync(
  new URL("../../examples/data/vessels.txt", import.meta.url),
  "utf8",
)
  .split(/^= .*\n/m)
  .slice(1)
  .map((text) => [...text.replace(/\n/g, "")].map((c) => Number(c === "#")));

export const vessels: Scene = {
  name: "vessels",
  shape: [crops.length, side, side],
  classes: 1,
  labels: crops.flat(),
};

/** Windows of a crop, each a pixel further than the one before: vessels that run through a volume aslant. */
export const volume: Scene = {
  name: "a volume",
  shape: [1, 6, 20, 20],
  classes: 1,
  labels: Array.from({ length: 6 }, (_, z) => window(crops[0]!, 22 + z, 10, 20)).flat(),
};

function window(crop: readonly number[], top: number, left: number, size: number): number[] {
  return Array.from({ length: size }, (_, y) =>
    crop.slice((top + y) * side + left, (top + y) * side + left + size),
  ).flat();
}

/** Digits side by side: three, eight and zero are the classes 1, 2 and 3, and each image lacks one of them. */
export async function digits(): Promise<Scene> {
  const all = await installedDigits();
  const ink = (label: number) => all.find((digit) => digit.label === label)!.pixels;
  const classOf = new Map([3, 8, 0].map((digit, i) => [digit, i + 1]));
  const images = [
    [3, 8],
    [0, 8],
  ];
  const labels = images.flatMap((written) =>
    Array.from({ length: DIGIT_SIZE }, (_, y) =>
      written.flatMap((digit) =>
        Array.from({ length: DIGIT_SIZE }, (_, x) =>
          ink(digit)[y * DIGIT_SIZE + x]! >= 0.5 ? classOf.get(digit)! : 0,
        ),
      ),
    ).flat(),
  );
  return { name: "digits", shape: [images.length, DIGIT_SIZE, 2 * DIGIT_SIZE], classes: 4, labels };
}

/** The same masks moved along the last axis; what leaves on one side comes in on the other. */
export function shifted({ labels, shape, ...rest }: Scene, by: number): Scene {
  const width = shape.at(-1)!;
  const moved = labels.map((_, i) => {
    const x = i % width;
    return labels[i - x + ((x - by + width) % width)]!;
  });
  return { ...rest, shape, labels: moved };
}

/** Logits, a channel per class, that say a scene with a certainty; a wave over them stands for what a network is unsure of. */
export const logitsOf = ({ labels, classes }: Scene, certainty: number, wave = 0): number[] =>
  labels.flatMap((label, i) =>
    Array.from({ length: classes }, (_, c) => {
      const is = classes === 1 ? label === 1 : label === c;
      return (is ? certainty : -certainty) + wave * Math.sin(1.7 * i + 0.9 * c + 0.3 * Math.sin(0.11 * i));
    }),
  );
