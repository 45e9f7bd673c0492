import { asField, asHead, type FieldForm, type Group, type LossDeclaration, type Request, type View } from "../loss.js";
import { readable } from "./formula.js";
import { type Parameter, parametersOf } from "./parameters.js";

/** All that a reader is told of one loss, as plain data: `losslang docs NAME --json`. */
export interface Page {
  readonly kind: "loss";
  readonly name: string;
  readonly group: Group;
  readonly summary: string;
  /** `latex` as declared, `text` as one line of Unicode. */
  readonly formula: { readonly latex: string; readonly text: string };
  /** A call with everything that may be left out at its default. */
  readonly signature: string;
  readonly parameters: readonly Parameter[];
  /** The names in the formula that stand for prediction and target, in words. */
  readonly sees: Readonly<Record<string, string>>;
  readonly dimensions: readonly number[];
  /** Bounds of its value; `null` where there is none. */
  readonly range: readonly [number | null, number | null];
  readonly cost: string;
  readonly advice: string;
  readonly edges: string;
  readonly reference: string;
  readonly examples: readonly string[];
}

export function pageOf(loss: LossDeclaration): Page {
  const parameters = parametersOf(loss.params);
  return {
    kind: "loss",
    name: loss.name,
    group: loss.group,
    summary: loss.summary,
    formula: { latex: loss.formula, text: readable(loss.formula) },
    signature: signature(loss.name, parameters),
    parameters,
    sees: Object.fromEntries(Object.entries(loss.sees).map(([name, request]) => [name, seenAs(request)])),
    dimensions: loss.dimensions ?? [2, 3],
    range: [bound(loss.range[0]), bound(loss.range[1])],
    cost: costs[loss.cost],
    advice: loss.advice,
    edges: loss.edges,
    reference: loss.reference,
    examples: loss.examples,
  };
}

/** What a request asks for, in words. */
function seenAs(request: Request): string {
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
  points: "positions in pixels `[batch, points, axes]`",
};

const views: Readonly<Record<View, string>> = {
  logits: "the prediction, as logits",
  probabilities: "the prediction, as probabilities",
  log_probabilities: "the prediction, as logarithms of probabilities",
  log_complement: "the prediction, as logarithms of one minus the probability",
  values: "the prediction, as the network gives it",
  onehot: "the target, one channel per class",
  labels: "the target, one label per pixel",
  field: "the target, as numbers of any kind",
};

const costs: Readonly<Record<LossDeclaration["cost"], string>> = {
  linear: "a few passes over the pixels",
  transform: "a distance map or a skeleton: more than a few passes over the pixels",
  sort: "sorting or persistent homology: the most expensive kind",
};

const bound = (x: number) => (Number.isFinite(x) ? x : null);

function signature(name: string, parameters: readonly Parameter[]): string {
  if (!parameters.length) return name;
  const parts = parameters.map((p) => (p.default === undefined ? p.name : `${p.name} = ${p.default}`));
  return `${name}(${parts.join(", ")})`;
}

/** `0 to 1`, `at least 0`, `any number`. */
export function rangeInWords([low, high]: Page["range"]): string {
  if (low !== null && high !== null) return `from ${low} to ${high}`;
  if (low !== null) return `at least ${low}`;
  return high !== null ? `at most ${high}` : "any number";
}

export const dimensionsInWords = (dimensions: readonly number[]): string =>
  `${dimensions.map((d) => (d === 2 ? "images" : "volumes")).join(" and ")} (${dimensions.map((d) => `${d}-D`).join(", ")})`;

/** The reference page of one loss, as Markdown. */
export const markdown = (page: Page): string =>
  [
    `# ${page.name}`,
    page.summary,
    `$$${page.formula.latex}$$`,
    ["```loss", page.signature, "```"].join("\n"),
    ...(page.parameters.length ? [parameterTable(page.parameters)] : []),
    facts(page)
      .map(([name, text]) => `- **${name}**: ${text}`)
      .join("\n"),
    `## When to use it\n\n${page.advice}`,
    `## At the edges\n\n${page.edges}`,
    `## Examples\n\n${page.examples.map((e) => `\`\`\`loss\n${e}\n\`\`\``).join("\n\n")}`,
    `## Reference\n\n${page.reference}`,
  ].join("\n\n");

/** The short facts of a page: name and text. */
export const facts = (page: Page): readonly (readonly [string, string])[] => [
  ...Object.entries(page.sees).map(([name, text]) => [`\`${name}\``, text] as const),
  ["Value", rangeInWords(page.range)],
  ["For", dimensionsInWords(page.dimensions)],
  ["Cost", page.cost],
];

function parameterTable(parameters: readonly Parameter[]): string {
  const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ");
  const row = (...cells: string[]) => `| ${cells.map(cell).join(" | ")} |`;
  return [
    row("parameter", "accepts", "default", "meaning"),
    row("---", "---", "---", "---"),
    ...parameters.map((p) => row(`\`${p.name}\``, p.accepts, ifLeftOut(p), p.meaning)),
  ].join("\n");
}

const ifLeftOut = (p: Parameter) => (p.required ? "must be given" : (p.default ?? "none"));
