import type { Checked, CheckOptions } from "../check/check.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Program } from "../program/program.js";
import type { Source } from "../text.js";
import { Failure, type Invocation, type TextStream } from "./host.js";
import type { Spec } from "./spec.js";

/** Checks a specification against the standard library. Loads neither TensorFlow.js nor a backend. */
export async function checkSpec(spec: Spec, settings: Partial<CheckOptions>, session: Invocation): Promise<Checked> {
  const [{ checkSource: check }, { stdlib }, { recipes }] = await Promise.all([
    import("../check/check.js"),
    import("../../stdlib/index.js"),
    import("../../stdlib/recipes.gen.js"),
  ]);
  return check(spec.source, { library: stdlib, recipes, resolve: usedFileReader(spec, session), ...settings });
}

/** The text of a file that a specification uses. */
export const usedFileReader =
  (spec: Spec, { host }: Invocation) =>
  (path: string, from: string): string =>
    host.readUsed(path, from, spec.path);

/** Prints diagnostics for a reader. */
export async function printDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, Source>,
  output: TextStream,
): Promise<void> {
  if (!diagnostics.length) return;
  const { render } = await import("../diagnostics/render.js");
  output.write(
    `${render(diagnostics, sources, { color: output.color, ...(output.terminal && { width: output.width }) })}\n`,
  );
}

/** The program of a specification. Diagnostics are printed; where there are errors, the exit code is set and nothing is returned. */
export async function programOf(
  spec: Spec,
  settings: Partial<CheckOptions>,
  session: Invocation,
): Promise<Program | undefined> {
  const { program, diagnostics, sources } = await checkSpec(spec, settings, session);
  await printDiagnostics(diagnostics, sources, session.host.err);
  if (!program) session.code = 1;
  return program;
}

/** The same for commands that run the program. @throws {Failure} if it is correct but uses a feature that is not implemented yet; a warning names it. */
export async function runnable(...args: Parameters<typeof programOf>): Promise<Program | undefined> {
  const program = await programOf(...args);
  if (program?.blocked)
    throw new Failure("This program is correct, but uses a feature that cannot run yet.", undefined, 1);
  return program;
}
