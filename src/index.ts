import { stdlib } from "../stdlib/index.js";
import { recipes } from "../stdlib/recipes.gen.js";
import { type CompileOptions, checkWith, compileWith } from "./compile.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import type { Loss } from "./embed/loss.js";

export { NoSynchronousRead } from "./backends/backend.js";
export type { Task } from "./check/task-keys.js";
export type { CompileOptions } from "./compile.js";
export type { Diagnostic, Edit, Fix } from "./diagnostics/diagnostic.js";
export type { CallbackOptions } from "./embed/callback.js";
export { SecondDerivativeError } from "./embed/differentiable.js";
export type { LayersOptions, Packing } from "./embed/layers.js";
export type { Loss } from "./embed/loss.js";
export type { Term } from "./embed/runtime.js";
export { CompileError } from "./errors.js";
export type { LossDeclaration } from "./loss.js";
export type { Phase, Program, ProgramTerm, Weight } from "./program/program.js";
export { fillPolygon } from "./routines/polygon.js";
export type { Batch, TargetBatch } from "./run/batch.js";
export { BatchError, NonFiniteError } from "./run/errors.js";
export type { Explanation } from "./run/explain.js";
export type { Prepared } from "./run/prepared.js";
export type { Clock } from "./schedule/clock.js";
export { ClockError } from "./schedule/read-clock.js";
export { format } from "./syntax/format.js";

/**
 * Compile a loss specification into a function for a training loop.
 *
 * The function takes a prediction `[batch, …space, class]` (float32; logits unless the task says otherwise) and a target, one-hot of the same shape or labels
 * `[batch, …space]` (`0 ≤ label < class`), with two or three spatial axes, and returns a differentiable scalar. Losses of contours take their vertices,
 * `[batch, points, 2]`, (y, x) in pixels, and a mask of any size. Distances are in pixels unless `spacing`
 * gives the size of one. Time starts at epoch 0; a milestone takes effect on the first call at or after it.
 *
 * @example
 * const loss = compile("0.5*dice + hd_dt(alpha=2) then@epoch40 betti");
 * optimizer.minimize(() => loss({ prediction: model.apply(images), target }, { epoch }));
 *
 * @throws {CompileError} if the source has errors; `error.diagnostics` holds all of them.
 */
export const compile = (source: string, options: CompileOptions = {}): Loss =>
  compileWith(source, options, { library: stdlib, recipes });

/** Everything there is to say of a specification: errors, warnings, hints, in the order of the text. Never throws. */
export const check = (source: string, options: CompileOptions = {}): readonly Diagnostic[] =>
  checkWith(source, options, { library: stdlib, recipes });
