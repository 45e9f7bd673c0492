import type { ExpressionMeaning } from "../../check/isolated.js";
import type { LossDeclaration } from "../../loss.js";
import { parameterOf } from "../../parameters.js";
import type { Moment, Phase, ProgramTerm, Weight } from "../../program/program.js";
import { showWeight } from "../../schedule/meaning.js";

/** What an expression comes to, in the language: every definition replaced, every sum added up, a phase a line. */
export function expandedText(
  { phases, terms }: ExpressionMeaning,
  library: readonly LossDeclaration[],
  width = 76,
): string {
  const sums = merged(phases).map(({ from, weights }, i) => {
    const parts = weights.map(({ term, weight }) => {
      const text = asWritten(terms[term]!, library);
      const shown = showWeight(weight);
      return shown === "1" ? text : `${shown}*${text}`;
    });
    return `${i ? `then@${showFrom(from)} ` : ""}${parts.join(" + ").replaceAll("+ -", "- ") || "0"}`;
  });
  return sums.map((sum) => broken(sum, width)).join("\n");
}

/** The label of a term, in which words stand as they are, with its words between quotes; names of heads and fields have none. */
function asWritten({ loss, label, params }: ProgramTerm, library: readonly LossDeclaration[]): string {
  const schema = library.find(({ name }) => name === loss)?.params;
  return Object.entries(params).reduce((text, [name, value]) => {
    const parameter = schema && parameterOf(schema, name);
    const isWord = typeof value === "string" && parameter && !parameter.meta.names;
    return isWord ? withQuotes(text, name, value) : text;
  }, label);
}

/** A label in which the value of a parameter stands between quotes. */
function withQuotes(label: string, name: string, value: string): string {
  const sought = `${name}=${value}`;
  for (let at = label.indexOf(sought); at >= 0; at = label.indexOf(sought, at + 1)) {
    const end = at + sought.length;
    if (!/[(,] ?$/.test(label.slice(Math.max(0, at - 2), at)) || !/^[,)]/.test(label.slice(end))) continue;
    return `${label.slice(0, at)}${name}="${value}"${label.slice(end)}`;
  }
  return label;
}

/** Without the phases that a ramp's own beginning or end makes: the ramp says as much. */
function merged(phases: readonly Phase[]): readonly Phase[] {
  const kept: Phase[] = [];
  for (const phase of phases) {
    const last = kept.at(-1);
    const joined = last && join(last, phase);
    if (joined) kept[kept.length - 1] = joined;
    else kept.push(phase);
  }
  return kept;
}

/** Two phases as one, if every weight goes on as it was. */
function join(a: Phase, b: Phase): Phase | undefined {
  if (!("unit" in b.from)) return undefined;
  const weights: { term: number; weight: Weight }[] = [];
  for (const term of new Set([...a.weights, ...b.weights].map((weighed) => weighed.term))) {
    const weight = goesOn(weightOf(a, term), weightOf(b, term), b.from);
    if (!weight) return undefined;
    weights.push({ term, weight });
  }
  return { from: a.from, weights };
}

const weightOf = ({ weights }: Phase, term: number): Weight =>
  weights.find((weighed) => weighed.term === term)?.weight ?? { kind: "constant", value: 0 };

function goesOn(a: Weight, b: Weight, at: Moment): Weight | undefined {
  const isBy = (x: Moment, y: Moment) => x.value === 0 || (x.unit === y.unit && x.value <= y.value);
  if (a.kind === "ramp" && b.kind === "constant") return isBy(a.end, at) && a.to === b.value ? a : undefined;
  if (a.kind === "constant" && b.kind === "ramp") return isBy(at, b.start) && a.value === b.from ? b : undefined;
  return JSON.stringify(a) === JSON.stringify(b) ? a : undefined;
}

function showFrom(from: Phase["from"]): string {
  if ("unit" in from) return from.unit === "percent" ? `${from.value}%` : `${from.unit}${from.value}`;
  const options = Object.entries(from.options).map(([name, value]) => `, ${name}=${value}`);
  return `${from.trigger}(${JSON.stringify(from.metric)}${options.join("")})`;
}

/** A sum on lines of at most `width`, broken before its signs. */
function broken(sum: string, width: number): string {
  const lines: string[] = [];
  let line = "";
  for (const part of sum.split(/(?= [+-] )/)) {
    if (line && line.length + part.length > width) {
      lines.push(line);
      line = `   ${part}`;
    } else line += part;
  }
  return [...lines, line].join("\n");
}
