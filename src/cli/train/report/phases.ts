import type { Phase, Program } from "../../../program/program.js";
import { showMoment, showWeight } from "../../../schedule/meaning.js";

/** When a phase begins: `from epoch 4`. */
export const momentText = ({ from }: Phase): string =>
  "unit" in from ? `from ${showMoment(from)}` : `once ${from.trigger}("${from.metric}")`;

/** What a phase minimises, terms by their short names: `0.5*dice + ramp(0, 0.3, over=epoch4..6)*cldice`. */
export const phaseText = ({ weights }: Phase, program: Program): string =>
  weights.map(({ term, weight }) => `${times(showWeight(weight))}${program.terms[term]!.label}`).join(" + ") || "0";

const times = (weight: string) => (weight === "1" ? "" : `${weight}*`);
