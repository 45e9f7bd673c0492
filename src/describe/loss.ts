import { asField, asHead, type FieldForm, type Group, type LossDeclaration, type Request, type View } from "../loss.js";
import { type ExampleSummary, type KnownNames, summariseExample } from "./example.js";
import { unicodeFormula } from "./formula/latex.js";
import { describeParameters, type ParameterDescription } from "./parameters.js";

/** The documentation of one loss as plain data: `losslang docs NAME --json`. */
export interface LossDescription {
  readonly kind: "loss";
  readonly name: string;
  readonly group: Group;
  readonly summary: string;
  /** `latex` as declared, `text` as one line of Unicode. */
  readonly formula: { readonly latex: string; readonly text: string };
  /** A call with every optional parameter at its default. */
  readonly signature: string;
  readonly parameters: readonly ParameterDescription[];
  /** What each name in the formula that stands for prediction or target is, in words. */
  readonly inputs: Readonly<Record<string, string>>;
  /** The forms in which the loss takes the prediction: `logits`, `probabilities` or `values`. */
  readonly prediction: readonly string[];
  readonly dimensions: readonly number[];
  /** Bounds of its value; `null` where there is none. */
  readonly range: readonly [number | null, number | null];
  readonly cost: string;
  /** The class of its cost in a word: `linear`, `transform` or `sort`. */
  readonly costClass: LossDeclaration["cost"];
  readonly advice: string;
  readonly edges: string;
  readonly reference: string;
  readonly examples: readonly ExampleSummary[];
}

/** @param known the losses and recipes that its examples may name. */
export function describeLoss(loss: LossDeclaration, known: KnownNames): LossDescription {
  const parameters = describeParameters(loss.params);
  return {
    kind: "loss",
    name: loss.name,
    group: loss.group,
    summary: loss.summary,
    formula: { latex: loss.formula, text: unicodeFormula(loss.formula) },
    signature: signature(loss.name, parameters),
    parameters,
    inputs: Object.fromEntries(Object.entries(loss.inputs).map(([name, request]) => [name, inputText(request)])),
    prediction: [...new Set(Object.values(loss.inputs).flatMap(predictionOf))],
    dimensions: loss.dimensions ?? [2, 3],
    range: [bound(loss.range[0]), bound(loss.range[1])],
    cost: costs[loss.cost],
    costClass: loss.cost,
    advice: loss.advice,
    edges: loss.edges,
    reference: loss.reference,
    examples: loss.examples.map((text) => summariseExample(text, loss, known)),
  };
}

/** What an input is, in words. */
function inputText(request: Request): string {
  const [head, field] = [asHead(request), asField(request)];
  if (head)
    return `the head that \`${head.head}\` names${views[head.view].replace("the prediction", "")}${channels[head.channels ?? "any"]}`;
  if (field) return `the field that \`${field.field}\` names: ${forms[field.form]}`;
  return views[request as View];
}

const channels = { space: ", with a channel for each axis of space", one: ", with one channel", any: "" } as const;

const forms: Readonly<Record<FieldForm, string>> = {
  image: "a number per pixel `[batch, …space]`, or one for each class",
  vectors: "a vector per pixel `[batch, …space, axes]`",
  points: "positions `[batch, points, axes]`",
};

const views: Readonly<Record<View, string>> = {
  logits: "the prediction, as logits",
  probabilities: "the prediction, as probabilities",
  log_probabilities: "the prediction, as logarithms of probabilities",
  log_complement: "the prediction, as logarithms of one minus the probability",
  values: "the prediction, as the network gives it",
  onehot: "the target, one channel per class",
  labels: "the target, one label per pixel",
  foreground: "the target, as one mask",
  field: "the target, as numbers of any kind",
};

/** The form in which an input takes the prediction; none where it is the target. */
const predictionOf = (request: Request): string[] => {
  const view = asHead(request)?.view ?? request;
  const form = typeof view === "string" ? predictions[view] : undefined;
  return form === undefined ? [] : [form];
};

/** Log-probabilities are computed from logits. */
const predictions: Readonly<Partial<Record<View, string>>> = {
  logits: "logits",
  log_probabilities: "logits",
  log_complement: "logits",
  probabilities: "probabilities",
  values: "values",
};

const costs: Readonly<Record<LossDeclaration["cost"], string>> = {
  linear: "linear: a few passes over the pixels",
  transform: "transform: a distance map, a skeleton or a stack of filters, many passes over the pixels",
  sort: "sort: pixels are sorted, or counted by persistent homology; the most expensive kind",
};

const bound = (x: number) => (Number.isFinite(x) ? x : null);

function signature(name: string, parameters: readonly ParameterDescription[]): string {
  if (!parameters.length) return name;
  const parts = parameters.map((p) => (p.default === undefined ? p.name : `${p.name} = ${p.default}`));
  return `${name}(${parts.join(", ")})`;
}

/** `0 to 1`, `at least 0`, `any number`. */
export function rangeInWords([low, high]: LossDescription["range"]): string {
  if (low !== null && high !== null) return `from ${low} to ${high}`;
  if (low !== null) return `at least ${low}`;
  return high !== null ? `at most ${high}` : "any number";
}

export const dimensionsInWords = (dimensions: readonly number[]): string =>
  `${dimensions.map((d) => (d === 2 ? "images" : "volumes")).join(" and ")} (${dimensions.map((d) => `${d}-D`).join(", ")})`;

/** The short facts of a loss: name and text. */
export const facts = (page: LossDescription): readonly (readonly [string, string])[] => [
  ...Object.entries(page.inputs).map(([name, text]) => [`\`${name}\``, text] as const),
  ["Value", rangeInWords(page.range)],
  ["For", dimensionsInWords(page.dimensions)],
  ["Cost", page.cost],
];

/** The parameters as a table, its first row the names of the columns. */
export const parameterRows = ({ parameters }: Pick<LossDescription, "parameters">): readonly (readonly string[])[] => [
  ["parameter", "default", "accepts", "meaning"],
  ...parameters.map((p) => [p.name, p.required ? "must be given" : (p.default ?? "none"), p.accepts, p.meaning]),
];
