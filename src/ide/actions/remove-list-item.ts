import { givenAt } from "./parameter.js";
import { withoutArgument, withoutItem } from "./pieces.js";
import { fix, type Repair } from "./situation.js";

/** `betti(dimensions=[1, 2])` in the plane: without the dimension that does not exist. */
export const removeListItem: Repair = (situation) => {
  const { diagnostic, module, written } = situation;
  const given = givenAt(situation);
  const list = given?.argument.value;
  if (list?.kind !== "list") return [];
  const index = list.items.findIndex(({ span }) => span.start === diagnostic.span.start);
  const gone = `Remove \`${written(diagnostic.span)}\``;
  if (index >= 0 && list.items.length > 1) return [fix(gone, withoutItem(list.items, index))];
  return [fix(gone, withoutArgument(given!.call, given!.argument, module.source.text))];
};
