import type { Reports } from "../diagnostics/diagnostic.js";
import type { Module } from "../modules/load.js";
import type { Blocked, ResolvedTask, Timing } from "../program/program.js";
import type { TimePoint } from "../program/step-function.js";
import type { ExpressionValue } from "../program/value.js";
import type * as ast from "../syntax/ast.js";
import type { Source, Span } from "../text.js";
import type { Budget } from "./budget.js";
import type { Constant } from "./constants.js";
import type { Entity, Library } from "./library.js";
import type { Terms } from "./terms.js";
import type { Units } from "./units.js";

/** What a name means depends on where it stands. */
export interface Environment {
  readonly module: Module;
  /** The parameters of the definition around it. */
  readonly locals: ReadonlyMap<string, Constant>;
  /** When the phase it stands in begins. */
  readonly start: TimePoint;
  /** The phase around it as far as one can read it: not from inside a definition, which may stand in many. */
  readonly phase?: { readonly start: TimePoint; readonly end?: TimePoint | undefined };
}

/** What the checker knows and collects while it walks one program. */
export interface CheckContext {
  readonly reports: Reports;
  readonly library: Library;
  readonly sources: ReadonlyMap<string, Source>;
  readonly task: ResolvedTask;
  readonly terms: Terms;
  readonly units: Units;
  readonly timing: Timing;
  readonly blocked: Map<string, Blocked>;
  /** Definitions that lead back to themselves; they have been reported. */
  readonly circular: ReadonlySet<ast.Def>;
  /** Definitions met so far. */
  readonly visited: Set<ast.Def>;
  /** What definitions stood for, by definition, arguments and time. */
  readonly remembered: Map<string, ExpressionValue>;
  readonly budget: Budget;
  readonly constantOfParam: (entity: Extract<Entity, { kind: "param" }>) => Constant;
  readonly evaluate: (expr: ast.Expression, env: Environment) => ExpressionValue;
}

/** Mark the program as one that cannot run; the first place of each kind is kept. */
export function block(cx: CheckContext, why: Blocked): void {
  if (!cx.blocked.has(why.code)) cx.blocked.set(why.code, why);
}

/** The text of a place, on one line and short enough to be quoted. */
export function quoted({ sources }: CheckContext, span: Span): string {
  const text = (sources.get(span.file)?.text.slice(span.start, span.end) ?? "").replace(/\s+/g, " ").trim();
  return text.length <= 48 ? text : `${text.slice(0, 45).trimEnd()}…`;
}
