import { type Bindings, NotFinite, OutOfMemory } from "../backends/backend.js";
import { type Coroutine, type EitherWay, either, runLater, runNow } from "../backends/coroutine.js";
import { NotANumber } from "../backends/host/not-a-number.js";
import { execute, executeAsync } from "../backends/interpret.js";
import type { TensorAdapter } from "../backends/tensor-adapter.js";
import { inputName } from "../graph/inputs.js";
import { isSpatial } from "../graph/ops/axes.js";
import type { Node, RoutineOp } from "../graph/ops.js";
import type { LossDeclaration } from "../loss.js";
import type { Program } from "../program/program.js";
import { type Batch, type BoundBatch, cacheInputsOf, type TargetBatch, tensorsToUpload } from "./batch.js";
import { BatchBinder } from "./bind.js";
import { InputChecks } from "./input-checks.js";
import type { Fitted } from "./layout.js";
import type { Plan, Planner } from "./plan.js";
import { exportResults, nothingPrepared, type Prepared, takeImported } from "./prepared.js";
import { type Search, TargetCache, type TargetResults } from "./target-cache.js";
import { tooLarge } from "./too-large.js";

/** Values of the plan's roots on the backend; the caller disposes of them. */
export interface PlanResult<V> {
  readonly total: V;
  readonly terms: readonly V[];
  /** For each prediction the live terms look at. */
  readonly gradients: ReadonlyMap<Node<"input">, V>;
}

/** Runs a program's plans on one backend, target-only work once per target. `T` is the host's tensor, `V` the backend's value. */
export class Engine<T extends object, V> {
  readonly library: ReadonlyMap<string, LossDeclaration>;
  readonly #program: Program;
  readonly #adapter: TensorAdapter<T, V>;
  readonly #binder: BatchBinder<T, V>;
  readonly #checks: InputChecks<T, V>;
  readonly #cache: TargetCache<T, V>;

  constructor(program: Program, library: ReadonlyMap<string, LossDeclaration>, adapter: TensorAdapter<T, V>) {
    this.library = library;
    this.#program = program;
    this.#adapter = adapter;
    this.#binder = new BatchBinder(program, library, adapter);
    this.#checks = new InputChecks(program, adapter);
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
    return this.#binder.bind(batch, live);
  }

  /** The same for target-only work, for which predictions need not be there yet. */
  bindTarget(batch: TargetBatch<T>, live: readonly number[]): BoundBatch<T> {
    return this.#binder.bindTarget(batch, live);
  }

  planner(fitted: Pick<Fitted, "layout">): Planner {
    return this.#binder.planner(fitted);
  }

