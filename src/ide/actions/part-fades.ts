import { writtenMoment as spelt } from "../../check/units.js";
import { enclosing } from "../ast-path.js";
import { resolveMoment } from "../moments.js";
import { fix, put, type Repair } from "./situation.js";
import { counted } from "./turn-span.js";

/** A phase begins while the fade before it lasts: the fade ends earlier, or the phase begins later. */
export const partFades: Repair = ({ analysis, path, written }) => {
  const then = enclosing(path, "then");
  const fade = then?.before.kind === "then" ? then.before.when : undefined;
  const start = then?.when.kind === "switch" ? then.when.at : then?.when.kind === "fade" ? then.when.from : undefined;
  if (fade?.kind !== "fade" || start?.kind !== "moment" || fade.to.kind !== "moment") return [];
  const from = resolveMoment(fade.from, undefined, analysis);
  const to = resolveMoment(fade.to, from?.unit, analysis);
  if (!from || !to) return [];
  const earlier = counted(start, from.unit, written(start.span));
  const later = fade.to.base.kind === "plain" ? spelt(to) : written(fade.to.span);
  return [
    fix(`End the fade at \`${written(start.span)}\``, put(fade.to.span, earlier)),
    fix(`Begin the phase at \`${later}\``, put(start.span, later)),
  ];
};
