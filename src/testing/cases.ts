import type { BackendName } from "../backends/catalog.js";
import type { Task } from "../check/task-keys.js";
import { compile } from "../index.js";
import type { LossDeclaration } from "../loss.js";
import type { Program } from "../program/program.js";
import type { Batch } from "../run/batch.js";
import type { HostArray, Shape } from "./arrays.js";
import { type BatchOptions, drawnBatch } from "./batches.js";
import { taskFor } from "./calls.js";
import { disposeOf, gradientIn, tensorsOf } from "./tensors.js";

/** A program, and what is predicted. */
export interface ContractCase {
  readonly source: string;
  readonly library: readonly LossDeclaration[];
  readonly rank: 2 | 3;
  readonly form: Form;
  /** The heads and fields that the program may name. */
  readonly tensors: Task;
}

/** What is predicted; of a contour its vertices, or a field that displaces a circle. */
export type Form =
  | "one channel"
  | "exclusive classes"
  | "independent labels"
  | "vector field"
  | "vertices"
  | "displacement";

export const allForms: readonly Form[] = ["one channel", "exclusive classes", "independent labels"];
export const fewForms: readonly Form[] = ["one channel", "exclusive classes"];

/** The forms a loss is looked at in: a vector field or contours, where that is what it sees. */
export function formsOf({ channels }: LossDeclaration, several: readonly Form[] = allForms): readonly Form[] {
  if (channels === "contour") return ["vertices", "displacement"];
  return channels === "space" ? ["vector field"] : several;
}

/** A program of the loss in each number of dimensions and each form. */
export const contractCasesOf = (
  loss: LossDeclaration,
  source: string,
  { library, ranks, forms }: Pick<ContractCase, "library"> & { ranks: readonly (2 | 3)[]; forms: readonly Form[] },
): ContractCase[] =>
  ranks.flatMap((rank) => forms.map((form) => ({ source, library, rank, form, tensors: taskFor(loss, "all") })));

export const caseName = ({ source, rank, form }: ContractCase) => `${source}, ${rank}-D, ${form}`;

export const isContour = ({ form }: ContractCase): boolean => form === "vertices" || form === "displacement";

const channels = ({ form, rank }: ContractCase): number => {
  if (form === "one channel") return 1;
  return form === "exclusive classes" || form === "independent labels" ? 3 : rank;
};

/** The shape of a prediction over images of these sides; small ones, if left out. */
export const imageShape = (one: ContractCase, space: Shape = one.rank === 2 ? [6, 7] : [4, 5, 4]): Shape => [
  2,
  ...space,
  channels(one),
];

export const taskOf = ({ form, tensors }: ContractCase, masked = false): Task => ({
  ...tensors,
  ...(form === "exclusive classes" && { classes: ["a", "b", "c"] }),
  ...(form === "independent labels" && { labels: ["a", "b", "c"] }),
  ...(masked && { masks: ["roi"] }),
});

/** A batch for the case, drawn from a seed. */
export const batchFor = (one: ContractCase, program: Program, options: Partial<BatchOptions> = {}): Batch<HostArray> =>
  drawnBatch(program, new Map(one.library.map((loss) => [loss.name, loss])), {
    shape: imageShape(one),
    seed: 1,
    reach: 2,
    ...(one.form === "vertices" && { vertices: 7 }),
    ...options,
  });

export interface Outcome {
  readonly value: number;
  /** By each prediction, the main one first, one after the other. */
  readonly gradient: readonly number[];
}

export interface Runner {
  readonly run: (batch: Batch<HostArray>) => Promise<Outcome>;
  /** A batch for it, drawn from a seed. */
  readonly batch: (options?: Partial<BatchOptions>) => Batch<HostArray>;
  readonly program: Program;
}

/** Computes batches of one case, compiled once. */
export async function withLoss<T>(
  one: ContractCase,
  backend: BackendName,
  work: (runner: Runner) => Promise<T>,
  masked = false,
): Promise<T> {
  const source = masked ? `${one.source} where roi` : one.source;
  const loss = compile(source, { task: taskOf(one, masked), backend, library: one.library });
  const run: Runner["run"] = async (batch) => {
    const tensors = tensorsOf(batch);
    try {
      const { value, gradients } = await loss.valueAndGrad(tensors);
      return { value, gradient: await gradientIn(gradients) };
    } finally {
      disposeOf(tensors);
    }
  };
  const { program } = loss;
  try {
    return await work({ run, batch: (options) => batchFor(one, program, options), program });
  } finally {
    loss.dispose();
  }
}
