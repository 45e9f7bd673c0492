import { type Bindings, NotFinite } from "../backends/backend.js";
import { NotANumber } from "../backends/host-routines.js";
import { execute, executeAsync } from "../backends/interpret.js";
import type { TensorAdapter } from "../backends/tensor-adapter.js";
import { isSpatial } from "../graph/axes.js";
import type { Node, RoutineOp } from "../graph/ops.js";
import { inputName } from "../graph/views.js";
import { asHead, type LossDeclaration } from "../loss.js";
import type { Program } from "../program/program.js";
import {
  type Batch,
  type BoundBatch,
  cacheInputsOf,
  checkInput,
  mainFirst,
  predictedShapes,
  type TargetBatch,
  tensorsToUpload,
  uncheckedInputs,
} from "./batch.js";
import { checkPrediction } from "./content.js";
import { BatchError, NonFiniteError } from "./errors.js";
import { type BatchShapes, checkFields, type Fitted, fitBatch } from "./layout.js";
import { type Plan, Planner } from "./plan.js";
import { exportResults, nothingPrepared, type Prepared, takeImported } from "./prepared.js";
import { type Search, TargetCache, type TargetResults } from "./target-cache.js";
import { argumentName, classViews, termInputs } from "./term-inputs.js";

/** Values of the plan's roots on the backend; the caller disposes of them. */
export interface Outcome<V> {
  readonly total: V;
  readonly terms: readonly V[];
  readonly gradients: ReadonlyMap<string, V>;
}

/** Runs a program's plans on one backend, target-only work once per target. `T` is the host's tensor, `V` the backend's value. */
export class Engine<T extends object, V> {
  readonly #program: Program;
  readonly library: ReadonlyMap<string, LossDeclaration>;
  readonly #adapter: TensorAdapter<T, V>;
  readonly #planners = new Map<string, Planner>();
  readonly #cache: TargetCache<T, V>;

  constructor(program: Program, library: ReadonlyMap<string, LossDeclaration>, adapter: TensorAdapter<T, V>) {
    this.#program = program;
    this.library = library;
    this.#adapter = adapter;
    this.#cache = new TargetCache(adapter);
  }

  get backend(): string {
    return this.#adapter.backend.name;
  }
  /** Whether the backend computes many operations in one pass. */
  get fused(): boolean {
    return "execute" in this.#adapter.backend;
  }
  /** Where a routine is computed. */
  placeOf(routine: RoutineOp): "device" | "host" {
    return this.#adapter.backend.routines[routine] === undefined ? "host" : "device";
  }
  get synchronous(): boolean {
    return this.#adapter.backend.synchronous;
  }

