import { type Diagnostic, inOrder, type Reports } from "../diagnostics/diagnostic.js";
import type { LossDeclaration } from "../loss.js";
import { loadModules, type Module, type Resolve, readModule } from "../modules/load.js";
import type { Program, ResolvedTask } from "../program/program.js";
import { beginning } from "../program/step-function.js";
import { asLoss } from "../program/value.js";
import type * as ast from "../syntax/ast.js";
import type { Source } from "../text.js";
import { Budget } from "./budget.js";
import { type Constant, plainConstant } from "./constants.js";
import type { CheckContext, Environment } from "./context.js";
import { DistinctReports } from "./distinct-reports.js";
import { emit } from "./emit.js";
import { evaluateExpression } from "./evaluate.js";
import { checkUnvisited, type ExpressionMeaning, expressionMeaning } from "./isolated.js";
import { type Entity, Library } from "./library.js";
import { Parameters } from "./parameters.js";
import { findRecursion, findUnused } from "./references.js";
import { resolveTask } from "./task.js";
import type { Task } from "./task-keys.js";
import { Terms } from "./terms.js";
import { resolveTiming } from "./timing.js";
import { Units } from "./units.js";

export interface CheckOptions {
  /** What the data looks like; the file's `task` wins where both speak. */
  readonly task?: Task | undefined;
  /** Values for `param`s of the main file; a text is read as the language reads it: `epoch60`. */
  readonly params?: Readonly<Record<string, number | string>> | undefined;
  readonly library: readonly LossDeclaration[];
  /** Texts whose definitions are in scope everywhere. */
  readonly recipes?: readonly Source[] | undefined;
  /** The text of a used file. Whatever it throws becomes a report at the `use`. */
  readonly resolve?: Resolve | undefined;
  readonly epochs?: number | undefined;
  readonly stepsPerEpoch?: number | undefined;
}

export interface Checked {
  /** Present exactly when no report is an error. */
  readonly program: Program | undefined;
  /** In reading order, file by file. */
  readonly diagnostics: Diagnostic[];
  /** Every text that a report may point into. */
  readonly sources: ReadonlyMap<string, Source>;
}

/** What the checker found on the way, for those who explain a text or help to write it. */
export interface Inspected extends Checked {
  /** The main file, then all it uses, in order of first use. */
  readonly modules: readonly [Module, ...Module[]];
  readonly recipes: readonly Module[];
  readonly library: Library;
  readonly task: ResolvedTask;
  /** The program in spite of errors that leave its meaning clear. */
  readonly draft: Program | undefined;
  /** What an expression of a module means where it stands by itself; nothing if that is unclear or no loss. Reports nothing. */
  readonly expressionMeaning: (expr: ast.Expression, module: Module) => ExpressionMeaning | undefined;
  /** What a `param` holds. */
  readonly valueOf: (param: Extract<Entity, { kind: "param" }>) => Constant;
}

/** What a text means, and everything that is wrong with it. Never throws for what a person wrote. */
export function checkSource(source: Source, options: CheckOptions): Checked {
  const { program, diagnostics, sources } = inspect(source, options);
  return { program, diagnostics, sources };
}

/** As `checkSource`, with all that was found on the way. */
export function inspect(source: Source, options: CheckOptions): Inspected {
  const reports = new DistinctReports();
  const modules = loadModules(source, options.resolve, reports);
  const recipes = (options.recipes ?? []).map((recipe) => readModule(recipe, "recipe"));
  const all = [...modules, ...recipes];
  for (const module of all) reports.all.push(...module.diagnostics);
  const sources = new Map(all.map((module) => [module.source.file, module.source]));
  const { draft, cx } = checkModules(modules, recipes, sources, options, reports);
  // Whoever finds no meaning says why. This speaks where somebody forgot to, so that no text is ever refused without a word.
  if (!draft && !reports.failed)
    reports.report("withoutMeaning", (modules[0].file.minimize ?? modules[0].file).span, {});
  const failed = reports.failed;
  return {
    program: failed ? undefined : draft,
    diagnostics: inOrder(reports.all),
    sources,
    modules,
    recipes,
    library: cx.library,
    task: cx.task,
    draft,
    expressionMeaning: (expr, module) => expressionMeaning(expr, module, cx),
    valueOf: (param) => cx.constantOfParam(param),
  };
}

function checkModules(
  modules: readonly [Module, ...Module[]],
  recipes: readonly Module[],
  sources: ReadonlyMap<string, Source>,
  options: CheckOptions,
  reports: Reports,
): { draft: Program | undefined; cx: CheckContext } {
  const main = modules[0];
  const timing = resolveTiming(options, main, reports);
  const library = new Library(options.library, recipes, modules, reports);
  const task = resolveTask(options.task, main.file, reports);
  const circular = findRecursion([...modules, ...recipes], library, reports);
  for (const module of modules.slice(1)) judgeUsed(module, reports);
  findUnused(main, library, reports);

  const parameters = new Parameters(options.params ?? {}, main, () => cx);
  const cx: CheckContext = {
    reports,
    library,
    sources,
    task,
    terms: new Terms(),
    units: new Units(timing),
    timing,
    blocked: new Map(),
    circular,
    visited: new Set(),
    remembered: new Map(),
    budget: new Budget(),
    constantOfParam: (entity) => parameters.valueOf(entity),
    evaluate: (expr, env) => evaluateExpression(expr, env, cx),
  };
  parameters.judgeOverrides();
  const emitted = checkMinimize(main, cx);
  cx.units.report(reports);
  if (!cx.budget.exceeded) checkUnvisited(modules, cx);
  const params = Object.fromEntries([...parameters.ofMain()].map(([name, value]) => [name, plainConstant(value)]));
  const blocked = [...cx.blocked.values()];
  const draft = emitted && { task, ...emitted, params, timing, ...(blocked.length > 0 && { blocked }) };
  return { draft, cx };
}

/** What a file that others use may not say. */
function judgeUsed({ file, source, diagnostics }: Module, reports: Reports): void {
  const holes = { file: source.file };
  for (const item of file.items) if (item.kind === "task") reports.report("taskInUsedFile", item.span, holes);
  if (!file.minimize || diagnostics.length > 0) return;
  const hint = "give the expression a name: `def recipe = …`";
  reports.report("minimizeInUsedFile", file.minimize.span, holes, { hint });
}

function checkMinimize(main: Module, cx: CheckContext) {
  const { file, diagnostics, source } = main;
  if (!file.minimize) {
    if (diagnostics.some((d) => d.severity === "error")) return undefined;
    const end = source.text.trimEnd().length;
    const span = { file: source.file, start: Math.max(0, end - 1), end };
    cx.reports.report("nothingToMinimize", span, {}, { hint: "end the file with `minimize …`" });
    return undefined;
  }
  const { body } = file.minimize;
  const env: Environment = { module: main, locals: new Map(), start: beginning, phase: { start: beginning } };
  const value = cx.evaluate(body, env);
  const timeline = value.kind === "number" ? undefined : asLoss(value);
  if (timeline) return emit(timeline, cx);
  if (value.kind === "number") {
    const hint = "multiply it with a loss, such as `0.5*dice`";
    cx.reports.report("bareNumber", body.span, {}, { hint });
  }
  return undefined;
}