  /** Computes the plan's values at once, its terms' only if they are wanted. @throws {NoSynchronousRead} where a routine must wait for the device. */
  run(bound: BoundBatch<T>, weights: readonly number[], wantGradients: boolean, wantTerms = true): PlanResult<V> {
    const wanted = { terms: wantTerms, gradients: wantGradients };
    // Where a device cannot be read at once, nothing is looked through.
    const reads = this.#adapter.backend.synchronous;
    return outcome(bound.plan, wanted, runNow(this.#compute(bound, rootsOf(bound.plan, wanted), weights, { reads })));
  }

  /** The same, waiting for the device where that is needed. */
  async runAsync(bound: BoundBatch<T>, weights: readonly number[], wantGradients: boolean): Promise<PlanResult<V>> {
    const wanted = { terms: true, gradients: wantGradients };
    return outcome(bound.plan, wanted, await runLater(this.#compute(bound, rootsOf(bound.plan, wanted), weights)));
  }

  /** Does the target-only work of a plan now, to be found in the cache later. */
  async prepare(bound: BoundBatch<T>): Promise<void> {
    await runLater(this.#compute(bound, [], [], { search: "keep" }));
  }

  /** Does it, and gives the results as plain data. Nothing, where they cost less than to look for them. */
  async prepared(bound: BoundBatch<T>): Promise<Prepared> {
    if (!bound.plan.cacheable) return nothingPrepared;
    const known = await runLater(this.#lookUp(bound, "keep"));
    try {
      await this.prepare(bound);
      const key = this.#cache.keyOf(cacheInputsOf(bound));
      return key === undefined ? nothingPrepared : await exportResults(key, bound.plan, known, this.#adapter.backend);
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
    this.#binder.clear();
    if ("execute" in this.#adapter.backend) this.#adapter.backend.release();
  }

  /** The values of some roots of a plan. `reads`: whether the content of the batch can be read in the way the coroutine is run. */
  *#compute(
    bound: BoundBatch<T>,
    roots: readonly Node[],
    weights: readonly number[],
    { search = "content", reads = true }: { readonly search?: Search; readonly reads?: boolean } = {},
  ): Coroutine<EitherWay, unknown, readonly V[]> {
    const known = yield* this.#lookUp(bound, search);
    const uploaded = new Map<string, V>();
    try {
      yield* this.#upload(bound, known, uploaded);
      if (reads && !this.#checks.findsNonFinite(bound)) yield* this.#checks.predictions(bound, uploaded);
      this.#settle(bound, uploaded, known);
      if (reads) yield* this.#checks.targets(bound, known, uploaded);
      yield* this.#doTargetOnlyWork(bound, uploaded, known);
      if (!roots.length) return [];
      return yield* this.#execute(roots, this.#bindings(bound, uploaded, weights, known.values));
    } catch (error) {
      // What is wrong is known; now it is worth the while to read where.
      if (reads && (error instanceof NotFinite || error instanceof NotANumber))
        yield* this.#checks.predictions(bound, uploaded);
      if (error instanceof OutOfMemory) throw tooLarge(bound, error, this.#binder.planner(bound.fitted), this.#program);
      throw this.#checks.translated(error);
    } finally {
      for (const value of uploaded.values()) this.#adapter.dispose(value);
      this.#cache.release(known);
    }
  }

  /** What is known of a target, by its content if that can be had in the way the coroutine is run. */
  *#lookUp(bound: BoundBatch<T>, search: Search): Coroutine<EitherWay, unknown, TargetResults<V>> {
    const inputs = cacheInputsOf(bound);
    if (!bound.plan.cacheable) return this.#cache.lookUp(inputs, "identity");
    for (const [, tensor] of inputs.tensors)
      if (this.#adapter.digest(tensor) === undefined)
        yield* either(
          () => {},
          async () => {
            await this.#adapter.digestAsync(tensor);
          },
        );
    return this.#cache.lookUp(inputs, search);
  }

  /** Uploads what the plan reads of the batch and the backend has not yet. */
  *#upload(
    bound: BoundBatch<T>,
    known: TargetResults<V>,
    uploaded: Map<string, V>,
  ): Coroutine<EitherWay, unknown, void> {
    for (const { name, tensor, shape } of tensorsToUpload(bound, known, this.#adapter))
      uploaded.set(
        name,
        yield* either(
          () => this.#adapter.upload(tensor, shape),
          () => this.#adapter.uploadAsync(tensor, shape),
        ),
      );
  }

  /** What a fused backend reads of the target goes into its memory once per target. */
  #settle({ plan, fitted }: BoundBatch<T>, uploaded: ReadonlyMap<string, V>, { values }: TargetResults<V>): void {
    const { backend } = this.#adapter;
    if (!("execute" in backend)) return;
    for (const [name, node] of plan.inputs) {
      const value = uploaded.get(name);
      if (value !== undefined && plan.stage.get(node) === "target" && !values.has(node))
        values.set(node, backend.settle(node, value, fitted.sizes));
    }
  }

  /** Adds to what is known of a target whatever the plan needs of it. */
  *#doTargetOnlyWork(
    bound: BoundBatch<T>,
    uploaded: ReadonlyMap<string, V>,
    known: TargetResults<V>,
  ): Coroutine<EitherWay, unknown, void> {
    const { values } = known;
    takeImported(bound.plan, known, bound.fitted, this.#adapter);
    const missing = bound.plan.cacheBoundary.filter((node) => !values.has(node));
    if (!missing.length) return;
    const made = yield* this.#execute(missing, this.#bindings(bound, uploaded, [], values));
    missing.forEach((node, i) => {
      // Another run may have computed it meanwhile; the first stays.
      if (values.has(node)) this.#adapter.dispose(made[i]!);
      else values.set(node, this.#adapter.retain(made[i]!));
    });
  }

  #execute(roots: readonly Node[], bindings: Bindings<V>) {
    const { backend } = this.#adapter;
    return either(
      () => execute(backend, roots, bindings),
      () => executeAsync(backend, roots, bindings),
    );
  }

  #bindings(
    { plan, fitted }: BoundBatch<T>,
    tensors: ReadonlyMap<string, V>,
    weights: readonly number[],
    known: ReadonlyMap<Node, V>,
  ): Bindings<V> {
    const spatial = [...fitted.sizes.keys()].filter(isSpatial);
    const scalars = new Map<string, number>([
      ...spatial.map((axis, i) => [inputName({ kind: "spacing", axis }), fitted.spacing[i]!] as const),
      ...plan.live.map((term) => [inputName({ kind: "weight", term }), weights[term] ?? 0] as const),
    ]);
    // As it is now: another run may add to it while this one waits.
    return { tensors, scalars, sizes: fitted.sizes, known: new Map(known) };
  }
}

/** What of an outcome is needed, beside the total. */
interface Wanted {
  readonly terms: boolean;
  readonly gradients: boolean;
}

const rootsOf = (plan: Plan, { terms, gradients }: Wanted): readonly Node[] => [
  plan.total,
  ...(terms ? plan.terms : []),
  ...(gradients ? plan.gradients.values() : []),
];

function outcome<V>(plan: Plan, wanted: Wanted, values: readonly V[]): PlanResult<V> {
  const terms = wanted.terms ? plan.terms.length : 0;
  const gradients = values.slice(1 + terms);
  const predictions = wanted.gradients ? [...plan.gradients.keys()] : [];
  return {
    total: values[0]!,
    terms: values.slice(1, 1 + terms),
    gradients: new Map(predictions.map((input, i) => [input, gradients[i]!])),
  };
}