  /** Fits a batch to the program. @throws {BatchError} when it does not fit. */
  bind(batch: Batch<T>, live: readonly number[]): BoundBatch<T> {
    const heads = this.#heads(batch);
    const shapes = new Map([...heads].map(([name, tensor]) => [name, this.#adapter.shapeOf(tensor)]));
    const { plan, fitted } = this.#fit(shapes, batch, live);
    const predictions = new Map([...plan.gradients.keys()].map((name) => [name, this.#headOf(name, heads)]));
    return { plan, fitted, predictions, batch };
  }

  /** The same for target-only work, for which predictions need not be there yet. */
  bindTarget(batch: TargetBatch<T>, live: readonly number[]): BoundBatch<T> {
    const shapes = predictedShapes(batch, (x) => (this.#adapter.isTensor(x) ? this.#adapter.shapeOf(x) : undefined));
    return { ...this.#fit(shapes, batch, live), predictions: new Map(), batch };
  }

  #fit(predictions: BatchShapes["predictions"], batch: BoundBatch<T>["batch"], live: readonly number[]) {
    const masks = new Map(Object.entries(batch.masks ?? {}));
    for (const index of live) {
      const { mask, label } = this.#program.terms[index]!;
      if (mask !== undefined && !masks.has(mask))
        throw new BatchError(
          `\`${label}\` counts only where \`${mask}\` is set, but the batch has no such mask: add it to \`masks\`.`,
        );
    }
    const shape = (tensor: T) => this.#adapter.shapeOf(tensor);
    const shapes: BatchShapes = {
      predictions,
      target: shape(batch.target),
      masks: new Map([...masks].map(([name, tensor]) => [name, shape(tensor)])),
      fields: new Map(Object.entries(batch.fields ?? {}).map(([name, tensor]) => [name, shape(tensor)])),
      ...(batch.spacing && { spacing: batch.spacing }),
    };
    const fitted = fitBatch(shapes, this.#program.task);
    checkFields(
      live.flatMap((index) => this.#wanted(index).fields),
      shapes,
      fitted,
    );
    return { plan: this.planner(fitted).plan(live), fitted };
  }

  #wanted(index: number) {
    const term = this.#program.terms[index]!;
    return termInputs(term, this.library.get(term.loss)!);
  }

  planner({ layout }: Pick<Fitted, "layout">): Planner {
    const key = JSON.stringify(layout);
    const known = this.#planners.get(key) ?? new Planner(this.#program, this.library, layout, this.#adapter.backend);
    this.#planners.set(key, known);
    return known;
  }

  /** Computes the plan's values at once, its terms' only if they are wanted. @throws {NoSynchronousRead} where a routine must wait for the device. */
  run(opened: BoundBatch<T>, weights: readonly number[], wantGradients: boolean, wantTerms = true): Outcome<V> {
    const { backend } = this.#adapter;
    const known = this.#cache.lookUp(cacheInputsOf(opened), opened.plan.cacheable ? "content" : "identity");
    const admitted = new Map<string, V>();
    try {
      for (const { name, tensor, shape } of tensorsToUpload(opened, known, this.#adapter))
        admitted.set(name, this.#adapter.upload(tensor, shape));
      const read = (value: V) => backend.readSync(value).data;
      if (backend.synchronous && !this.#watches(opened)) this.#checkPredictions(opened, admitted, read);
      this.#settle(opened, admitted, known);
      if (backend.synchronous)
        for (const name of this.#unchecked(opened, known))
          checkInput(opened, known, name, backend.readSync(admitted.get(name)!));
      takeImported(opened.plan, known, opened.fitted, this.#adapter);
      const missing = opened.plan.cacheBoundary.filter((node) => !known.values.has(node));
      if (missing.length)
        this.#learn(
          known.values,
          missing,
          execute(backend, missing, this.#bindings(opened, admitted, weights, known.values)),
        );
      const wanted = { terms: wantTerms, gradients: wantGradients };
      try {
        const values = execute(
          backend,
          rootsOf(opened.plan, wanted),
          this.#bindings(opened, admitted, weights, known.values),
        );
        return outcome(opened.plan, wanted, values);
      } catch (error) {
        if (error instanceof NotFinite && backend.synchronous) this.#checkPredictions(opened, admitted, read);
        throw this.#told(error);
      }
    } finally {
      for (const value of admitted.values()) backend.dispose(value);
      this.#cache.release(known);
    }
  }

  /** The same, waiting for the device where that is needed. */
  async runAsync(opened: BoundBatch<T>, weights: readonly number[], wantGradients: boolean): Promise<Outcome<V>> {
    const wanted = { terms: true, gradients: wantGradients };
    return outcome(opened.plan, wanted, await this.#compute(opened, rootsOf(opened.plan, wanted), weights));
  }

  /** Does the target-only work of a plan now, to be found in the cache later. */
  async prepare(opened: BoundBatch<T>): Promise<void> {
    await this.#compute(opened, [], [], "keep");
  }

  /** Does it, and gives the results as plain data. Nothing, where they cost less than to look for them. */
  async prepared(opened: BoundBatch<T>): Promise<Prepared> {
    if (!opened.plan.cacheable) return nothingPrepared;
    const known = await this.#lookUp(opened, "keep");
    try {
      await this.prepare(opened);
      const key = this.#cache.keyOf(cacheInputsOf(opened));
      return key === undefined ? nothingPrepared : await exportResults(key, opened.plan, known, this.#adapter.backend);
    } finally {
      this.#cache.release(known);
    }
  }

  /** Takes what `prepared` gave in another thread. */
  importPrepared({ key, checked, values }: Prepared): void {
    if (key)
      this.#cache.importResults(
        key,
        checked,
        values.map((value) => [value.fingerprint, value]),
      );
  }

  dispose(): void {
    this.#cache.dispose();
    this.#planners.clear();
    if ("execute" in this.#adapter.backend) this.#adapter.backend.release();
  }

  async #compute(
    opened: BoundBatch<T>,
    roots: readonly Node[],
    weights: readonly number[],
    search: Search = "content",
  ): Promise<V[]> {
    const { backend } = this.#adapter;
    const known = await this.#lookUp(opened, search);
    const admitted = new Map<string, V>();
    try {
      for (const { name, tensor, shape } of tensorsToUpload(opened, known, this.#adapter))
        admitted.set(name, await this.#adapter.uploadAsync(tensor, shape));
      this.#settle(opened, admitted, known);
      for (const name of this.#unchecked(opened, known))
        checkInput(opened, known, name, await backend.read(admitted.get(name)!));
      if (!this.#watches(opened)) await this.#readPredictions(opened, admitted);
      takeImported(opened.plan, known, opened.fitted, this.#adapter);
      const missing = opened.plan.cacheBoundary.filter((node) => !known.values.has(node));
      if (missing.length)
        this.#learn(
          known.values,
          missing,
          await executeAsync(backend, missing, this.#bindings(opened, admitted, weights, known.values)),
        );
      return roots.length
        ? await executeAsync(backend, roots, this.#bindings(opened, admitted, weights, known.values))
        : [];
    } catch (error) {
      // What is wrong is known; now it is worth the while to read where.
      if (error instanceof NotFinite || error instanceof NotANumber) await this.#readPredictions(opened, admitted);
      throw this.#told(error);
    } finally {
      for (const value of admitted.values()) backend.dispose(value);
      this.#cache.release(known);
    }
  }

  /** What is known of a target whose content may have to be waited for. */
  async #lookUp(opened: BoundBatch<T>, search: Search): Promise<TargetResults<V>> {
    const subject = cacheInputsOf(opened);
    if (!opened.plan.cacheable) return this.#cache.lookUp(subject, "identity");
    for (const [, tensor] of subject.tensors) await this.#adapter.digestAsync(tensor);
    return this.#cache.lookUp(subject, search);
  }

  /** Adds results to what is known of a target. Another run may have learnt one meanwhile; the first stays. */
  #learn(known: Map<Node, V>, nodes: readonly Node[], values: readonly V[]): void {
    nodes.forEach((node, i) => {
      if (known.has(node)) this.#adapter.backend.dispose(values[i]!);
      else known.set(node, this.#adapter.retain(values[i]!));
    });
  }

  #bindings(
    { plan, fitted }: BoundBatch<T>,
    tensors: ReadonlyMap<string, V>,
    weights: readonly number[],
    known: ReadonlyMap<Node, V>,
  ): Bindings<V> {
    const spatial = [...fitted.sizes.keys()].filter(isSpatial);
    const scalars = new Map<string, number>([
      ...spatial.map((axis, i) => [inputName.spacing(axis), fitted.spacing[i]!] as const),
      ...plan.live.map((index) => [inputName.weight(index), weights[index] ?? 0] as const),
    ]);
    return { tensors, scalars, sizes: fitted.sizes, known };
  }

  #checkPredictions(
    { plan, predictions, fitted }: BoundBatch<T>,
    admitted: ReadonlyMap<string, V>,
    data: (value: V) => ArrayLike<number>,
  ): void {
    const meanings = plan.live.flatMap((index) => this.#seenAsClasses(index, fitted));
    for (const [name, tensor] of predictions) {
      const probabilities = fitted.layout.prediction === "probabilities" && meanings.includes(name);
      checkPrediction(data(admitted.get(name)!), this.#adapter.shapeOf(tensor), probabilities, spoken(name));
    }
  }

  /** Where a device is not waited for, it tells of a step after that step. */
  #told = (error: unknown): unknown =>
    error instanceof NotFinite && !this.synchronous
      ? new NonFiniteError(
          `The ${spoken(error.input)} held NaN or an infinity in a step before this one: the model has diverged, or its input was not finite. \`valueAndGrad\`, which waits, says where.`,
        )
      : error;

  /** Looks through the predictions on the host. @throws {NonFiniteError} @throws {BatchError} */
  async #readPredictions(opened: BoundBatch<T>, admitted: ReadonlyMap<string, V>): Promise<void> {
    const read = new Map<V, ArrayLike<number>>();
    for (const name of opened.predictions.keys()) {
      const value = admitted.get(name)!;
      read.set(value, (await this.#adapter.backend.read(value)).data);
    }
    this.#checkPredictions(opened, admitted, (value) => read.get(value)!);
  }

  /** The inputs that a term sees as classes: not those that hold numbers of any kind, a level set, say. */
  #seenAsClasses(index: number, { layout }: Fitted): readonly string[] {
    const term = this.#program.terms[index]!;
    return Object.values(this.library.get(term.loss)!.sees).flatMap((request) => {
      const further = asHead(request);
      const view = further?.view ?? request;
      const head = further ? argumentName(term, further.head) : (term.head ?? layout.head);
      return typeof view === "string" && classViews.has(view) ? [inputName.prediction(head)] : [];
    });
  }

  /** Whether the backend itself finds predictions that are not finite, so that nobody need look beforehand. */
  #watches({ fitted }: BoundBatch<T>): boolean {
    return "execute" in this.#adapter.backend && fitted.layout.prediction === "logits";
  }

  /** What a fused backend reads of the target goes into its memory once per target. */
  #settle({ plan, fitted }: BoundBatch<T>, admitted: ReadonlyMap<string, V>, { values }: TargetResults<V>): void {
    const { backend } = this.#adapter;
    if (!("execute" in backend)) return;
    for (const [name, node] of plan.inputs) {
      const value = admitted.get(name);
      if (value !== undefined && plan.stage.get(node) === "target" && !values.has(node))
        values.set(node, backend.settle(node, value, fitted.sizes));
    }
  }

  /** What has to be looked through here, entry by entry, before it is computed with: not a target that kernels find in order. */
  #unchecked(opened: BoundBatch<T>, known: TargetResults<V>): readonly string[] {
    const { backend } = this.#adapter;
    const { plan, fitted } = opened;
    const node = plan.inputs.get(inputName.target);
    const settled = node && known.values.get(node);
    const names = uncheckedInputs(opened, known);
    if (!("execute" in backend) || !backend.synchronous || !settled || !names.includes(inputName.target)) return names;
    const bindings = { tensors: new Map(), scalars: new Map(), sizes: fitted.sizes, known: new Map([[node, settled]]) };
    const [count] = backend.execute([plan.invalidPixels!], bindings);
    if (backend.readSync(count!).data[0] !== 0) return names;
    known.checked.add(inputName.target);
    return names.filter((name) => name !== inputName.target);
  }

  /** The predictions by head, the one whose channels are the classes first. */
  #heads(batch: Batch<T>): ReadonlyMap<string, T> {
    if (this.#adapter.isTensor(batch.prediction)) return new Map([["", batch.prediction]]);
    return mainFirst(Object.entries(batch.prediction));
  }

  /** The prediction an input of the graph stands for: the named head, or the only, the `main` or the first one. */
  #headOf(name: string, heads: ReadonlyMap<string, T>): T {
    const wanted = name.split(":")[1];
    if (wanted === undefined) return heads.get("main") ?? [...heads.values()][0]!;
    const found =
      heads.get(wanted) ?? (heads.size === 1 && this.#program.task.heads[0] === wanted ? heads.get("") : undefined);
    if (!found)
      throw new BatchError(
        `The program looks at the head \`${wanted}\`, but the batch has ${named([...heads.keys()])}.`,
      );
    return found;
  }
}

const named = (heads: readonly string[]) =>
  heads.length === 1 && heads[0] === ""
    ? "one prediction without a name"
    : `only ${heads.map((h) => `\`${h}\``).join(", ")}`;

/** What of an outcome somebody needs, beside the total. */
interface Wanted {
  readonly terms: boolean;
  readonly gradients: boolean;
}

const rootsOf = (plan: Plan, { terms, gradients }: Wanted): readonly Node[] => [
  plan.total,
  ...(terms ? plan.terms : []),
  ...(gradients ? plan.gradients.values() : []),
];

function outcome<V>(plan: Plan, wanted: Wanted, values: readonly V[]): Outcome<V> {
  const terms = wanted.terms ? plan.terms.length : 0;
  const slopes = values.slice(1 + terms);
  const names = wanted.gradients ? [...plan.gradients.keys()] : [];
  return {
    total: values[0]!,
    terms: values.slice(1, 1 + terms),
    gradients: new Map(names.map((name, i) => [name, slopes[i]!])),
  };
}

const spoken = (name: string) =>
  name.includes(":") ? `prediction of the head \`${name.split(":")[1]}\`` : "prediction";

/** @throws {NonFiniteError} naming the terms that are not finite although the prediction was. */
export function checkValues(labels: readonly string[], values: readonly number[]): void {
  const bad = labels.filter((_, i) => !Number.isFinite(values[i]));
  if (bad.length)
    throw new NonFiniteError(
      `${bad.map((l) => `\`${l}\``).join(", ")} came out as ${values.find((v) => !Number.isFinite(v))} although the prediction is finite; please report this, with the batch.`,
    );
}
