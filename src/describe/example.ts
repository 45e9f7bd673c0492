import { checkSource } from "../check/check.js";
import type { LossDeclaration } from "../loss.js";
import { parameterOf } from "../parameters.js";
import type { Phase, Program, ProgramTerm, Weight } from "../program/program.js";
import { showMoment } from "../schedule/meaning.js";
import type { Source } from "../text.js";
import { describeParameters, literalText, type ParameterDescription, saidOfWord } from "./parameters.js";
import { sentences } from "./sentences.js";

/** A program, and in words what it does. */
export interface ExampleSummary {
  readonly program: string;
  readonly summary: string;
}

/** The losses and recipes a program may name. */
export interface KnownNames {
  readonly library: readonly LossDeclaration[];
  readonly recipes: readonly Source[];
}

/** Describes a documented example of a loss: when which terms are active, which other losses it is combined with, and which parameters differ from their defaults. */
export function summariseExample(text: string, loss: LossDeclaration, around: KnownNames): ExampleSummary {
  const { program } = checkSource({ file: "example.loss", text }, { ...around, epochs: 100, stepsPerEpoch: 100 });
  const summary = program
    ? [...scheduleOf(program), ...otherLosses(program, loss), ...changedParameters(program, loss)].join(" ")
    : "";
  return { program: text, summary: summary || "With its defaults." };
}

function scheduleOf({ phases, terms }: Program): string[] {
  const changes =
    phases.length > 1 || phases.some(({ weights }) => weights.some(({ weight }) => weight.kind !== "constant"));
  if (!changes) return [];
  const [first, ...later] = phases.map((phase) => ({ from: phase.from, sum: sumOf(phase, terms) }));
  const rest = later.map(({ from, sum }) => `${when(from)} ${sum}`);
  return [`${[`First ${first!.sum}`, ...rest].join("; ").replace(/^First (?=[^;]*$)/, "")}.`].map(capital);
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const when = (from: Phase["from"]) => ("unit" in from ? `from ${showMoment(from)}` : `once ${from.metric} allows`);

const sumOf = ({ weights }: Phase, terms: readonly ProgramTerm[]) =>
  weights.map(({ term, weight }) => weighed(weight, terms[term]!.label)).join(", ") || "nothing";

function weighed(weight: Weight, label: string): string {
  if (weight.kind === "constant") return weight.value === 1 ? `\`${label}\`` : `${weight.value} \`${label}\``;
  if (weight.kind === "ramp") {
    const over = `from ${showMoment(weight.start)} to ${showMoment(weight.end)}`;
    return `\`${label}\` with a weight from ${weight.from} to ${weight.to}, ${over}`;
  }
  return `\`${label}\` with a weight that moves`;
}

/** The other losses of a sum whose weights are constant, and the weights. */
function otherLosses({ phases, terms }: Program, { name }: LossDeclaration): string[] {
  const [only, ...later] = phases;
  const constant = only!.weights.flatMap(({ term, weight }) =>
    weight.kind === "constant" ? [{ term: terms[term]!, weight: weight.value }] : [],
  );
  if (later.length || constant.length < 2 || constant.length < only!.weights.length) return [];
  const own = constant.filter(({ term }) => term.loss === name);
  const others = constant.filter(({ term }) => term.loss !== name);
  if (own.length !== 1 || !others.length) return [];
  const weights = new Set(constant.map(({ weight }) => weight));
  const beside = listed(others.map(({ term }) => `\`${term.label}\``));
  if (weights.size === 1) return [`Beside ${beside}, with equal weights.`];
  return [
    `With the weight ${own[0]!.weight} beside ${listed(others.map((o) => weighed({ kind: "constant", value: o.weight }, o.term.label)))}.`,
  ];
}

const listed = (parts: readonly string[]) =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;

/** The parameters of a loss that a program sets, each with its meaning. */
function changedParameters({ terms }: Program, loss: LossDeclaration): string[] {
  const parameters = describeParameters(loss.params);
  const isName = (name: string) => parameterOf(loss.params, name)?.meta.names !== undefined;
  const set = new Map<string, string>();
  for (const { params } of terms.filter((term) => term.loss === loss.name))
    for (const p of parameters) {
      const value = params[p.name];
      if (value === undefined || value === null || literalText(value) === p.default) continue;
      set.set(`${p.name}=${isName(p.name) ? value : literalText(value)}`, meaningOf(p, value));
    }
  return [...set].map(([setting, meaning]) => `\`${setting}\`: ${meaning}`);
}

/** The description of a parameter, reduced to what it says about this value; sentences on what happens when it is left out are dropped. */
function meaningOf({ meaning }: ParameterDescription, value: unknown): string {
  const [first, ...more] = sentences(meaning);
  const said = [first, ...more.filter((s) => !/^Absent:|if left out\.$/.test(s))].join(" ");
  if (typeof value !== "string") return capital(said);
  return capital(saidOfWord({ meaning: said }, value) ?? said);
}
