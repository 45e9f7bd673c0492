import { type CheckOptions, type Inspected, inspect } from "../check/check.js";
import type { Module } from "../modules/load.js";
import type { Source } from "../text.js";

export interface AnalyseOptions extends CheckOptions {
  /** Files that `use` could bring in, as paths relative to the file that asks: `./shared.loss`. */
  readonly files?: ((from: string) => readonly string[]) | undefined;
  /** Names under which the host reports metrics, for triggers; absent: those that `losslang train` reports. */
  readonly metrics?: readonly string[] | undefined;
}

/** A text with all that is known of it: what every feature of an editor reads. Plain data and pure functions; offsets are UTF-16. */
export interface Analysis extends Inspected {
  readonly source: Source;
  /** The text itself, read; the first of `modules`. */
  readonly main: Module;
  readonly options: AnalyseOptions;
}

/** Read and check a text, torn or whole. Never throws. What stays the same between keystrokes (recipes, used files of the same text) is remembered. */
export function analyse(source: Source, options: AnalyseOptions): Analysis {
  const inspected = inspect(source, options);
  return { ...inspected, source, main: inspected.modules[0], options };
}

/** The module of a file, if it is among those that were read. */
export const moduleOf = ({ modules, recipes }: Analysis, file: string): Module | undefined =>
  [...modules, ...recipes].find(({ source }) => source.file === file);
