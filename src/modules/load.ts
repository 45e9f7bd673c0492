import type { Diagnostic, Reports } from "../diagnostics/diagnostic.js";
import { described } from "../given.js";
import type * as ast from "../syntax/ast.js";
import { parse } from "../syntax/parse.js";
import type { Source, Span } from "../text.js";

/** One text, read. */
export interface Module {
  readonly source: Source;
  readonly file: ast.File;
  readonly diagnostics: readonly Diagnostic[];
  /** The main file, one that it uses, or a recipe of the library. */
  readonly role: "main" | "used" | "recipe";
  readonly uses: Use[];
}

interface Use {
  readonly span: Span;
  readonly module: Module;
}

const parsed = new WeakMap<Source, ReturnType<typeof parse>>();

/** Reading is remembered per source object: an editor checks the same recipes at every key. */
export function readModule(source: Source, role: Module["role"]): Module {
  let result = parsed.get(source);
  if (!result) {
    result = parse(source);
    parsed.set(source, result);
  }
  return { source, file: result.file, diagnostics: result.diagnostics, role, uses: [] };
}

export type Resolve = (path: string, from: string) => string;

/** The main file and all it uses, directly or not, each read once, in order of first use. */
export function loadModules(source: Source, resolve: Resolve | undefined, reports: Reports): [Module, ...Module[]] {
  const main = readModule(source, "main");
  const known = new Map([[source.file, main]]);
  const visit = (module: Module, trail: readonly string[]): void => {
    for (const item of module.file.items) {
      if (item.kind !== "use" || item.path.kind === "missing") continue;
      const { value: path, span } = item.path;
      if (!isRelative(path)) {
        reports.report(
          "usePath",
          span,
          { path },
          { hint: 'write the path relative to this file: `use "./shared.loss"`' },
        );
        continue;
      }
      const file = joinPath(module.source.file, path);
      if (trail.includes(file)) {
        const circle = [...trail.slice(trail.indexOf(file)), file];
        reports.report("useCycle", span, { path: circle.map((name) => `\`${name}\``).join(" → ") });
        continue;
      }
      let used = known.get(file);
      if (!used) {
        const text = textOf(path, module.source.file, span, resolve, reports);
        if (text === undefined) continue;
        used = readModule({ file, text }, "used");
        known.set(file, used);
        if (trail.length < deepestTrail) visit(used, [...trail, file]);
        else reports.report("tooLarge", span, { limit: `files used ${deepestTrail} deep` });
      }
      if (!module.uses.some((use) => use.module === used)) module.uses.push({ span, module: used });
    }
  };
  visit(main, [source.file]);
  return [main, ...[...known.values()].slice(1)];
}

/** Files that use files that use files …: far beyond what anyone writes, well within the stack. */
const deepestTrail = 100;

const isRelative = (path: string): boolean =>
  path.trim() !== "" && !path.startsWith("/") && !path.startsWith("\\") && !/^[A-Za-z][A-Za-z0-9+.-]*:/.test(path);

function textOf(
  path: string,
  from: string,
  span: Span,
  resolve: Resolve | undefined,
  reports: Reports,
): string | undefined {
  if (!resolve) {
    const reason = "no function to read files was given.";
    reports.report("useFailed", span, { path, reason }, { hint: "give the option `resolve` when compiling" });
    return undefined;
  }
  try {
    const text: unknown = resolve(path, from);
    if (typeof text === "string") return text;
    // A promise that fails has nobody else to say so.
    if (text instanceof Promise) text.catch(() => {});
    const reason = `\`resolve\` returned ${described(text)}, and must return the text of the file at once.`;
    reports.report(
      "useFailed",
      span,
      { path, reason },
      { hint: "read the file before, with synchronous functions or ahead of compiling" },
    );
    return undefined;
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error);
    const reason = /[.!?]$/.test(told) ? told : `${told}.`;
    reports.report("useFailed", span, { path, reason });
    return undefined;
  }
}

/** The name of a used file as seen from where the main file is named: `a/b.loss` and `./c.loss` give `a/c.loss`. */
export function joinPath(from: string, path: string): string {
  const folder = from.split(/[\\/]/).slice(0, -1);
  const parts: string[] = folder.length > 0 && from.startsWith("/") ? folder : folder.filter((part) => part !== ".");
  for (const part of path.split(/[\\/]/)) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== ".." && parts.at(-1) !== "") parts.pop();
    else parts.push(part);
  }
  return parts.join("/");
}
