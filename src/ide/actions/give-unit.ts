import { fix, put, type Repair } from "./situation.js";

/** A bare number as a moment: epochs or steps. */
export const giveUnit: Repair = ({ diagnostic, written }) => {
  const text = written(diagnostic.span);
  if (!/^\d+$/.test(text)) return [];
  return ["epoch", "step"].map((unit) => fix(`Change to \`${unit}${text}\``, put(diagnostic.span, `${unit}${text}`)));
};
