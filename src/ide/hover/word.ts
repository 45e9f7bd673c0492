import { easings, isEase, keywordHelp } from "../../../grammar/words.js";
import { callArguments, wordParameters } from "../../describe/word.js";
import { wordNamed } from "../../language/index.js";
import type { CallableWord } from "../../language/word.js";
import { easingCurves as curves } from "../../schedule/ramp.js";
import type { Analysis } from "../analysis.js";
import { enclosing, pathAt } from "../ast-path.js";
import type { ResolvedSymbol } from "../symbol.js";
import { contributionOf } from "../time/contribution.js";
import { sparkline } from "../time/sparkline.js";
import { weightedBy } from "../time/weighted.js";
import { weightsOverTime } from "./contributions.js";
import { parameterLine } from "./loss.js";
import { call, code, list, lossBlock, paragraphs } from "./markdown.js";

const wordSignature = (word: CallableWord): string => call(word.name, callArguments(word));

/** How it is called, what it means, and an example. */
export const wordDocumentation = (word: CallableWord): string =>
  paragraphs(lossBlock(wordSignature(word)), word.summary, lossBlock(word.examples[0]));

export function hoverBuiltin(analysis: Analysis, { word, span }: Extract<ResolvedSymbol, { kind: "builtin" }>): string {
  const path = pathAt(analysis, span.start);
  const weighed =
    word.role === "expression" && word.gives === "number" && span.file === analysis.source.file
      ? weightedBy(analysis, path.slice(0, path.indexOf(enclosing(path, "call")!)))
      : undefined;
  const share = weighed && contributionOf(analysis, weighed.span);
  const here = share && weightsOverTime(share);
  return paragraphs(
    lossBlock(wordSignature(word)),
    word.summary,
    here && `**The weights it sets here**\n\n${here}`,
    list(wordParameters(word).map((parameter) => parameterLine(parameter))),
    lossBlock(word.examples[0]),
  );
}

export function hoverEasing({ name }: Extract<ResolvedSymbol, { kind: "easing" }>): string | undefined {
  if (!isEase(name)) return undefined;
  const axis = { unit: "percent", end: 100, known: true, changes: [] } as const;
  const shape = code(sparkline((at) => curves[name](at / 100), axis));
  return paragraphs(`**${name}** — how a fade or a ramp moves. ${easings[name].summary}`, shape);
}

export const hoverMetric = ({ name, trigger }: Extract<ResolvedSymbol, { kind: "metric" }>): string =>
  paragraphs(
    `**${name}** — a metric that the host reports`,
    `${wordNamed(trigger.name.name)?.summary ?? ""} Metrics come with the clock: ${code(`{ epoch, metrics: { ${name}: … } }`)}.`,
  );

export function hoverKeyword({ name }: Extract<ResolvedSymbol, { kind: "keyword" }>): string | undefined {
  const told = keywordHelp(name);
  if (!told) return hoverEasing({ kind: "easing", name, span: { file: "", start: 0, end: 0 } });
  const { summary, example } = told;
  return paragraphs(`**${name}** — ${summary.charAt(0).toLowerCase()}${summary.slice(1)}`, lossBlock(example));
}
