import { fix, ifItHelps, put, type Repair, remove } from "./situation.js";

/** `dice & ce`: a `+` for signs that join elsewhere; anything else goes. */
export const replaceCharacters: Repair = (situation) => {
  const { span } = situation.diagnostic;
  const joins = /^[&|]+$/.test(situation.written(span));
  return [
    ...(joins ? ifItHelps(situation, fix("Write `+`", put(span, "+"))) : []),
    ...ifItHelps(situation, fix("Remove it", remove(span))),
  ];
};
