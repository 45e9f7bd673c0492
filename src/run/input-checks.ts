import { NotFinite } from "../backends/backend.js";
import { type Coroutine, type EitherWay, either } from "../backends/coroutine.js";
import type { TensorAdapter } from "../backends/tensor-adapter.js";
import { headOf, inputName } from "../graph/inputs.js";
import type { Node } from "../graph/ops.js";
import type { Program } from "../program/program.js";
import { type BoundBatch, checkInput, uncheckedInputs } from "./batch.js";
import { classViews } from "./class-views.js";
import { checkPrediction } from "./content.js";
import { NonFiniteError } from "./errors.js";
import type { Fitted } from "./layout.js";
import type { TargetResults } from "./target-cache.js";

/** Checks what a batch holds before it is computed with, or once a backend has found that it is not in order. */
export class InputChecks<T extends object, V> {
  readonly #program: Program;
  readonly #adapter: TensorAdapter<T, V>;

  constructor(program: Program, adapter: TensorAdapter<T, V>) {
    this.#program = program;
    this.#adapter = adapter;
  }

  /** Whether the backend itself finds predictions that are not finite, so that nobody need look beforehand. */
  findsNonFinite({ fitted }: BoundBatch<T>): boolean {
    return "execute" in this.#adapter.backend && fitted.layout.prediction === "logits";
  }

  /** Looks through the predictions on the host. @throws {NonFiniteError} @throws {BatchError} */
  *predictions(
    { plan, predictions, fitted }: BoundBatch<T>,
    uploaded: ReadonlyMap<string, V>,
  ): Coroutine<EitherWay, unknown, void> {
    const classInputs = plan.live.flatMap((index) => this.#classInputs(index, fitted));
    for (const [input, tensor] of predictions) {
      const { name } = input.attributes;
      const probabilities = fitted.layout.prediction === "probabilities" && classInputs.includes(name);
      const { data } = yield* this.#read(uploaded.get(name)!);
      checkPrediction(data, this.#adapter.shapeOf(tensor), probabilities, spoken(input));
    }
  }

  /** Looks through the target and the fields, once for each. @throws {NonFiniteError} @throws {BatchError} */
  *targets(
    bound: BoundBatch<T>,
    known: TargetResults<V>,
    uploaded: ReadonlyMap<string, V>,
  ): Coroutine<EitherWay, unknown, void> {
    for (const input of this.#unchecked(bound, known))
      checkInput(bound, known, input, yield* this.#read(uploaded.get(input.attributes.name)!));
  }

  /** The error to raise for one from a backend. A device that is not waited for reports a step after that step. */
  translated(error: unknown): unknown {
    if (!(error instanceof NotFinite) || this.#adapter.backend.synchronous) return error;
    return new NonFiniteError(
      `The ${spoken(error.input)} held NaN or an infinity in an earlier step: the model has diverged, or its input was not finite. \`valueAndGrad\` waits for the values and tells where.`,
    );
  }

  #read(value: V) {
    const { backend } = this.#adapter;
    return either(
      () => backend.readSync(value),
      () => backend.read(value),
    );
  }

  /** The inputs that a term sees as classes: not those that hold numbers of any kind, a level set, say. */
  #classInputs(index: number, { layout }: Fitted): readonly string[] {
    const term = this.#program.terms[index]!;
    return Object.values(term.inputs).flatMap((input) => {
      if (input.kind === "field" || !classViews.has(input.view)) return [];
      const head = input.kind === "head" ? input.name : (term.head ?? layout.head);
      return [inputName({ kind: "prediction", ...(head !== undefined && { head }) })];
    });
  }

  /** What has to be looked through here, entry by entry, before it is computed with: not a target that kernels find in order. */
  #unchecked(bound: BoundBatch<T>, known: TargetResults<V>): readonly Node<"input">[] {
    const { backend } = this.#adapter;
    const { plan, fitted } = bound;
    const inputs = uncheckedInputs(bound, known);
    const target = inputs.find(({ attributes: { ref } }) => ref?.kind === "target");
    const settled = target && known.values.get(target);
    if (!("execute" in backend) || !backend.synchronous || !settled) return inputs;
    const bindings = {
      tensors: new Map(),
      scalars: new Map(),
      sizes: fitted.sizes,
      known: new Map([[target, settled]]),
    };
    const [count] = backend.execute([plan.invalidPixels!], bindings);
    if (backend.readSync(count!).data[0] !== 0) return inputs;
    known.checked.add(target.attributes.name);
    return inputs.filter((input) => input !== target);
  }
}

const spoken = (prediction: Node<"input">) => {
  const head = headOf(prediction);
  return head === undefined ? "prediction" : `prediction of the head \`${head}\``;
};

/** @throws {NonFiniteError} naming the terms that are not finite although the prediction was. */
export function checkValues(labels: readonly string[], values: readonly number[]): void {
  const bad = labels.filter((_, i) => !Number.isFinite(values[i]));
  if (bad.length)
    throw new NonFiniteError(
      `${bad.map((l) => `\`${l}\``).join(", ")} came out as ${values.find((v) => !Number.isFinite(v))} although the prediction is finite; please report this, with the batch.`,
    );
}
