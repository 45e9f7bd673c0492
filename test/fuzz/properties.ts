import type { Diagnostic, Edit, Fix } from "../../src/diagnostics/diagnostic.js";
import { render, toJson } from "../../src/diagnostics/render.js";
import {
  type Analysis,
  analyse,
  codeActions,
  complete,
  definition,
  documentLinks,
  documentSymbols,
  fixAll,
  fixesFor,
  foldingRanges,
  formatting,
  highlights,
  hover,
  inlayHints,
  prepareRename,
  refactoringsAt,
  references,
  rename,
  selectionRanges,
  semanticTokens,
  signature,
  symbolAt,
} from "../../src/ide/index.js";
import type { Program } from "../../src/program/program.js";
import type { Random } from "../../src/random.js";
import { timeOf } from "../../src/schedule/clock.js";
import { weightsAt } from "../../src/schedule/timeline.js";
import { format, parse } from "../../src/syntax/index.js";
import type { Span } from "../../src/text.js";
import { stdlib } from "../../stdlib/index.js";
import { recipes } from "../../stdlib/recipes.gen.js";

/* What holds for every text whatever. */

export interface Finding {
  /** Which property does not hold: the same for the same mistake, as far as can be told. */
  readonly property: string;
  readonly detail: string;
}

/** Milliseconds that a single question may take: an editor asks at every key. Machines that run tests are slow and shared. */
const patience = 2_000;

const shared = "def region = dice + ce\ndef gentle(k = 0.5) = k*dice\n";
const around = {
  library: stdlib,
  recipes,
  resolve: (path: string) => {
    if (path.endsWith("shared.loss")) return shared;
    throw new Error("no such file");
  },
  files: () => ["./shared/regions.loss"],
  epochs: 100,
  stepsPerEpoch: 50,
};

export const analysed = (text: string): Analysis => analyse({ file: "main.loss", text }, around);

const errorsOf = ({ diagnostics }: Analysis): readonly Diagnostic[] =>
  diagnostics.filter(({ severity }) => severity === "error");
const syntaxErrors = (text: string): number =>
  parse({ file: "main.loss", text }).diagnostics.filter(({ severity }) => severity === "error").length;

/** A program without the places it was read from. */
const meaningOf = (program: Program | undefined): string =>
  JSON.stringify(program, (key, value) => (key === "span" || key === "params_" ? undefined : value)) ?? "none";

/** The weights of a program over 100 epochs, by the label of their term. */
export function sampledWeights(program: Program): string {
  const samples: string[] = [];
  for (let i = 0; i < 200; i++) {
    const time = timeOf({ epoch: i / 2, step: i * 25 }, program.timing);
    const weights = weightsAt(program, time);
    const said = program.terms.flatMap((term, k) =>
      weights[k] ? [`${term.label}: ${weights[k]!.toPrecision(9)}`] : [],
    );
    samples.push(said.sort().join(", "));
  }
  return samples.join("\n");
}

export function edited(text: string, edits: readonly Edit[]): string {
  const last = [...edits].reverse().sort((a, b) => b.span.start - a.span.start);
  return last.reduce((out, { span, text: next }) => out.slice(0, span.start) + next + out.slice(span.end), text);
}

/** Reports whose meaning depends on others; that one of their kind remains somewhere else is no fault of the fix. */
const sameKind = (analysis: Analysis, code: string): number =>
  analysis.diagnostics.filter((d) => d.code === code).length;

class Judge {
  readonly findings: Finding[] = [];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  found(property: string, detail: string): void {
    this.findings.push({ property, detail });
  }

  /** Asks something: it must answer, in time. Who is slow is asked once more, for the machine may be. */
  ask<T>(name: string, question: () => T): T | undefined {
    for (let attempt = 0; ; attempt++) {
      const start = performance.now();
      try {
        const answer = question();
        const taken = performance.now() - start;
        if (taken <= patience) return answer;
        if (attempt === 1) {
          this.found(`${name} is slow`, `${Math.round(taken)} ms for ${this.#text.length} characters`);
          return answer;
        }
      } catch (error) {
        const { message, stack } = error as Error;
        const at = /at .*\/((?:src|grammar|stdlib)\/[^:)]*):/.exec(stack ?? "")?.[1] ?? "?";
        this.found(`${name} throws in ${at}`, message);
        return undefined;
      }
    }
  }

  within(name: string, { start, end, file }: Span, analysis: Analysis): void {
    const length = analysis.sources.get(file)?.text.length ?? this.#text.length;
    if (!(0 <= start && start <= end && end <= length)) this.found(`${name} lies outside the text`, `${start}..${end}`);
  }
}

