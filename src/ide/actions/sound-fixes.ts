import type { Diagnostic, Edit, Fix } from "../../diagnostics/diagnostic.js";
import { joinPath } from "../../modules/load.js";
import type { Program } from "../../program/program.js";
import { parse } from "../../syntax/index.js";
import { type Analysis, analyse } from "../analysis.js";
import { applied } from "./edits.js";

/** Characters read again at most for all fixes of one analysis: who asks for the fixes of a whole long text gets the first of them. */
const mostRead = 1_500_000;

const read = new WeakMap<Analysis, number>();

/** Whether so much may still be read again for an analysis. */
function afford(analysis: Analysis, characters: number): boolean {
  const sum = (read.get(analysis) ?? 0) + characters;
  read.set(analysis, sum);
  return sum <= mostRead;
}

/**
 * Of the fixes of a report those that do what they say, tried on the text: the report is gone, the text parses no worse, and no two words have become one.
 * One that gives the program another meaning is not certain, whoever said so.
 */
export function soundFixes(analysis: Analysis, diagnostic: Diagnostic, fixes: readonly Fix[]): Fix[] {
  return fixes.flatMap((fix) => {
    if (overlap(fix.edits) || fix.edits.some((edit) => joinsWords(edit, analysis))) return [];
    const characters = [...analysis.sources.values()].reduce((sum, { text }) => sum + text.length, 0);
    if (!afford(analysis, characters)) return [];
    const changed = changedTexts(analysis, fix.edits);
    for (const [file, text] of changed)
      if (syntaxErrors(file, text) > syntaxErrors(file, analysis.sources.get(file)!.text)) return [];
    const after = analysedWith(analysis, changed);
    if (!isGone(diagnostic, analysis, after)) return [];
    const certain = fix.certain && sameMeaning(analysis.draft, after.draft);
    return [{ ...fix, certain }];
  });
}

function changedTexts({ sources }: Analysis, edits: readonly Edit[]): ReadonlyMap<string, string> {
  const files = new Set(edits.map(({ span }) => span.file));
  return new Map(
    [...files].flatMap((file): [string, string][] => {
      const text = sources.get(file)?.text;
      const own = edits.filter(({ span }) => span.file === file);
      return text === undefined ? [] : [[file, applied(text, own)]];
    }),
  );
}

function analysedWith({ source, options }: Analysis, changed: ReadonlyMap<string, string>): Analysis {
  const { resolve } = options;
  const text = changed.get(source.file) ?? source.text;
  return analyse(
    { file: source.file, text },
    {
      ...options,
      ...(resolve && { resolve: (path, from) => changed.get(joinPath(from, path)) ?? resolve(path, from) }),
    },
  );
}

const syntaxErrors = (file: string, text: string): number =>
  parse({ file, text }).diagnostics.filter(({ severity }) => severity === "error").length;

/** Whether there are fewer reports of its kind, or fewer that say the same: another of its kind may have been hidden by it. */
function isGone({ code, message }: Diagnostic, before: Analysis, after: Analysis): boolean {
  const fewer = (holds: (d: Diagnostic) => boolean) =>
    after.diagnostics.filter(holds).length < before.diagnostics.filter(holds).length;
  return fewer((d) => d.code === code) || fewer((d) => d.code === code && d.message === message);
}

/** Whether two texts mean the same, as far as both have a meaning. */
const sameMeaning = (a: Program | undefined, b: Program | undefined): boolean =>
  !a || !b || withoutPlaces(a) === withoutPlaces(b);

const withoutPlaces = (program: Program): string =>
  JSON.stringify(program, (key, value) => (key === "span" ? undefined : value));

function overlap(edits: readonly Edit[]): boolean {
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return sorted.some(
    ({ span }, i) => i > 0 && span.file === sorted[i - 1]!.span.file && span.start < sorted[i - 1]!.span.end,
  );
}

const isOfWord = (character: string | undefined): boolean => character !== undefined && /[\w.]/.test(character);

/** Whether two words or numbers that stood apart would become one: `1/3` without its sign is another number. */
function joinsWords({ span, text: put }: Edit, { sources }: Analysis): boolean {
  const text = sources.get(span.file)?.text ?? "";
  const [before, after] = [text[span.start - 1], text[span.end]];
  const [first, last] = [text[span.start], text[span.end - 1]];
  const empty = span.end === span.start;
  const left =
    isOfWord(before) &&
    isOfWord(put === "" ? after : put[0]) &&
    (empty ? put !== "" && !isOfWord(after) : !isOfWord(first));
  const right =
    isOfWord(after) &&
    isOfWord(put === "" ? before : put.at(-1)) &&
    (empty ? put !== "" && !isOfWord(before) : !isOfWord(last));
  return left || right;
}
