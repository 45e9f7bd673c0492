import * as tf from "@tensorflow/tfjs";
import { z } from "zod";
import { type BackendChoice, type BackendName, backendChoices, backendFor, backendRecord } from "./backends/catalog.js";
import { withBackend } from "./backends/registry/index.js";
import { type CheckOptions, checkSource } from "./check/check.js";
import type { Task } from "./check/task-keys.js";
import { type Diagnostic, report } from "./diagnostics/diagnostic.js";
import { oneOf } from "./diagnostics/nearest.js";
import { type Loss, makeLoss } from "./embed/loss.js";
import { makeRuntime, type Runtime } from "./embed/runtime.js";
import { CompileError } from "./errors.js";
import { described, isRecord, knownNames } from "./given.js";
import type { LossDeclaration } from "./loss.js";
import type { Program } from "./program/program.js";
import { Engine } from "./run/engine.js";
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
   * backend that is active when a batch is computed, else one call of TensorFlow.js for each operation.
   */
  readonly backend?: BackendChoice;
}

const optionsSchema = z.strictObject({
  task: z.custom<Task>(isRecord).optional(),
  params: z.record(z.string(), z.union([z.number(), z.string()])).optional(),
  library: z
    .array(z.custom<LossDeclaration>((x) => typeof x === "object" && x !== null && "name" in x && "body" in x))
    .optional(),
  resolve: z.custom<(path: string, from: string) => string>((x) => typeof x === "function").optional(),
  epochs: z.number().int().positive().optional(),
  stepsPerEpoch: z.number().int().positive().optional(),
  backend: z.enum(backendChoices).optional(),
});

const optionNames = Object.keys(optionsSchema.shape);

/** What each option must be, in words. */
const wanted: Readonly<Record<keyof CompileOptions, string>> = {
  task: 'an object of the keys of a task, such as `{ classes: ["background", "vessel"] }`',
  params: "a finite number or a text for each parameter, by its name",
  library: "a list of losses made by `defineLoss`",
  resolve: "a function `(path, from) => text`",
  epochs: "a whole number, 1 or more",
  stepsPerEpoch: "a whole number, 1 or more",
  backend: oneOf(backendChoices),
};

/** What the compiler joins the language with: losses and recipes a program finds without naming a file. */
export interface StandardLibrary {
  readonly library: readonly LossDeclaration[];
  readonly recipes: readonly Source[];
}

/** From text to a callable: parse, check, and an engine that traces and runs what is live. @throws {CompileError} */
export function compileWith(text: string, options: CompileOptions, { library, recipes }: StandardLibrary): Loss {
  const source = sourceOf(text);
  const problems = problemsOf(text, options, source);
  if (problems.length) throw new CompileError(problems, new Map([[source.file, source]]));
  const losses = options.library ?? library;
  const { program, diagnostics, sources } = checkSource(source, checkOptions(options, losses, recipes));
  if (!program) throw new CompileError(diagnostics, sources);
  refuseBlocked(program, diagnostics, sources);
  return load(program, losses, options.backend ?? "auto", source);
}

const checkOptions = (
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

/** Everything there is to say of a text and of the options it is to be compiled with. Never throws. */
export function checkWith(
  text: string,
  options: CompileOptions,
  { library, recipes }: StandardLibrary,
): readonly Diagnostic[] {
  const source = sourceOf(text);
  const problems = problemsOf(text, options, source);
  if (problems.length) return problems;
  return checkSource(source, checkOptions(options, options.library ?? library, recipes)).diagnostics;
}

const sourceOf = (text: unknown): Source => ({ file: "<inline>", text: typeof text === "string" ? text : "" });

/** What is wrong with what `compile` or `check` was given, apart from what the text says. */
function problemsOf(text: unknown, options: unknown, source: Source): readonly Diagnostic[] {
  const wrong = (option: string, problem: string) =>
    report("optionOfCompile", { file: source.file, start: 0, end: 0 }, { option, problem });
  if (typeof text !== "string") return [wrong("source", `it is ${described(text)}, and must be the text of a program`)];
  const issues = optionsSchema.safeParse(options).error?.issues ?? [];
  return issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => wrong(key, `it is not known; ${knownNames(key, optionNames, "there are")}`));
    const [option, ...rest] = issue.path.map(String);
    if (option === undefined) return [wrong("options", `it is ${described(options)}, and must be an object`)];
    const name = [option, ...rest].join(".");
    const value = issue.path.reduce<unknown>((at, key) => (at as Readonly<Record<PropertyKey, unknown>>)[key], options);
    return [wrong(name, `it is ${described(value)}, and must be ${wanted[option as keyof CompileOptions]}`)];
  });
}

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

function load(program: Program, losses: readonly LossDeclaration[], choice: BackendChoice, source: Source): Loss {
  if (choice !== "auto") requireDevice(choice, source);
  const library = new Map(losses.map((loss) => [loss.name, loss]));
  const runtimes = new Map<BackendName, Runtime>();
  // Which backend suits is settled with each call, as TensorFlow.js may compute elsewhere by then.
  const current = (): Runtime => {
    const name = choice === "auto" ? backendFor(tf.getBackend()) : choice;
    const known = runtimes.get(name);
    if (known) return known;
    const made = withBackend(name, (adapter) => makeRuntime(program, new Engine(program, library, adapter), adapter));
    runtimes.set(name, made);
    return made;
  };
  return makeLoss(program, current, () => {
    for (const runtime of runtimes.values()) runtime.dispose();
  });
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
