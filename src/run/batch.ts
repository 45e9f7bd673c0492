import type { HostTensor } from "../backends/backend.js";
import type { TensorAdapter } from "../backends/tensor-adapter.js";
import { type FittedForm, inputName } from "../graph/views.js";
import { checkField, checkTarget } from "./content.js";
import { BatchError } from "./errors.js";
import { type BatchShapes, type Fitted, fieldShape } from "./layout.js";
import type { Plan } from "./plan.js";
import type { CacheInputs, TargetResults } from "./target-cache.js";

/** One step's tensors. */
export interface Batch<T> {
  /** One prediction, or one per head. `[batch, h, w, class]` or `[batch, d, h, w, class]`; contours by their vertices, `[batch, points, 2]`. */
  readonly prediction: T | Readonly<Record<string, T>>;
  /** One-hot of the prediction's shape, labels without its last axis, or (one class) a mask of either shape. Of contours alone: a mask of any size. */
  readonly target: T;
  /** Masks the program names, `[batch, …space]`; 1 where pixels count. */
  readonly masks?: Readonly<Record<string, T>>;
  /**
   * Further tensors the program names, constants that belong to the target: an image `[batch, …space]` or one for each class, vectors `[batch, …space, axes]`
   * (normals, say), positions `[batch, points, axes]` in pixels and array order.
   */
  readonly fields?: Readonly<Record<string, T>>;
  /** Size of a pixel along each spatial axis, in array order. */
  readonly spacing?: readonly number[];
}

/** What target-only work is done for: all of a batch but its prediction, of which no more than the shape is asked. */
export interface TargetBatch<T> extends Omit<Batch<T>, "prediction"> {
  /** The prediction or its shape, by head where there are heads. Left out, it has the shape of the target. */
  readonly prediction?: T | readonly number[] | Readonly<Record<string, T | readonly number[]>>;
}

/** A batch with a plan to run on it. */
export interface BoundBatch<T> {
  readonly plan: Plan;
  readonly fitted: Fitted;
  /** Predictions the plan looks at, by input name: what gradients are taken by. None where only target-only work is done. */
  readonly predictions: ReadonlyMap<string, T>;
  readonly batch: Omit<Batch<T>, "prediction">;
}

/** @throws {BatchError} when nothing tells the shape of the prediction. */
export function predictedShapes<T>(
  { prediction, target }: TargetBatch<T>,
  shapeOf: (x: unknown) => readonly number[] | undefined,
): BatchShapes["predictions"] {
  const shape = (x: unknown) => (Array.isArray(x) ? (x as readonly number[]) : shapeOf(x));
  if (prediction === undefined) {
    const own = shapeOf(target)!;
    if (own.length > 3) return new Map([["", own]]);
    throw new BatchError(
      `A target of the shape [${own.join(", ")}] does not tell how many channels the prediction will have: give its shape as \`prediction\`.`,
    );
  }
  const only = shape(prediction);
  if (only) return new Map([["", only]]);
  const heads = Object.entries(prediction as Readonly<Record<string, unknown>>);
  return mainFirst(heads.map(([name, head]) => [name, shape(head)!] as const));
}

/** Heads in order, the one whose channels are the classes first. */
export const mainFirst = <X>(heads: readonly (readonly [name: string, X])[]): ReadonlyMap<string, X> =>
  new Map([...heads.filter(([name]) => name === "main"), ...heads.filter(([name]) => name !== "main")]);

/** What target-only work depends on: tensors each under a name of its own, the layout, lengths of axes, spacing. */
export const cacheInputsOf = <T>({ batch, fitted }: BoundBatch<T>): CacheInputs<T> => ({
  tensors: [
    [inputName.target, batch.target],
    ...Object.entries(batch.masks ?? {}).map(([name, tensor]) => [inputName.mask(name), tensor] as const),
    ...Object.entries(batch.fields ?? {}).map(([name, tensor]) => [inputName.given(name, "image"), tensor] as const),
  ],
  layout: `${JSON.stringify(fitted.layout)};${[...fitted.sizes].join()};${fitted.spacing.join()}`,
});

/** Every tensor that enters the graph and is not there yet, under its name and in the shape the graph expects. */
export function tensorsToUpload<T extends object, V>(
  { plan, batch, fitted, predictions }: BoundBatch<T>,
  { values, checked }: TargetResults<V>,
  adapter: TensorAdapter<T, V>,
) {
  const needed = ({ name }: { readonly name: string }) => {
    const node = plan.inputs.get(name);
    return node === undefined || !values.has(node) || (!checked.has(name) && isTargets(name));
  };
  return [
    ...[...predictions].map(([name, tensor]) => ({ name, tensor, shape: adapter.shapeOf(tensor) })),
    ...targetNames(plan).map((name) => ({ name, tensor: batch.target, shape: fitted.target })),
    ...Object.entries(batch.masks ?? {}).map(([name, tensor]) => ({
      name: inputName.mask(name),
      tensor,
      shape: fitted.mask,
    })),
    ...givenNames(plan).map((name) => {
      const [, field, form] = name.split(":") as [string, string, FittedForm];
      return { name, tensor: batch.fields![field]!, shape: fieldShape(fitted, field, form) };
    }),
  ].filter(needed);
}

const isTargets = (name: string) => name === inputName.target || name === inputName.field || name.startsWith("given:");

/** The names under which a plan reads further tensors. */
const givenNames = ({ inputs }: Plan): readonly string[] =>
  [...inputs.keys()].filter((name) => name.startsWith("given:"));

/** The names under which a plan reads the target: as masks, as numbers of any kind, or both. */
const targetNames = ({ inputs }: Plan): readonly string[] =>
  [inputName.target, inputName.field].filter((name) => inputs.has(name));

export const uncheckedInputs = <T, V>({ plan }: BoundBatch<T>, { checked }: TargetResults<V>): readonly string[] =>
  [...targetNames(plan), ...givenNames(plan)].filter((name) => !checked.has(name));

export function checkInput<T, V>(
  { fitted }: BoundBatch<T>,
  { checked }: TargetResults<V>,
  name: string,
  given: HostTensor,
): void {
  const { data } = given;
  if (name.startsWith("given:")) checkField(data, given.shape, `field \`${name.split(":")[1]}\``);
  else if (name === inputName.field) checkField(data, fitted.target, "target");
  else checkTarget(data, fitted.target, fitted.layout);
  checked.add(name);
}
