import { fix, ifItHelps, type Repair, remove } from "./situation.js";

/** `dice + * ce`: without the `*`. */
export const removeUnexpected: Repair = (situation) => {
  const { span } = situation.diagnostic;
  return ifItHelps(situation, fix(`Remove \`${situation.written(span)}\``, remove(span)));
};
