import {
  easeNames,
  easings,
  onKeyword,
  placeholder,
  thenKeyword,
  timeUnits,
  units,
  whereKeyword,
} from "../../../grammar/words.js";
import { triggerWords } from "../../language/index.js";
import { easingCurves as curves } from "../../schedule/ramp.js";
import type { Analysis } from "../analysis.js";
import { code, lossBlock, paragraphs } from "../hover/markdown.js";
import { sparkline } from "../time/sparkline.js";
import type { Proposal } from "./completion.js";
import type { CompletionContext } from "./context.js";
import { paramProposal, wordProposal } from "./expressions.js";

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
  return [...locals, ...named, ...unitProposals, ...(triggers ? [...fades, ...waiting] : [])];
}

const unitProposals = timeUnits.map((unit): Proposal => {
  const { before, after, summary, example } = units[unit];
  const number = example.slice(before.length, example.length - after.length);
  return {
    label: before || after,
    kind: "moment",
    detail: example,
    documentation: summary,
    insert: `${before}${placeholder(1, [number])}${after}`,
    snippet: true,
    rank: 2,
  };
});

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

const waiting = triggerWords.map((word) => wordProposal(word, 4));

export const easingProposals: readonly Proposal[] = easeNames.map((name) => {
  const shape = sparkline((at) => curves[name](at / 100), { unit: "percent", end: 100, known: true, changes: [] }, 16);
  const documentation = paragraphs(easings[name].summary, code(shape));
  return { label: name, kind: "easing", detail: shape, documentation, rank: 2 };
});

/** What may follow a complete operand. */
export const continuations = ({ task }: Analysis): Proposal[] => [
  {
    label: thenKeyword.written,
    kind: "keyword",
    detail: thenKeyword.brief,
    documentation: paragraphs(
      "What follows replaces everything before it, from its moment on.",
      lossBlock("dice then@epoch40 betti"),
    ),
    insert: `${thenKeyword.written}epoch${placeholder(1, ["40"])} $0`,
    snippet: true,
    rank: 1,
  },
  {
    label: `${thenKeyword.written}..`,
    kind: "keyword",
    detail: "what follows fades in",
    documentation: paragraphs("A fade: what was there goes as what follows comes.", lossBlock(thenKeyword.example)),
    insert: `${thenKeyword.written}epoch${placeholder(1, ["40"])}..${placeholder(2, ["60"])} $0`,
    snippet: true,
    rank: 2,
  },
  ...(task.heads.length > 0 ? [operator(onKeyword)] : []),
  ...(task.masks.length > 0 ? [operator(whereKeyword)] : []),
];

const operator = ({ written, brief }: { readonly written: string; readonly brief: string }): Proposal => ({
  label: written,
  kind: "keyword",
  detail: brief,
  insert: `${written} `,
  rank: 3,
});
