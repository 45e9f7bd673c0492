import * as tf from "@tensorflow/tfjs";
import { z } from "zod";
import { type BackendChoice, type BackendName, backendChoices, backendFor, backendRecord } from "./backends/catalog.js";
import { withBackend } from "./backends/registry/index.js";
import { type CheckOptions, checkSource } from "./check/check.js";
import type { Task } from "./check/task-keys.js";
import { type Diagnostic, report } from "./diagnostics/diagnostic.js";
import { type Loss, makeLoss } from "./embed/loss.js";
import { CompileError } from "./errors.js";
import type { LossDeclaration } from "./loss.js";
import type { Program } from "./program/program.js";
import { Engine } from "./run/engine.js";
import { Session } from "./schedule/session.js";
import type { Source } from "./text.js";

export interface CompileOptions {
  /** What a `task { }` block says; the file wins where both speak. */
  readonly task?: Task;
  /** Values for the program's `param`s. */
  readonly params?: Readonly<Record<string, number | string>>;
  /** The losses a program may name. Default: the standard library. */
  readonly library?: readonly LossDeclaration[];
  /** The text of a `use`d file. Without it a program cannot use other files. */
  readonly resolve?: (path: string, from: string) => string;
  /** Length of training, where the program counts in `%` or mixes units. */
  readonly epochs?: number;
  readonly stepsPerEpoch?: number;
  /**
   * What computes the loss; the records in `backends/catalog` say by what each does. `auto`, the default: fused kernels, where a backend has them for the TensorFlow.js
   * backend that is active now, else one call of TensorFlow.js for each operation.
   */
  readonly backend?: BackendChoice;
}

const optionsSchema = z.strictObject({
  task: z.unknown().optional(),
  params: z.record(z.string(), z.union([z.number(), z.string()])).optional(),
  library: z
    .array(
      z.custom<LossDeclaration>(
        (x) => typeof x === "object" && x !== null && "name" in x && "body" in x,
        "must be a loss made by defineLoss",
      ),
    )
    .optional(),
  resolve: z
    .custom<(path: string, from: string) => string>(
      (x) => typeof x === "function",
      "must be a function (path, from) => text",
    )
    .optional(),
  epochs: z.number().int().positive().optional(),
  stepsPerEpoch: z.number().int().positive().optional(),
  backend: z.enum(backendChoices).optional(),
});

/** What the compiler joins the language with: losses and recipes a program finds without naming a file. */
export interface StandardLibrary {
  readonly library: readonly LossDeclaration[];
  readonly recipes: readonly Source[];
}

/** From text to a callable: parse, check, and an engine that traces and runs what is live. @throws {CompileError} */
export function compileWith(text: string, options: CompileOptions, { library, recipes }: StandardLibrary): Loss {
  const source: Source = { file: "<inline>", text };
  validate(options, source);
  const losses = options.library ?? library;
  const { program, diagnostics, sources } = checkSource(source, checkOptions(options, losses, recipes));
  if (!program) throw new CompileError(diagnostics, sources);
  refuseBlocked(program, diagnostics, sources);
  return load(program, losses, options.backend ?? "auto", source);
}

export const checkOptions = (
  options: CompileOptions,
  library: readonly LossDeclaration[],
  recipes: readonly Source[],
): CheckOptions => ({
  library,
  recipes,
  ...(options.task && { task: options.task }),
  ...(options.params && { params: options.params }),
  ...(options.resolve && { resolve: options.resolve }),
  ...(options.epochs !== undefined && { epochs: options.epochs }),
  ...(options.stepsPerEpoch !== undefined && { stepsPerEpoch: options.stepsPerEpoch }),
});

function validate(options: CompileOptions, source: Source): void {
  const result = optionsSchema.safeParse(options);
  if (result.success) return;
  const span = { file: source.file, start: 0, end: 0 };
  const diagnostics = result.error.issues.map((issue) =>
    report("optionOfCompile", span, { option: nameOf(issue), problem: issue.message }),
  );
  throw new CompileError(diagnostics, new Map([[source.file, source]]));
}

/** An unknown key is named by its own name, not by the place it stands in. */
const nameOf = (issue: z.core.$ZodIssue): string =>
  issue.code === "unrecognized_keys" ? issue.keys.join(", ") : issue.path.join(".");

/** What the checker only warns of, because the text is right, is an error to whoever wants to run it. */
function refuseBlocked(
  program: Program,
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, Source>,
): void {
  const codes = new Set(program.blocked?.map(({ code }) => code));
  if (!codes.size) return;
  throw new CompileError(
    diagnostics.map((d) => (codes.has(d.code) ? { ...d, severity: "error" } : d)),
    sources,
  );
}

function load(program: Program, losses: readonly LossDeclaration[], backend: BackendChoice, source: Source): Loss {
  const name = backend === "auto" ? backendFor(tf.getBackend()) : backend;
  requireDevice(name, source);
  const library = new Map(losses.map((loss) => [loss.name, loss]));
  return withBackend(name, (adapter) =>
    makeLoss(program, new Engine(program, library, adapter), new Session(program), adapter),
  );
}

/** @throws {CompileError} where TensorFlow.js does not compute on the device that a backend needs. */
function requireDevice(backend: BackendName, source: Source): void {
  const { needs } = backendRecord(backend);
  const active = tf.getBackend();
  if (!needs || active === needs.device) return;
  const span = { file: source.file, start: 0, end: 0 };
  const where = active ? `\`${active}\`` : "none yet";
  throw new CompileError(
    [report("backendMissing", span, { backend, active: where }, { hint: needs.hint })],
    new Map([[source.file, source]]),
  );
}