/** Everything that does not hold for a text. `thorough` asks at more places. */
export function judge(text: string, r: Random, offsets = 4): Finding[] {
  const j = new Judge(text);
  const analysis = j.ask("analyse", () => analysed(text));
  if (!analysis) return j.findings;
  judgeReports(analysis, j);
  judgeFormat(analysis, j);
  judgeFeatures(analysis, r, offsets, j);
  judgeFixes(analysis, r, j);
  judgeTimes(analysis, j);
  return j.findings;
}

function judgeReports(analysis: Analysis, j: Judge): void {
  const { program, diagnostics, sources } = analysis;
  const failed = errorsOf(analysis).length > 0;
  if ((program === undefined) !== failed)
    j.found("a program exists if and only if no error was reported", failed ? "both" : "neither");
  for (const { span, related } of diagnostics)
    for (const at of [span, ...(related ?? []).map((other) => other.span)]) j.within("a report", at, analysis);
  const rendered = j.ask("render", () => render(diagnostics, sources, { width: 80, color: false }));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const control = rendered && /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.exec(rendered);
  if (control) j.found("a control character reaches the terminal", JSON.stringify(control[0]));
  j.ask("toJson", () => JSON.stringify(toJson(diagnostics, sources)));
  const ids = diagnostics.map((d) => `${d.code} ${d.span.file} ${d.span.start} ${d.span.end} ${d.message}`);
  if (new Set(ids).size < ids.length) j.found("a report is made twice", ids.join("; "));
  if (program) {
    const weights = j.ask("weights", () => sampledWeights(program));
    if (weights && /NaN|Infinity/.test(weights.replace(/^[^:]*/gm, ""))) j.found("a weight is not finite", "");
  }
}

function judgeFormat(analysis: Analysis, j: Judge): void {
  const { text } = analysis.source;
  const once = j.ask("format", () => format(text));
  if (once === undefined) return;
  if (j.ask("format", () => format(once)) !== once) j.found("format is idempotent", JSON.stringify(once));
  const edits = j.ask("formatting", () => formatting(analysis));
  if (edits && edited(text, edits) !== once) j.found("edits of formatting give what format gives", "");
  if (meaningOf(analysis.program) !== meaningOf(analysed(once).program)) j.found("format keeps the meaning", once);
}

function judgeFeatures(analysis: Analysis, r: Random, offsets: number, j: Judge): void {
  const { length } = analysis.source.text;
  const places = [0, length, ...Array.from({ length: offsets }, () => r.below(length + 1))];
  const tokens = j.ask("semanticTokens", () => semanticTokens(analysis)) ?? [];
  let last = 0;
  for (const { span } of tokens) {
    if (span.start < last || span.end <= span.start) j.found("semantic tokens do not overlap", `${span.start}`);
    last = span.end;
  }
  j.ask("documentSymbols", () => documentSymbols(analysis));
  j.ask("foldingRanges", () => foldingRanges(analysis));
  j.ask("documentLinks", () => documentLinks(analysis));
  for (const { offset } of j.ask("inlayHints", () => inlayHints(analysis)) ?? [])
    if (offset < 0 || offset > length) j.found("an inlay hint lies outside the text", `${offset}`);
  j.ask("codeActions", () => codeActions(analysis, { start: 0, end: length }));
  for (const offset of places) {
    const said = j.ask("hover", () => hover(analysis, offset));
    if (said) j.within("hover", said.span, analysis);
    for (const { span } of j.ask("complete", () => complete(analysis, offset)) ?? [])
      j.within("a completion", span, analysis);
    j.ask("signature", () => signature(analysis, offset));
    j.ask("symbolAt", () => symbolAt(analysis, offset));
    j.ask("selectionRanges", () => selectionRanges(analysis, offset));
    j.ask("definition", () => definition(analysis, offset));
    j.ask("references", () => references(analysis, offset));
    j.ask("highlights", () => highlights(analysis, offset));
    judgeRename(analysis, offset, j);
    judgeRefactorings(analysis, { start: offset, end: Math.min(length, offset + r.below(20)) }, j);
  }
}

function judgeRename(analysis: Analysis, offset: number, j: Judge): void {
  const able = j.ask("prepareRename", () => prepareRename(analysis, offset));
  const name = "zz_new";
  const result = j.ask("rename", () => rename(analysis, offset, name));
  if (!able || "refused" in able || !result || "refused" in result) return;
  const own = result.edits.filter(({ span }) => span.file === analysis.source.file);
  const after = j.ask("analyse", () => analysed(edited(analysis.source.text, own)));
  if (!after) return;
  const before = errorsOf(analysis).length;
  if (errorsOf(after).length > before)
    j.found(
      "rename makes no error",
      `${able.name}: ${errorsOf(after)
        .map((d) => d.message)
        .join(" ")}`,
    );
  const weights = (a: Analysis) => (a.program ? JSON.stringify(a.program.phases) : "");
  if (weights(analysis) !== weights(after)) j.found("rename keeps the meaning", able.name);
}

