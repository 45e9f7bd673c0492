import type { Task } from "../../check/task-keys.js";
import { asField, type LossDeclaration } from "../../loss.js";
import type { Program } from "../../program/program.js";
import type { Batch } from "../../run/batch.js";
import type { HostArray } from "../../testing/arrays.js";
import { filledBatch } from "../../testing/batches.js";
import { callOf, taskFor } from "../../testing/calls.js";
import { circleLevels, normals, object, polygon, type Scene, vessels } from "./scene.js";

/** What a picture of a loss is computed from. */
export interface Illustration {
  readonly source: string;
  readonly task: Task;
  readonly scene: Scene;
  /** What the prediction is, which decides how its gradient is drawn: a number per pixel, a vector per pixel or a vertex of an outline. */
  readonly kind: "logits" | "levels" | "vectors" | "vertices";
  readonly prediction: HostArray;
}

/** Vertices of a predicted outline: few enough to see each. */
const vertexCount = 28;

/** The name by which a loss with further heads finds its own. */
export const mainHead = "main";

/** The same pair of masks for all losses of segmentations; an object and a circle off it for those of outlines and level sets. */
export function illustrationOf(loss: LossDeclaration): Illustration {
  const kind = kindOf(loss);
  const scene = kind === "logits" && !asksForEdges(loss) ? vessels : object;
  return {
    source: callOf(loss, "required"),
    task: taskFor(loss, "required"),
    scene,
    kind,
    prediction: predictionOf(kind, scene, imageOf(scene)),
  };
}

/** The scene as the batch that the compiled program asks for. */
export function sceneBatch(
  program: Program,
  loss: LossDeclaration,
  { scene, kind, prediction }: Illustration,
): Batch<HostArray> {
  const image = imageOf(scene);
  const shape = kind === "vertices" ? [...image, 2] : prediction.shape;
  const vectors = (of: HostArray["shape"], data: Float32Array): HostArray => ({
    shape: of,
    data: Float64Array.from(data),
  });
  return filledBatch(program, new Map([[loss.name, loss]]), shape, {
    prediction: (own, head) => (head === "" || head === mainHead ? prediction : vectors(own, motion)),
    target: () => ({ shape: [...image, 1], data: Float64Array.from(scene.target) }),
    mask: (own) => vectors(own, new Float32Array(scene.target.length).fill(1)),
    field: (own) => vectors(own, normals),
  });
}

const imageOf = ({ size }: Scene) => [1, size, size];

function kindOf({ channels, inputs }: LossDeclaration): Illustration["kind"] {
  if (channels) return channels === "contour" ? "vertices" : "vectors";
  const views = Object.values(inputs);
  return views.includes("values") && !views.includes("logits") ? "levels" : "logits";
}

/** Losses of edges, which see the normals of a contour where somebody gives them, are at home on a compact object. */
const asksForEdges = ({ inputs, channels }: LossDeclaration) =>
  !channels && Object.values(inputs).some((request) => asField(request)?.form === "vectors");

/** A motion that would carry the circle outwards a little. */
const motion = normals.map((x) => Math.fround(0.5 * x));

function predictionOf(kind: Illustration["kind"], scene: Scene, image: readonly number[]): HostArray {
  const of = (channels: number, data: Float32Array): HostArray => ({
    shape: [...image, channels],
    data: Float64Array.from(data),
  });
  switch (kind) {
    case "vertices":
      return { shape: [1, vertexCount, 2], data: Float64Array.from(polygon(vertexCount)) };
    case "vectors":
      return of(2, motion);
    case "levels":
      return of(1, circleLevels);
    case "logits":
      return of(1, scene.logits);
  }
}
