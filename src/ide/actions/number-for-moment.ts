import { fix, ifItHelps, put, type Repair } from "./situation.js";

/** `epoch4*dice`: the number without its unit. */
export const numberForMoment: Repair = (situation) => {
  const { span } = situation.diagnostic;
  const digits = /^(?:epoch|step)(\d+)$/.exec(situation.written(span))?.[1];
  return digits === undefined ? [] : ifItHelps(situation, fix(`Write the number \`${digits}\``, put(span, digits)));
};