function judgeRefactorings(analysis: Analysis, place: Pick<Span, "start" | "end">, j: Judge): void {
  for (const action of j.ask("refactoringsAt", () => refactoringsAt(analysis, place)) ?? []) {
    const after = j.ask("analyse", () => analysed(edited(analysis.source.text, action.edits)));
    if (!after || !analysis.program) continue;
    if (!after.program)
      j.found(`refactoring “${titleOf(action)}” makes no error`, `${place.start}..${place.end}: ${after.source.text}`);
    else if (!/Fade/.test(action.title) && sampledWeights(analysis.program) !== sampledWeights(after.program))
      j.found(
        `refactoring “${titleOf(action)}” keeps the meaning`,
        `${place.start}..${place.end}: ${after.source.text}`,
      );
  }
}

const titleOf = ({ title }: Pick<Fix, "title">): string => title.replace(/`[^`]*`/g, "`…`").replace(/`.*`/g, "`…`");

function judgeFixes(analysis: Analysis, r: Random, j: Judge): void {
  const { text, file } = analysis.source;
  const before = syntaxErrors(text);
  // Of many reports some: a text of sixty mistakes is seldom met.
  const reports = r.shuffled(analysis.diagnostics.filter(({ span }) => span.file === file)).slice(0, 8);
  for (const diagnostic of reports) {
    for (const fix of j.ask(`fixes of ${diagnostic.code}`, () => fixesFor(analysis, diagnostic)) ?? []) {
      if (fix.edits.some(({ span }) => span.file !== file)) continue;
      const name = `fix of ${diagnostic.code} “${titleOf(fix)}”`;
      const now = edited(text, fix.edits);
      const told = `${JSON.stringify(fix.title)} → ${now}`;
      if (overlap(fix.edits)) j.found(`${name} has edits that overlap`, told);
      const after = j.ask("analyse", () => analysed(now));
      if (!after) continue;
      if (syntaxErrors(now) > before) j.found(`${name} parses no worse`, told);
      if (
        sameKind(after, diagnostic.code) >= sameKind(analysis, diagnostic.code) &&
        !unmasks(analysis, after, diagnostic)
      )
        j.found(`${name} removes its report`, told);
      if (fix.certain && analysis.draft && after.draft && meaningOf(analysis.draft) !== meaningOf(after.draft))
        j.found(`${name} is certain and keeps the program`, told);
    }
  }
  const all = j.ask("fixAll", () => fixAll(analysis));
  if (all && all.length > 0) {
    const now = edited(text, all);
    if (overlap(all)) j.found("edits of fixAll overlap", now);
    if (syntaxErrors(now) > before) j.found("fixAll parses no worse", now);
  }
}

/** Whether the reports of a kind that are there after a fix are of another place or about something else: one was hidden by the other. */
function unmasks(before: Analysis, after: Analysis, { code, message }: Diagnostic): boolean {
  const said = (analysis: Analysis) =>
    analysis.diagnostics.filter((d) => d.code === code && d.message === message).length;
  return said(after) < said(before);
}

function overlap(edits: readonly Edit[]): boolean {
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return sorted.some(({ span }, i) => i > 0 && span.start < sorted[i - 1]!.span.end);
}

/** Reports about time agree with the weights, sampled: what never takes effect can be replaced by anything. */
function judgeTimes(analysis: Analysis, j: Judge): void {
  const { program, diagnostics, source } = analysis;
  if (!program) return;
  const own = diagnostics.filter(({ span }) => span.file === source.file);
  const weights = sampledWeights(program);
  const triggered = program.phases.some(({ from }) => "trigger" in from);
  if (!triggered && /: -/.test(weights) && !diagnostics.some(({ code }) => code === "L405"))
    j.found("a weight that becomes negative is reported", "");
  const fits = program.phases.every(
    ({ from, weights: all }) =>
      JSON.stringify([from, all])
        .match(/"value":(\d+)/g)
        ?.every((n) => Number(n.slice(8)) <= 100) ?? true,
  );
  if (!triggered && fits && diagnostics.some(({ code }) => code === "L405") && !/: -/.test(weights))
    j.found("a weight that is said to become negative does", "");
  for (const { span, message } of own.filter(({ code }) => code === "L402").slice(0, 4)) {
    const after = j.ask("analyse", () => analysed(edited(source.text, [{ span, text: "(0.123*lovasz_softmax)" }])));
    if (after?.program && sampledWeights(after.program) !== weights)
      j.found("a phase that never begins has no weight", message);
  }
  for (const { span, code } of own.filter(({ code }) => code === "L214" || code === "L215").slice(0, 4)) {
    const after = j.ask("analyse", () => analysed(edited(source.text, [{ span, text: "zz_other" }])));
    if (after && (!after.program || sampledWeights(after.program) !== weights))
      j.found(`what ${code} calls unused is not used`, source.text.slice(span.start, span.end));
  }
}
