import { block, page } from "../hover/markdown.js";
import { keywords } from "../hover/word.js";
import { type Proposal, place } from "./completion.js";

const inserts = {
  use: `use "./${place(1, ["shared.loss"])}"`,
  task: `task {\n  classes: ${place(1, ["background, foreground"])}\n  space: ${place(2, ["2d", "3d"])}\n}`,
  param: `param ${place(1, ["late"])} = ${place(2, ["epoch40"])}`,
  def: `def ${place(1, ["name"])}(${place(2, ["w = 0.5"])}) = $0`,
  minimize: "minimize $0",
} as const;

/** What may open an item. */
export const items: readonly Proposal[] = Object.entries(inserts).map(([label, insert]) => {
  const { says, example } = keywords.get(label)!;
  return {
    label,
    kind: "keyword",
    detail: says.split(/[.,;:]/)[0]!,
    documentation: page(says, block(example)),
    insert,
    snippet: true,
    rank: 6,
  };
});
