import { summariseExample } from "../../describe/example.js";
import { describeLoss, dimensionsInWords, type LossDescription, rangeInWords } from "../../describe/loss.js";
import type { ParameterDescription } from "../../describe/parameters.js";
import { firstSentence } from "../../describe/sentences.js";
import type { LossDeclaration } from "../../loss.js";
import type { ast } from "../../syntax/index.js";
import type { Analysis } from "../analysis.js";
import type { ResolvedSymbol } from "../symbol.js";
import { contributionOf } from "../time/contribution.js";
import { weightsOverTime } from "./contributions.js";
import { call, code, lines, linked, list, lossBlock, paragraphs } from "./markdown.js";

/** Without the examples, each of which would have to be checked. */
const pages = new WeakMap<LossDeclaration, LossDescription>();

export function pageFor(loss: LossDeclaration): LossDescription {
  let known = pages.get(loss);
  if (!known) {
    known = describeLoss({ ...loss, examples: [] }, { library: [], recipes: [] });
    pages.set(loss, known);
  }
  return known;
}

export function hoverLoss(
  analysis: Analysis,
  { declaration, call: written }: Extract<ResolvedSymbol, { kind: "loss" }>,
): string {
  const told = pageFor(declaration);
  const contribution = written && contributionOf(analysis, written.span);
  const here = contribution && weightsOverTime(contribution, { named: false });
  return paragraphs(
    lossBlock(signatureOf(told)),
    declaration.summary,
    formulaOf(told.formula.text),
    here && `**Its weight here:** ${here}`,
    factsOf(told),
    parameterList(told.parameters, written),
    `**When to use it.** ${firstSentence(declaration.advice)}`,
    example(analysis, declaration),
    `*${linked(declaration.reference)}*`,
  );
}

/** The call with everything that may be left out at its default. */
export const signatureOf = ({ name, parameters }: Pick<LossDescription, "name" | "parameters">): string =>
  call(name, parameters.map(asWritten));

const asWritten = ({ name, default: value, required }: ParameterDescription): string =>
  value === undefined ? (required ? `${name}=` : `${name}=…`) : `${name}=${value}`;

/** What its letters stand for comes on lines of its own; a code block keeps every sign as it is. */
export const formulaOf = (text: string): string => `\`\`\`text\n${text.replace(/, (?=\S+ = )/g, "\n    ")}\n\`\`\``;

const factsOf = (told: LossDescription): string =>
  lines(
    Object.entries(told.inputs)
      .map(([name, what]) => `${code(name)} ${what}`)
      .join(" · "),
    [
      `value ${rangeInWords(told.range)}`,
      dimensionsInWords(told.dimensions),
      told.cost.replace(/^(\w+):/, "cost **$1**:"),
    ].join(" · "),
  );

/** Every parameter; those that are given here come first. */
function parameterList(parameters: readonly ParameterDescription[], written: ast.Call | undefined): string | undefined {
  const given = new Set(written?.args?.flatMap((argument) => argument.name?.name ?? []));
  const sorted = [...parameters].sort((a, b) => Number(given.has(b.name)) - Number(given.has(a.name)));
  if (sorted.length === 0) return undefined;
  return list(sorted.map((parameter) => parameterLine(parameter, given.has(parameter.name))));
}

export function parameterLine(parameter: ParameterDescription, given = false): string {
  const { name, default: value, meaning, required } = parameter;
  const shown = code(value === undefined ? name : `${name}=${value}`);
  const accepts = acceptedBy(parameter);
  const fallback = value === undefined && required ? ", must be given" : "";
  return `${given ? `**${shown}**` : shown}${accepts && ` ${accepts}`}${fallback}${meaning && ` — ${meaning}`}`;
}

/** What a parameter takes, unless its default or its meaning says so. */
function acceptedBy({ accepts, default: value, meaning }: ParameterDescription): string {
  if (accepts === "any value" || (accepts === "true or false" && value !== undefined)) return "";
  const words = accepts.match(/"\w+"/g) ?? [];
  const told =
    words.length > 1 &&
    words.every((word) => meaning.includes(`\`${word}\``) || meaning.includes(`\`${word.slice(1, -1)}\``));
  return told ? "" : accepts;
}

/** The first example that shows more than the name. */
function example({ options }: Analysis, loss: LossDeclaration): string | undefined {
  const text = loss.examples.find((candidate) => candidate !== loss.name) ?? loss.examples[0];
  if (text === undefined) return undefined;
  const { summary: says } = summariseExample(text, loss, { library: options.library, recipes: options.recipes ?? [] });
  return paragraphs(lossBlock(text), says);
}
