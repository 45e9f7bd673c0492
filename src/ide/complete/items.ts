import { itemKeywords, wordsOf } from "../../../grammar/words.js";
import { lossBlock, paragraphs } from "../hover/markdown.js";
import type { Proposal } from "./completion.js";

/** What may open an item. */
export const items: readonly Proposal[] = wordsOf(itemKeywords).map((label) => {
  const { summary, example, snippet } = itemKeywords[label];
  return {
    label,
    kind: "keyword",
    detail: summary.split(/[.,;:]/)[0]!,
    documentation: paragraphs(summary, lossBlock(example)),
    insert: snippet,
    snippet: true,
    rank: 6,
  };
});
