import { defaultEase } from "../../grammar/words.js";
import type { Moment, Phase, Program, ProgramTerm, Weight } from "../program/program.js";

/** The program as a page of text: one line for each phase, `from epoch 40: 1 betti {}`. */
export function meaning(program: Program): string {
  return program.phases.map((phase) => showPhase(phase, program, showTerm)).join("\n");
}

/** The same in short, a line for each phase: terms by their labels, without the arguments that are left at their defaults. */
export const meaningInShort = (program: Program): readonly string[] =>
  program.phases.map((phase) => showPhase(phase, program, ({ label }) => label));

function showPhase({ from, weights }: Phase, program: Program, show: typeof showTerm): string {
  const terms = weights.map(({ term, weight }) => `${showWeight(weight)} ${show(program.terms[term]!, program)}`);
  const when = "unit" in from ? `from ${showMoment(from)}` : `once ${showTrigger(from)}`;
  return `${when}: ${terms.length > 0 ? terms.join(" + ") : "0"}`;
}

export const showMoment = ({ unit, value }: Moment): string => (unit === "percent" ? `${value}%` : `${unit} ${value}`);

function showTrigger({ trigger, metric, options }: Extract<Phase["from"], { trigger: string }>): string {
  const rest = Object.entries(options).map(([name, value]) => `, ${name}=${value}`);
  return `${trigger}(${JSON.stringify(metric)}${rest.join("")})`;
}

/** A weight as the language would say it: `0.5`, `ramp(0, 0.1, over=epoch40..60)`. */
export function showWeight(weight: Weight): string {
  switch (weight.kind) {
    case "constant":
      return `${weight.value}`;
    case "ramp": {
      const ease = weight.ease === defaultEase ? "" : `, ease=${weight.ease}`;
      return `ramp(${weight.from}, ${weight.to}, over=${showSpan(weight.start, weight.end)}${ease})`;
    }
    case "sum":
      return `(${weight.of.map(showWeight).join(" + ")})`;
    case "product":
      return weight.of.map(showWeight).join("*");
  }
}

function showSpan(start: Moment, end: Moment): string {
  const word = ({ unit, value }: Moment) => (unit === "percent" ? `${value}%` : `${unit}${value}`);
  return start.unit === end.unit && start.unit !== "percent"
    ? `${word(start)}..${end.value}`
    : `${word(start)}..${word(end)}`;
}

function showTerm({ loss, params, classes, head, mask }: ProgramTerm, { task }: Program): string {
  const names = classes?.indices.map((index) => task.classes?.[index] ?? index).join(", ");
  const selected = classes ? `[${classes.negated ? "!" : ""}${names}]` : "";
  const places = `${head === undefined ? "" : ` on ${head}`}${mask === undefined ? "" : ` where ${mask}`}`;
  return `${loss}${selected} ${JSON.stringify(params)}${places}`;
}
