import { encode } from "fast-png";
import { type Colour, diverging, fullColour } from "./colours.js";
import type { Computed } from "./compute.js";
import type { Illustration } from "./illustration.js";
import { outlinePath } from "./outline.js";

/** How large a pixel of the scene is drawn, and what lies between the two panels. */
const zoom = 4;
const gap = 24;

/** What is drawn of a loss, and the size that the full colour stands for. */
export interface Picture {
  readonly svg: string;
  readonly full: number;
}

/** Two panels: the masks a loss compares, and where a step down its gradient would move the prediction. Follows the reader's light or dark preference. */
export function drawing(name: string, { illustration, gradient }: Computed): Picture {
  const { size } = illustration.scene;
  const [width, height] = [2 * size * zoom + gap, size * zoom];
  const full = fullColour(gradient);
  const target = outlinePath(illustration.scene.target, size, size);
  const step = movement[illustration.kind](illustration, gradient, full);
  const title = `${name}: target and prediction, and where a step of descent moves the prediction`;
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="t">`,
    `<title id="t">${title}</title>`,
    style,
    panel(0, [...before[illustration.kind](illustration), `<path class="target" d="${target}"/>`]),
    panel(size * zoom + gap, [...step, `<path class="target" d="${target}"/>`]),
    "</svg>",
  ];
  return { svg: svg.join("\n"), full };

  function panel(left: number, marks: readonly string[]): string {
    const frame = `<rect class="paper" width="${size}" height="${size}"/>`;
    return `<svg x="${left}" width="${height}" height="${height}" viewBox="0 0 ${size} ${size}">${frame}${marks.join("")}</svg>`;
  }
}

const style = `<style>
.paper{fill:#f6f7f9}.target{fill:none;stroke:#16181d;stroke-width:.6}.predicted{fill:none;stroke:#157a5a;stroke-width:1}
.vertex{fill:#157a5a}.move{stroke:#de5c04;stroke-width:.9;fill:none;marker-end:url(#tip)}.tip{fill:#de5c04}.raise,.lower{fill:none;stroke:#175abe;stroke-width:1}.lower{stroke:#de5c04}image{image-rendering:pixelated}
@media(prefers-color-scheme:dark){.paper{fill:#1b1e25}.target{stroke:#f2f3f5}.predicted{stroke:#3ac795}.vertex{fill:#3ac795}.move{stroke:#ff9d4d}.tip{fill:#ff9d4d}.raise{stroke:#74ade9}.lower{stroke:#ff9d4d}}
</style><defs><marker id="tip" viewBox="0 0 6 6" refX="3" refY="3" markerWidth="3.2" markerHeight="3.2" orient="auto"><path class="tip" d="M0 0L6 3L0 6z"/></marker></defs>`;

type Kind = Illustration["kind"];

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const green = (p: number): Colour => [24, 146, 104, Math.round(210 * p)];

/** What is predicted, before a step. */
const before: Readonly<Record<Kind, (s: Illustration) => string[]>> = {
  logits: ({ prediction, scene }) => [raster(scene.size, (i) => green(sigmoid(prediction.data[i]!)))],
  levels: ({ prediction, scene }) => [raster(scene.size, (i) => green(sigmoid(-prediction.data[i]! / 4)))],
  vectors: ({ prediction, scene }) => arrows(scene.size, (i, axis) => 6 * prediction.data[2 * i + axis]!, "predicted"),
  vertices: ({ prediction }) => polygonMarks(prediction.data),
};

/** Where descent moves it: against the gradient, a full colour or an arrow of six pixels for the largest. */
const movement: Readonly<Record<Kind, (s: Illustration, gradient: Float32Array, full: number) => string[]>> = {
  logits: ({ scene }, gradient, full) => [
    raster(scene.size, (i) => diverging(-gradient[i]! / full)),
    ...spots(scene.size, gradient),
  ],
  // A level set is below 0 inside: what lowers it makes the object larger.
  levels: ({ scene }, gradient, full) => [raster(scene.size, (i) => diverging(gradient[i]! / full))],
  vectors: ({ scene }, gradient, full) =>
    arrows(scene.size, (i, axis) => (-6 * gradient[2 * i + axis]!) / full, "move"),
  vertices: ({ prediction }, gradient, full) => [
    ...polygonMarks(prediction.data),
    ...Array.from({ length: gradient.length / 2 }, (_, v) => {
      const [y, x] = [prediction.data[2 * v]!, prediction.data[2 * v + 1]!];
      return arrow(y, x, (-10 * gradient[2 * v]!) / full, (-10 * gradient[2 * v + 1]!) / full, "move");
    }),
  ],
};

function raster(size: number, colour: (i: number) => Colour): string {
  const data = Uint8Array.from({ length: size * size * 4 }, (_, k) => colour(k >> 2)[k & 3]!);
  const png = Buffer.from(encode({ width: size, height: size, channels: 4, depth: 8, data })).toString("base64");
  return `<image width="${size}" height="${size}" href="data:image/png;base64,${png}"/>`;
}

/** Topology moves few pixels, the most of them too little to be seen: the strongest get a ring around them. */
function spots(size: number, gradient: Float32Array): string[] {
  const moved = [...gradient.keys()].filter((i) => gradient[i] !== 0);
  if (moved.length > gradient.length / 30) return [];
  const strongest = moved.toSorted((a, b) => Math.abs(gradient[b]!) - Math.abs(gradient[a]!)).slice(0, ringed);
  return strongest.map((i) => {
    const kind = gradient[i]! < 0 ? "raise" : "lower";
    return `<circle class="${kind}" cx="${(i % size) + 0.5}" cy="${Math.floor(i / size) + 0.5}" r="2.6"/>`;
  });
}

const ringed = 24;

const figure = (x: number) => Number(x.toFixed(2));

function arrow(y: number, x: number, dy: number, dx: number, kind: string): string {
  return Math.hypot(dy, dx) < 0.3
    ? ""
    : `<path class="${kind}" d="M${figure(x + 0.5)} ${figure(y + 0.5)}l${figure(dx)} ${figure(dy)}"/>`;
}

/** One in every few pixels: more could not be told apart. */
function arrows(size: number, along: (i: number, axis: 0 | 1) => number, kind: string): string[] {
  const every = 6;
  const places = Array.from({ length: Math.floor(size / every) }, (_, k) => k * every + every / 2);
  return places.flatMap((y) => places.map((x) => arrow(y, x, along(y * size + x, 0), along(y * size + x, 1), kind)));
}

function polygonMarks(vertices: Float64Array): string[] {
  const points = Array.from({ length: vertices.length / 2 }, (_, v) => [
    vertices[2 * v + 1]! + 0.5,
    vertices[2 * v]! + 0.5,
  ]);
  return [
    `<polygon class="predicted" points="${points.map((p) => p.map(figure).join(",")).join(" ")}"/>`,
    ...points.map(([x, y]) => `<circle class="vertex" cx="${figure(x!)}" cy="${figure(y!)}" r="1"/>`),
  ];
}
