import { givenAt } from "./parameter.js";
import { withoutArgument } from "./pieces.js";
import { fix, type Repair } from "./situation.js";

/** `tversky(alpha=0.3, alpha=0.7)`: the second goes. */
export const removeRepeatedArgument: Repair = (situation) => {
  const given = givenAt(situation);
  if (!given) return [];
  return [fix("Remove the second", withoutArgument(given.call, given.argument, situation.module.source.text))];
};
