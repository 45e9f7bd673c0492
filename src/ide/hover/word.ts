import type { Builtin } from "../../check/library.js";
import { easings } from "../../schedule/ramp.js";
import type { Analysis } from "../analysis.js";
import { enclosing, pathAt } from "../ast-path.js";
import type { ResolvedSymbol } from "../symbol-at.js";
import { contributionOf } from "../time/contribution.js";
import { sparkline } from "../time/sparkline.js";
import { weightedBy } from "../time/weighted.js";
import { weightsOverTime } from "./contributions.js";
import { parameterLine } from "./loss.js";
import { call, code, list, lossBlock, paragraphs } from "./markdown.js";
import { parametersFor } from "./parameter.js";

/** What the words that may be called mean, in a sentence or two. */
export const builtinMeanings: Readonly<Record<Builtin, { readonly says: string; readonly example: string }>> = {
  ramp: {
    says: "A number that moves: `from` until the span begins, `to` once it has ended. Weights that move never recompile the loss.",
    example: "dice + ramp(0, 0.1, over=epoch10..40)*boundary",
  },
  balance: {
    says: "The sum of its losses, with weights that adapt while training runs.",
    example: "balance(dice, ce, by=uncertainty)",
  },
  deep: {
    says: "Deep supervision: the loss on several heads, each weighing a part of the one before.",
    example: "deep(dice + ce, heads=[main, aux1, aux2], decay=0.5)",
  },
  plateau: {
    says: "A phase that begins once a metric has stopped to improve.",
    example: 'dice then@plateau("val_dice", patience=5) dice + betti',
  },
  reaches: {
    says: "A phase that begins once a metric has reached a value.",
    example: 'dice then@reaches("val_dice", 0.8) dice + betti',
  },
};

/** As it is called: values without names by their meaning. */
export function builtinSignature(name: Builtin): string {
  const parameters = parametersFor({ kind: "builtin", name }, () => "");
  const byPosition = {
    ramp: ["from", "to"],
    balance: [],
    deep: ["loss"],
    plateau: ["metric"],
    reaches: ["metric", "value"],
  }[name] as readonly string[];
  const open = name === "balance" ? ["loss, …"] : [];
  return call(name, [
    ...open,
    ...parameters.map((p) =>
      byPosition.includes(p.name) ? p.name : p.default === undefined ? `${p.name}=…` : `${p.name}=${p.default}`,
    ),
  ]);
}

export function hoverBuiltin(analysis: Analysis, { name, span }: Extract<ResolvedSymbol, { kind: "builtin" }>): string {
  const { says, example } = builtinMeanings[name];
  const path = pathAt(analysis, span.start);
  const weighed =
    name === "ramp" && span.file === analysis.source.file
      ? weightedBy(analysis, path.slice(0, path.indexOf(enclosing(path, "call")!)))
      : undefined;
  const contribution = weighed && contributionOf(analysis, weighed.span);
  const here = contribution && weightsOverTime(contribution);
  return paragraphs(
    lossBlock(builtinSignature(name)),
    says,
    here && `**Here**\n\n${here}`,
    list(parametersFor({ kind: "builtin", name }, () => "").map((parameter) => parameterLine(parameter))),
    lossBlock(example),
  );
}

const courses = {
  linear: "In a straight line.",
  cosine: "Slow at both ends: (1 − cos πx) / 2.",
  exponential: "Slow at first, fast in the end: (eᵏˣ − 1) / (eᵏ − 1) with k = 5.",
  sigmoid: "A steep middle: between 30% and 70% of the time it rises from 11% to 89%.",
} satisfies Record<keyof typeof easings, string>;

export const easingMeaning = (name: string): string | undefined => courses[name as keyof typeof courses];

export function hoverEasing({ name }: Extract<ResolvedSymbol, { kind: "easing" }>): string | undefined {
  const curve = easings[name as keyof typeof easings];
  const axis = { unit: "percent", end: 100, known: true, changes: [] } as const;
  return (
    curve &&
    paragraphs(
      `**${name}** — how a fade or a ramp moves. ${easingMeaning(name)}`,
      code(sparkline((at) => curve(at / 100), axis)),
    )
  );
}

export const hoverMetric = ({ name, trigger }: Extract<ResolvedSymbol, { kind: "metric" }>): string =>
  paragraphs(
    `**${name}** — a metric that the host reports`,
    `${builtinMeanings[trigger.name.name as Builtin]?.says ?? ""} Metrics come with the clock: ${code(`{ epoch, metrics: { ${name}: … } }`)}.`,
  );

/** What the language's own words do. */
export const keywords: ReadonlyMap<string, { readonly says: string; readonly example: string }> = new Map(
  Object.entries({
    use: {
      says: "Brings in the definitions of another file, by a path relative to this one.",
      example: 'use "./shared.loss"',
    },
    task: {
      says: "Says what is predicted: classes, dimensions, heads, masks. Left out, the first batch tells what it can.",
      example: "task { classes: background, vessel  space: 2d }",
    },
    param: {
      says: "Names a value that the host may replace, without touching the file.",
      example: "param late = epoch40",
    },
    def: {
      says: "Names an expression. Its parameters all have defaults; `///` above it is its help.",
      example: "def region(w = 0.5) = w*dice + (1 - w)*ce",
    },
    minimize: {
      says: "What training minimizes: a weighted sum of losses. It stands last in a file, and once.",
      example: "minimize dice + ce",
    },
    "then@": {
      says: "What follows replaces everything before it, from its moment on; with `..` it fades in. It binds loosest of all.",
      example: "dice then@epoch40..60 cosine dice + betti",
    },
    on: { says: "Lets what stands before it see another output of the network.", example: "dice + 0.4*dice on aux" },
    where: { says: "Leaves the pixels outside of a mask out of every sum and every mean.", example: "dice where roi" },
    true: { says: "Yes, for a parameter that asks.", example: "dice(batch=true)" },
    false: { says: "No, for a parameter that asks.", example: "dice(background=false)" },
  }),
);

export function hoverKeyword({ name }: Extract<ResolvedSymbol, { kind: "keyword" }>): string | undefined {
  const told = keywords.get(name === "then" ? "then@" : name);
  if (!told) return easingMeaning(name) && hoverEasing({ kind: "easing", name, span: { file: "", start: 0, end: 0 } });
  return paragraphs(`**${name}** — ${told.says.charAt(0).toLowerCase()}${told.says.slice(1)}`, lossBlock(told.example));
}
