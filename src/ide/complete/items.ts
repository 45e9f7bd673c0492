import { lossBlock, paragraphs } from "../hover/markdown.js";
import { keywords } from "../hover/word.js";
import { type Proposal, placeholder } from "./completion.js";

const inserts = {
  use: `use "./${placeholder(1, ["shared.loss"])}"`,
  task: `task {\n  classes: ${placeholder(1, ["background, foreground"])}\n  space: ${placeholder(2, ["2d", "3d"])}\n}`,
  param: `param ${placeholder(1, ["late"])} = ${placeholder(2, ["epoch40"])}`,
  def: `def ${placeholder(1, ["name"])}(${placeholder(2, ["w = 0.5"])}) = $0`,
  minimize: "minimize $0",
} as const;

/** What may open an item. */
export const items: readonly Proposal[] = Object.entries(inserts).map(([label, insert]) => {
  const { says, example } = keywords.get(label)!;
  return {
    label,
    kind: "keyword",
    detail: says.split(/[.,;:]/)[0]!,
    documentation: paragraphs(says, lossBlock(example)),
    insert,
    snippet: true,
    rank: 6,
  };
});
