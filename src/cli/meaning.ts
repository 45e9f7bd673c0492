import pico from "picocolors";
import type { Program } from "../program/program.js";
import { showMoment, showWeight } from "../schedule/meaning.js";

export { meaning } from "../schedule/meaning.js";

/** The phases of a program for a terminal: a term a line, under its short label. The plain view names every parameter. */
export function readableMeaning({ phases, terms }: Program, color: boolean): string {
  const { bold, dim } = pico.createColors(color);
  const figures = phases.map(({ weights }) => weights.map(({ weight }) => showWeight(weight)));
  const width = Math.max(...figures.flat().map((figure) => figure.length));
  return phases
    .map(({ from, weights }, i) => {
      const when = "trigger" in from ? `once ${from.trigger}("${from.metric}")` : `from ${showMoment(from)}`;
      const lines = weights.map(({ term }, k) => `  ${figures[i]![k]!.padStart(width)}  ${terms[term]!.label}`);
      return [bold(when), ...(lines.length ? lines : [dim("  0: nothing is minimized")])].join("\n");
    })
    .join("\n\n");
}
