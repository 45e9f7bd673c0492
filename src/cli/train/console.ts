import pico from "picocolors";
import type { LabelRow } from "../../data/labels.js";
import { visibleText } from "../../diagnostics/cells.js";
import type { Program } from "../../program/program.js";
import type { Evaluation, TermValue } from "../../train/evaluate.js";
import type { EpochRecord, StepRecord, Training } from "../../train/loop.js";
import type { Host } from "../host.js";
import { alignedTable } from "../table.js";
import { classTable } from "./data-table.js";
import { duration, formatScore } from "./report/markup.js";
import { momentText, phaseText } from "./report/phases.js";

/** The output of `losslang train` while it runs. */
export interface Console {
  introduce(
    lines: readonly (readonly [name: string, value: string])[],
    data: { readonly classRows: readonly LabelRow[]; readonly masks: number; readonly warnings: readonly string[] },
  ): void;
  start(before: Evaluation): void;
  step(record: StepRecord): void;
  epoch(record: EpochRecord): void;
  end(training: Training): void;
  /** Clears the progress line. */
  clear(): void;
}

/** Lines of epochs go to standard output; the progress of steps to standard error, on a terminal only. */
export function consoleOf(program: Program, length: { epochs: number; steps: number }, { out, err }: Host): Console {
  const { bold, dim, cyan, yellow } = pico.createColors(out.color);
  const labels = program.terms.map(({ label }) => label);
  const digits = String(length.epochs).length;
  const print = (line: string) => out.write(`${line}\n`);
  const clear = () => err.terminal && err.write("\r\u001b[K");
  const epochLine = (done: number, terms: readonly TermValue[], { scores, reference }: Evaluation, time: string) =>
    [
      bold(`epoch ${String(done).padStart(digits)}/${length.epochs}`),
      ...labels.map((label) => termText(label, terms)),
      `${dim("|")} reference ${formatScore(reference)}`,
      `Dice ${formatScore(scores.dice)}`,
      `clDice ${formatScore(scores.clDice)}`,
      `Betti error ${formatScore(scores.bettiError, 2)}`,
      dim(time),
    ].join("  ");
  const pace = new Pace();

  return {
    clear,
    introduce(lines, { classRows, masks, warnings }) {
      for (const [name, value] of lines) {
        print(`${cyan(name.padEnd(9))}${visibleText(value)}`);
        if (name === "Masks" && classRows.length) print(visibleText(classTable(classRows, masks)));
      }
      for (const warning of warnings) print(`${bold(yellow("Warning:"))} ${visibleText(warning)}.`);
      print(cyan("Phases"));
      for (const phase of program.phases) print(`  ${momentText(phase).padEnd(14)} ${phaseText(phase, program)}`);
      print(
        dim(
          "\nEach line: value×weight of each term, averaged over the epoch's batches | scores on the held-out images",
        ),
      );
    },
    start: (before) => print(epochLine(0, before.terms, before, "before training")),
    step(record) {
      if (!err.terminal) return;
      pace.add(record.milliseconds);
      const { epoch, step } = record;
      const left = (length.epochs - epoch) * length.steps - step - 1;
      const terms = record.terms.map((t) => `${t.label} ${formatScore(t.value)}`).join("  ");
      const line = `step ${epoch * length.steps + step + 1}/${length.epochs * length.steps}  ${terms}  ${pace.mean.toFixed(0)} ms/step  ${duration(left * pace.mean)} left`;
      err.write(`\r\u001b[K${line.slice(0, Math.max(20, err.width - 1))}`);
    },
    epoch({ epoch, terms, heldOut, milliseconds }) {
      clear();
      print(epochLine(epoch + 1, terms, heldOut, duration(milliseconds.training + milliseconds.evaluation)));
    },
    end({ before, epochs }) {
      const after = epochs.at(-1)?.heldOut;
      if (!after) return;
      const row = (name: string, of: (e: Evaluation) => string) => [name, of(before), of(after)];
      print(
        `\n${alignedTable(
          [{ title: "held out" }, { title: "before", right: true }, { title: "after", right: true }],
          [
            row("Dice", (e) => formatScore(e.scores.dice)),
            row("clDice", (e) => formatScore(e.scores.clDice)),
            row("Betti error", (e) => formatScore(e.scores.bettiError, 2)),
            row("reference loss", (e) => formatScore(e.reference)),
          ],
          (cell, line, column) => (line < 0 ? dim(cell) : column === 2 ? bold(cell) : cell),
        )}`,
      );
    },
  };
}

/** `dice 0.312×0.5`, or `betti –` where the term has no weight. */
function termText(label: string, terms: readonly TermValue[]): string {
  const term = terms.find((t) => t.label === label);
  if (!term || term.weight === 0) return `${label} –`.padEnd(label.length + 11);
  return `${label} ${formatScore(term.value)}×${Number(term.weight.toPrecision(3))}`.padEnd(label.length + 11);
}

/** Moving average of the time a step takes; the slow first steps are soon forgotten. */
class Pace {
  mean = 0;

  add(milliseconds: number): void {
    this.mean = this.mean === 0 ? milliseconds : 0.9 * this.mean + 0.1 * milliseconds;
  }
}
