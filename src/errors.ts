import { type Diagnostic, inOrder } from "./diagnostics/diagnostic.js";
import { render } from "./diagnostics/render.js";
import type { Source } from "./text.js";

/** A program that cannot be compiled. The message is the rendered report; `diagnostics` holds every finding, warnings included. */
export class CompileError extends Error {
  override readonly name = "CompileError";
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[], sources: ReadonlyMap<string, Source>) {
    const ordered = inOrder(diagnostics);
    super(render(ordered, sources));
    this.diagnostics = ordered;
  }
}
