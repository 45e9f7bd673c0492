import pico from "picocolors";
import type { Program } from "../check/program.js";
import { showMoment, showWeight } from "../schedule/meaning.js";
import { table } from "./table.js";

export { meaning } from "../schedule/meaning.js";

/** The phases of a program for a terminal: a term a line, under its short label. The plain view names every parameter. */
export function readableMeaning({ phases, terms }: Program, color: boolean): string {
  const { bold, dim } = pico.createColors(color);
  const heads = [{ title: "weight", right: true }, { title: "term" }];
  return phases
    .map(({ from, weights }) => {
      const when = "trigger" in from ? `once ${from.trigger}("${from.metric}")` : `from ${showMoment(from)}`;
      const rows = weights.map(({ term, weight }) => [showWeight(weight), terms[term]!.label]);
      const [, ...lines] = table(heads, rows).split("\n");
      return `${bold(when)}\n${lines.length ? lines.join("\n") : dim("  0: nothing is minimised")}`;
    })
    .join("\n\n");
}
