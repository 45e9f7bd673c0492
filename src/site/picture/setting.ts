import type { Task } from "../../check/task.js";
import { asField, asHead, type LossDeclaration } from "../../loss.js";
import { callOf } from "../../testing/further.js";
import { circleLevels, normals, object, polygon, type Scene, vessels } from "./scene.js";

/** What a picture of a loss is computed from. */
export interface Setting {
  readonly source: string;
  readonly task: Task;
  readonly scene: Scene;
  /** What the prediction is, which decides how its gradient is drawn: a number per pixel, a vector per pixel or a vertex of an outline. */
  readonly kind: "logits" | "levels" | "vectors" | "vertices";
  readonly prediction: Numbers;
  readonly heads: Readonly<Record<string, Numbers>>;
  readonly fields: Readonly<Record<string, Numbers>>;
}

export interface Numbers {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Vertices of a predicted outline: few enough to see each. */
const vertexCount = 28;

/** The name by which a loss with further heads finds its own. */
export const mainHead = "main";

/** The same pair of masks for all losses of segmentations; an object and a circle off it for those of outlines and level sets. */
export function settingOf(loss: LossDeclaration): Setting {
  const kind = kindOf(loss);
  const fields = required(loss).flatMap(({ name, request }) => (asField(request) ? [name] : []));
  const heads = required(loss).flatMap(({ name, request }) => (asHead(request) ? [name] : []));
  const scene = kind === "logits" && !asksForEdges(loss) ? vessels : object;
  const image = [1, scene.size, scene.size];
  return {
    source: callOf(loss, "required"),
    task: {
      ...(heads.length && { heads: [mainHead, ...heads] }),
      ...(asksForEdges(loss) && { fields: ["normals"] }),
      ...(fields.length && { fields }),
    },
    scene,
    kind,
    prediction: predictionOf(kind, scene, image),
    heads: Object.fromEntries(heads.map((name) => [name, { shape: [...image, 2], data: motion }])),
    fields: asksForEdges(loss) ? { normals: { shape: [...image, 2], data: normals } } : {},
  };
}

function kindOf({ channels, inputs }: LossDeclaration): Setting["kind"] {
  if (channels) return channels === "contour" ? "vertices" : "vectors";
  const views = Object.values(inputs);
  return views.includes("values") && !views.includes("logits") ? "levels" : "logits";
}

/** Losses of edges, which see the normals of a contour where somebody gives them, are at home on a compact object. */
const asksForEdges = ({ inputs, channels }: LossDeclaration) =>
  !channels && Object.values(inputs).some((request) => asField(request)?.form === "vectors");

/** The further tensors a loss does not do without, by the parameter that names them. */
const required = ({ inputs, params }: LossDeclaration) =>
  Object.values(inputs).flatMap((request) => {
    const name = asHead(request)?.head ?? asField(request)?.field;
    return name !== undefined && !params.shape[name]!.safeParse(undefined).success ? [{ name, request }] : [];
  });

/** A motion that would carry the circle outwards a little. */
const motion = normals.map((x) => Math.fround(0.5 * x));

function predictionOf(kind: Setting["kind"], scene: Scene, image: readonly number[]): Numbers {
  switch (kind) {
    case "vertices":
      return { shape: [1, vertexCount, 2], data: polygon(vertexCount) };
    case "vectors":
      return { shape: [...image, 2], data: motion };
    case "levels":
      return { shape: [...image, 1], data: circleLevels };
    case "logits":
      return { shape: [...image, 1], data: scene.logits };
  }
}
