import type { Task } from "../check/task.js";
import { asField, asHead, type FieldForm, type LossDeclaration, parameterMeta } from "../loss.js";

/** What a loss reads beside the prediction it stands on, by the parameters that name it: heads with their channels, fields with their form. */
export interface Further {
  readonly heads: ReadonlyMap<string, "space" | "one" | undefined>;
  readonly fields: ReadonlyMap<string, FieldForm>;
}

export const nothingFurther: Further = { heads: new Map(), fields: new Map() };

/** Numbers in a shape, row-major. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

export function furtherOf({ inputs }: LossDeclaration): Further {
  const requests = Object.values(inputs);
  return {
    heads: new Map(requests.flatMap((r) => (asHead(r) ? [[asHead(r)!.head, asHead(r)!.channels] as const] : []))),
    fields: new Map(requests.flatMap((r) => (asField(r) ? [[asField(r)!.field, asField(r)!.form] as const] : []))),
  };
}

/** A call of the loss in which each further tensor has the name of its parameter: those that must be given, or all of them. */
export function callOf({ name, params }: LossDeclaration, which: "required" | "all"): string {
  const bare = params.safeParse({});
  const missing = bare.success ? [] : bare.error.issues.map(({ path }) => path[0]);
  const names = Object.keys(params.shape).filter(
    (parameter) =>
      parameterMeta(params.shape[parameter] as never).names && (which === "all" || missing.includes(parameter)),
  );
  return names.length ? `${name}(${names.map((parameter) => `${parameter}=${parameter}`).join(", ")})` : name;
}

/** What a task says of them. */
export const namesOf = ({ heads, fields }: Further = nothingFurther): Task => ({
  ...(heads.size > 0 && { heads: ["main", ...heads.keys()] }),
  ...(fields.size > 0 && { fields: [...fields.keys()] }),
});

export const headShapesOf = ({ heads }: Further, shape: readonly number[]): ReadonlyMap<string, readonly number[]> =>
  new Map(
    [...heads].map(([name, channels]) => {
      const own = channels === "space" ? shape.length - 2 : channels === "one" ? 1 : shape.at(-1)!;
      return [name, [...shape.slice(0, -1), own]] as const;
    }),
  );

/** How many positions a list has. */
const points = 5;

/** Fields for a prediction of a shape: vectors of length 1, positions within the image, numbers from −1 to 1. */
export function fieldsOf({ fields }: Further, shape: readonly number[], seed: number): Record<string, Numbers> {
  const [rank, pixels] = [shape.length - 2, shape.slice(0, -1)];
  const shapes = { image: pixels, vectors: [...pixels, rank], points: [shape[0]!, points, rank] };
  return Object.fromEntries(
    [...fields].map(([name, form]) => {
      const own = shapes[form];
      const raw = Array.from({ length: own.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(seed + 2.3 * i));
      const length = (i: number) => Math.hypot(...raw.slice(i - (i % rank), i - (i % rank) + rank));
      const number = {
        image: (x: number) => x,
        vectors: (x: number, i: number) => x / length(i),
        points: (x: number, i: number) => (0.5 + 0.5 * x) * (shape[1 + (i % rank)]! - 1),
      }[form];
      return [name, { shape: own, data: raw.map((x, i) => Math.fround(number(x, i))) }] as const;
    }),
  );
}

/** Numbers of an image as those of a volume of one slice; vectors and positions have a component of 0 along the new axis. */
export function sliced({ shape, data }: Numbers, form: FieldForm): Numbers {
  const volume = form === "points" ? shape : [shape[0]!, 1, ...shape.slice(1)];
  if (form === "image") return { shape: volume, data };
  const width = shape.at(-1)!;
  return { shape: volume.with(-1, width + 1), data: data.flatMap((x, i) => (i % width === 0 ? [0, x] : [x])) };
}
