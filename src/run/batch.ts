import type { HostTensor } from "../backends/backend.js";
import type { TensorAdapter } from "../backends/tensor-adapter.js";
import { type InputRef, inputName } from "../graph/inputs.js";
import type { Node } from "../graph/ops.js";
import { checkField, checkMask, checkTarget } from "./content.js";
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
  /** Masks the program names, `[batch, …space]`: 1 where pixels count, 0 where they do not, and nothing else. */
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
  /** The tensor of each prediction the plan looks at: what gradients are taken by. None where only target-only work is done. */
  readonly predictions: ReadonlyMap<Node<"input">, T>;
  /** The name under which the batch has each of them; `""` where it has one without a name. */
  readonly headsRead: ReadonlyMap<Node<"input">, string>;
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

/** What target-only work depends on: tensors each under a name of its own, the layout, sizes of axes, spacing. */
export const cacheInputsOf = <T>({ batch, fitted }: BoundBatch<T>): CacheInputs<T> => ({
  tensors: [
    [inputName({ kind: "target" }), batch.target],
    ...namedTensors(batch.masks, (name) => ({ kind: "mask", name })),
    ...namedTensors(batch.fields, (name) => ({ kind: "given", name, form: "image" })),
  ],
  layout: `${JSON.stringify(fitted.layout)};${[...fitted.sizes].join()};${fitted.spacing.join()}`,
});

const namedTensors = <T>(tensors: Readonly<Record<string, T>> | undefined, ref: (name: string) => InputRef) =>
  Object.entries(tensors ?? {}).map(([name, tensor]) => [inputName(ref(name)), tensor] as const);

/** Every tensor of a batch that the plan reads and the backend has not yet, under its name and in the shape the graph expects. */
export function tensorsToUpload<T extends object, V>(
  bound: BoundBatch<T>,
  { values, checked }: TargetResults<V>,
  adapter: TensorAdapter<T, V>,
) {
  const { plan, predictions } = bound;
  const isKnown = (name: string) => {
    const node = plan.inputs.get(name);
    return node !== undefined && values.has(node) && (checked.has(name) || !isChecked(node));
  };
  return [
    ...[...predictions].map(([{ attributes }, tensor]) => ({
      name: attributes.name,
      tensor,
      shape: adapter.shapeOf(tensor),
    })),
    ...checkedInputs(plan).map(({ attributes: { name, ref } }) => ({ name, ...targetTensor(bound, ref) })),
  ].filter(({ name }) => !isKnown(name));
}

/** The tensor that an input of the target's side stands for, with the shape in which it enters the graph. */
function targetTensor<T>({ batch, fitted }: BoundBatch<T>, ref: InputRef | undefined) {
  if (ref?.kind === "mask") return { tensor: batch.masks![ref.name]!, shape: fitted.mask };
  if (ref?.kind !== "given") return { tensor: batch.target, shape: fitted.target };
  return { tensor: batch.fields![ref.name]!, shape: fieldShape(fitted, ref.name, ref.form) };
}

/** What is looked through once for each target: the target, read as masks or as numbers of any kind, further tensors, and masks. */
const checkedKinds: readonly (InputRef["kind"] | undefined)[] = ["target", "field", "given", "mask"];

const isChecked = ({ attributes: { ref } }: Node<"input">) => checkedKinds.includes(ref?.kind);

const checkedInputs = ({ inputs }: Plan): readonly Node<"input">[] =>
  checkedKinds.flatMap((kind) => [...inputs.values()].filter(({ attributes: { ref } }) => ref && ref.kind === kind));

/** What of the target's side has not been looked through yet. */
export const uncheckedInputs = <T, V>(
  { plan }: BoundBatch<T>,
  { checked }: TargetResults<V>,
): readonly Node<"input">[] => checkedInputs(plan).filter(({ attributes: { name } }) => !checked.has(name));

/** @throws {NonFiniteError} @throws {BatchError} where the content is not what the input stands for. */
export function checkInput<T, V>(
  { fitted }: BoundBatch<T>,
  { checked }: TargetResults<V>,
  { attributes: { name, ref } }: Node<"input">,
  { data, shape }: HostTensor,
): void {
  if (ref?.kind === "given") checkField(data, shape, `field \`${ref.name}\``);
  else if (ref?.kind === "mask") checkMask(data, fitted.mask, ref.name);
  else if (ref?.kind === "field") checkField(data, fitted.target, "target");
  else checkTarget(data, fitted.target, fitted.layout);
  checked.add(name);
}
