import { fix, ifItHelps, put, type Repair } from "./situation.js";

/** `dice**2`: the power is a weight at best. */
export const removePower: Repair = (situation) => {
  const { span } = situation.diagnostic;
  return situation.written(span) === "**" ? ifItHelps(situation, fix("Multiply instead", put(span, "*"))) : [];
};
