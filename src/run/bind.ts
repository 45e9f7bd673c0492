import type { TensorAdapter } from "../backends/tensor-adapter.js";
import { headOf } from "../graph/inputs.js";
import type { Node } from "../graph/ops.js";
import type { LossDeclaration } from "../loss.js";
import type { Program } from "../program/program.js";
import { type Batch, type BoundBatch, mainFirst, predictedShapes, type TargetBatch } from "./batch.js";
import { BatchError } from "./errors.js";
import { type BatchShapes, checkFields, type Fitted, fitBatch } from "./layout.js";
import { Planner } from "./plan.js";
import { readTargetBatch, validBatch } from "./read-batch.js";

/** Fits batches to a program and finds the plan for what is live, one planner for each layout. */
export class BatchBinder<T extends object, V> {
  readonly #program: Program;
  readonly #library: ReadonlyMap<string, LossDeclaration>;
  readonly #adapter: TensorAdapter<T, V>;
  readonly #planners = new Map<string, Planner>();

  constructor(program: Program, library: ReadonlyMap<string, LossDeclaration>, adapter: TensorAdapter<T, V>) {
    this.#program = program;
    this.#library = library;
    this.#adapter = adapter;
  }

  /** @throws {BatchError} when the batch does not fit the program. */
  bind(given: Batch<T>, live: readonly number[]): BoundBatch<T> {
    const batch = validBatch(given, this.#program.task, this.#adapter);
    const heads = this.#heads(batch);
    const shapes = new Map([...heads].map(([name, tensor]) => [name, this.#adapter.shapeOf(tensor)]));
    const { plan, fitted } = this.#fit(shapes, batch, live);
    const found = [...plan.gradients.keys()].map((input) => [input, this.#predictionOf(input, heads)] as const);
    return {
      plan,
      fitted,
      predictions: new Map(found.map(([input, [, tensor]]) => [input, tensor])),
      headsRead: new Map(found.map(([input, [head]]) => [input, head])),
      batch,
    };
  }

  /** The same for target-only work, for which predictions need not be there yet. */
  bindTarget(given: TargetBatch<T>, live: readonly number[]): BoundBatch<T> {
    const batch = readTargetBatch(given, this.#program.task, this.#adapter);
    const shapes = predictedShapes(batch, (x) => (this.#adapter.isTensor(x) ? this.#adapter.shapeOf(x) : undefined));
    return { ...this.#fit(shapes, batch, live), predictions: new Map(), headsRead: new Map(), batch };
  }

  planner({ layout }: Pick<Fitted, "layout">): Planner {
    const key = JSON.stringify(layout);
    const known = this.#planners.get(key) ?? new Planner(this.#program, this.#library, layout, this.#adapter.backend);
    this.#planners.set(key, known);
    return known;
  }

  /** Forgets all plans. */
  clear(): void {
    this.#planners.clear();
  }

  #fit(predictions: BatchShapes["predictions"], batch: BoundBatch<T>["batch"], live: readonly number[]) {
    const masks = new Map(Object.entries(batch.masks ?? {}));
    this.#requireMasks(masks, live);
    const shape = (tensor: T) => this.#adapter.shapeOf(tensor);
    const shapes: BatchShapes = {
      predictions,
      target: shape(batch.target),
      masks: new Map([...masks].map(([name, tensor]) => [name, shape(tensor)])),
      fields: new Map(Object.entries(batch.fields ?? {}).map(([name, tensor]) => [name, shape(tensor)])),
      ...(batch.spacing && { spacing: batch.spacing }),
    };
    const fitted = fitBatch(shapes, this.#program.task);
    const terms = live.map((index) => this.#program.terms[index]!);
    checkFields(terms, shapes, fitted);
    return { plan: this.planner(fitted).plan(live), fitted };
  }

  #requireMasks(masks: ReadonlyMap<string, T>, live: readonly number[]): void {
    for (const index of live) {
      const { mask, label } = this.#program.terms[index]!;
      if (mask !== undefined && !masks.has(mask))
        throw new BatchError(
          `\`${label}\` counts only where \`${mask}\` is set, but the batch has no such mask: add it to \`masks\`.`,
        );
    }
  }

  /** The predictions by head, the one whose channels are the classes first. */
  #heads(batch: Batch<T>): ReadonlyMap<string, T> {
    if (this.#adapter.isTensor(batch.prediction)) return new Map([["", batch.prediction]]);
    return mainFirst(Object.entries(batch.prediction));
  }

  /** The prediction an input of the graph stands for, with its name: the named head, or the only, the `main` or the first one. */
  #predictionOf(input: Node<"input">, heads: ReadonlyMap<string, T>): readonly [name: string, tensor: T] {
    const head = headOf(input);
    const unnamed = heads.size === 1 && this.#program.task.heads[0] === head ? "" : undefined;
    const names = head === undefined ? ["main", ...heads.keys()] : [head, unnamed];
    const name = names.find((name) => name !== undefined && heads.has(name));
    if (name === undefined)
      throw new BatchError(`The program reads the head \`${head}\`, but the batch has ${named([...heads.keys()])}.`);
    return [name, heads.get(name)!];
  }
}

const named = (heads: readonly string[]) =>
  heads.length === 1 && heads[0] === ""
    ? "one prediction without a name"
    : `only ${heads.map((h) => `\`${h}\``).join(", ")}`;
