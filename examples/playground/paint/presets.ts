import digits from "virtual:digits";
import vessels from "../../data/vessels.txt?raw";
import { painted, stroke } from "./brush.js";
import { blurred, noisy, shifted, thicker, thinner } from "./effects.js";
import { emptyScene, type PaintedScene, probabilitiesOf } from "./scene.js";

/** A picture to start from. */
export interface Preset {
  readonly name: string;
  /** What it shows, and what is wrong with the prediction. */
  readonly text: string;
  readonly scene: PaintedScene;
}

/** A mask drawn in letters, a row a line: `.` is background, `#` and digits are classes. */
function drawn(text: string, classes = 2): PaintedScene {
  const rows = text.trim().split("\n");
  const scene = emptyScene(rows[0]!.length, rows.length, classes);
  const labels = Uint8Array.from(rows.join(""), (c) => (c === "#" ? 1 : Number(c) || 0));
  return { ...scene, labels, probabilities: probabilitiesOf({ labels, classes }) };
}

const crops = vessels
  .split(/^= .*\n/m)
  .slice(1)
  .map((text) => drawn(text));

type Cut = readonly [x: number, y: number, toX: number, toY: number, size: number];

/** The prediction without what lies under some strokes, or with more there. */
const struck = (scene: PaintedScene, label: number, cuts: readonly Cut[]): PaintedScene =>
  cuts.reduce(
    (before, [x, y, toX, toY, size]) =>
      painted(before, "prediction", stroke(before, { x, y }, { x: toX, y: toY }, size), {
        label,
        size,
        certainty: 0.97,
      }),
    scene,
  );

/** Discs and rings: lesions and organs as nobody has them, for what one wants to see alone. */
function discs(
  size: number,
  all: readonly (readonly [x: number, y: number, radius: number, hole?: number])[],
): PaintedScene {
  const scene = emptyScene(size, size);
  const labels = scene.labels.map((_, i) => {
    const [x, y] = [i % size, Math.floor(i / size)];
    const inside = ([cx, cy, radius, hole = 0]: (typeof all)[number]) => {
      const distance = Math.hypot(x - cx, y - cy);
      return distance <= radius && distance >= hole;
    };
    return Number(all.some(inside));
  });
  return { ...scene, labels, probabilities: probabilitiesOf({ labels, classes: 2 }) };
}

const network = (strength: number, seed: number) => (scene: PaintedScene) => noisy(strength, seed)(blurred(scene));

export const presets: readonly Preset[] = [
  {
    name: "branching vessel",
    text: "A retinal vessel that branches; the prediction is interrupted in two places.",
    scene: network(
      0.5,
      3,
    )(
      struck(crops[2]!, 0, [
        [12, 33, 15, 36, 9],
        [4, 13, 14, 13, 3],
      ]),
    ),
  },
  {
    name: "crossing vessels",
    text: "Thick vessels that cross; the prediction fills loops and lacks thin ends.",
    scene: network(0.4, 5)(struck(thicker(crops[0]!), 0, [[40, 28, 42, 44, 4]])),
  },
  {
    name: "thin vessels",
    text: "Vessels one or two pixels wide; the prediction has lost most of their width.",
    scene: network(0.5, 7)(thinner(thicker(shifted(1, 0)(crops[1]!)))),
  },
  {
    name: "digits",
    text: "Handwritten 3, 8 and 0, a class each; the prediction confuses some of them.",
    scene: network(0.4, 11)(confused(drawn(digits, 4))),
  },
  {
    name: "lesions",
    text: "One large lesion and small ones; the prediction has found the large one.",
    scene: network(
      0.5,
      13,
    )(
      struck(
        discs(56, [
          [20, 22, 11],
          [43, 12, 3],
          [46, 40, 4],
          [14, 46, 2.4],
          [32, 47, 1.6],
        ]),
        0,
        [
          [43, 12, 43, 12, 9],
          [14, 46, 32, 47, 7],
        ],
      ),
    ),
  },
  {
    name: "ring",
    text: "A ring with a gap in the prediction, which lies two pixels to the right.",
    scene: network(0.3, 17)(struck(shifted(2, 0)(discs(56, [[27, 27, 17, 11]])), 0, [[38, 38, 44, 44, 6]])),
  },
];

export const presetNamed = (name: string): PaintedScene | undefined =>
  presets.find((preset) => preset.name === name)?.scene;

/** The lower half of the threes is taken for eights. */
function confused(scene: PaintedScene): PaintedScene {
  const channels = scene.classes - 1;
  const probabilities = scene.probabilities.slice();
  scene.labels.forEach((label, i) => {
    if (label !== 1 || Math.floor(i / scene.width) % 28 < 15) return;
    probabilities[i * channels] = 90;
    probabilities[i * channels + 1] = 150;
  });
  return { ...scene, probabilities };
}
