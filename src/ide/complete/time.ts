import { easings as curves } from "../../schedule/ramp.js";
import type { Analysis } from "../analysis.js";
import type { CompletionContext } from "../completion-context.js";
import { code, lossBlock, paragraphs } from "../hover/markdown.js";
import { builtinMeanings, builtinSignature, easingMeaning } from "../hover/word.js";
import { easingNames } from "../symbol-at.js";
import { sparkline } from "../time/sparkline.js";
import { type Proposal, placeholder } from "./completion.js";
import { paramProposal } from "./expressions.js";

/** What may stand after `then@`, or as either end of a span. */
export function moments(
  analysis: Analysis,
  { def }: CompletionContext,
  { triggers }: { readonly triggers: boolean },
): Proposal[] {
  const named = [...analysis.library.names(analysis.main)].flatMap((name) => {
    const entity = analysis.library.find(analysis.main, name);
    return entity?.kind === "param" && analysis.valueOf(entity).kind === "moment"
      ? [paramProposal(analysis, entity)]
      : [];
  });
  const locals = (def?.parameters ?? [])
    .filter(({ value }) => value.kind === "moment")
    .map(
      ({ name }): Proposal => ({
        label: name.name,
        kind: "param",
        documentation: "A parameter of this definition.",
        rank: 0,
      }),
    );
  return [...locals, ...named, ...units, ...(triggers ? [...fades, ...waiting] : [])];
}

const units: readonly Proposal[] = [
  {
    label: "epoch",
    kind: "moment",
    detail: "epoch40",
    documentation: "After so many whole epochs; the first is epoch 0.",
    insert: `epoch${placeholder(1, ["40"])}`,
    snippet: true,
    rank: 2,
  },
  {
    label: "step",
    kind: "moment",
    detail: "step1000",
    documentation: "After so many steps, which count on over the epochs.",
    insert: `step${placeholder(1, ["1000"])}`,
    snippet: true,
    rank: 2,
  },
  {
    label: "%",
    kind: "moment",
    detail: "30%",
    documentation: "A share of the training; its length comes from the host.",
    insert: `${placeholder(1, ["30"])}%`,
    snippet: true,
    rank: 2,
  },
];

const fades: readonly Proposal[] = [
  {
    label: "epoch..",
    kind: "moment",
    detail: "epoch40..60 — fades in",
    documentation: "A fade: what was there goes as what follows comes.",
    insert: `epoch${placeholder(1, ["40"])}..${placeholder(2, ["60"])}`,
    snippet: true,
    rank: 3,
  },
];

const waiting: readonly Proposal[] = (["plateau", "reaches"] as const).map((name) => ({
  label: name,
  kind: "trigger",
  detail: name === "plateau" ? "once a metric stops to improve" : "once a metric reaches a value",
  documentation: paragraphs(
    lossBlock(builtinSignature(name)),
    builtinMeanings[name].says,
    lossBlock(builtinMeanings[name].example),
  ),
  insert:
    name === "plateau"
      ? `plateau("${placeholder(1, ["val_dice"])}", patience=${placeholder(2, ["5"])})`
      : `reaches("${placeholder(1, ["val_dice"])}", ${placeholder(2, ["0.8"])})`,
  snippet: true,
  rank: 4,
}));

export const easingProposals: readonly Proposal[] = easingNames.map((name) => {
  const curve = curves[name as keyof typeof curves];
  const shape = sparkline((at) => curve(at / 100), { unit: "percent", end: 100, known: true, changes: [] }, 16);
  return {
    label: name,
    kind: "easing",
    detail: shape,
    documentation: paragraphs(easingMeaning(name), code(shape)),
    rank: 2,
  };
});

/** What may follow a complete operand. */
export const continuations = (analysis: Analysis): Proposal[] => [
  {
    label: "then@",
    kind: "keyword",
    detail: "what follows takes over",
    documentation: paragraphs(
      "What follows replaces everything before it, from its moment on.",
      lossBlock("dice then@epoch40 betti"),
    ),
    insert: `then@epoch${placeholder(1, ["40"])} $0`,
    snippet: true,
    rank: 1,
  },
  {
    label: "then@..",
    kind: "keyword",
    detail: "what follows fades in",
    documentation: paragraphs(
      "A fade: what was there goes as what follows comes.",
      lossBlock("dice then@epoch40..60 cosine dice + betti"),
    ),
    insert: `then@epoch${placeholder(1, ["40"])}..${placeholder(2, ["60"])} $0`,
    snippet: true,
    rank: 2,
  },
  ...(analysis.task.heads.length > 0
    ? [{ label: "on", kind: "keyword", detail: "another output of the network", insert: "on ", rank: 3 } as const]
    : []),
  ...(analysis.task.masks.length > 0
    ? [{ label: "where", kind: "keyword", detail: "inside of a mask", insert: "where ", rank: 3 } as const]
    : []),
];
