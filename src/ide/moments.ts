import type { Constant } from "../check/constants.js";
import type { Moment } from "../program/program.js";
import type { ast } from "../syntax/index.js";
import type { Analysis } from "./analysis.js";

/** The moments at which a change begins and has ended. */
export function spanInText(when: Exclude<ast.When, { kind: "trigger" }>, analysis: Analysis): Moment[] | undefined {
  if (when.kind === "switch") {
    const moment = momentInText(when.at, undefined, analysis);
    return moment && [moment];
  }
  const to = momentInText(when.to, undefined, analysis);
  const from = momentInText(when.from, to?.unit, analysis);
  const end = to ?? momentInText(when.to, from?.unit, analysis);
  return from && end && [from, end];
}

/** What a moment comes to, if that can be told from the text alone. */
export function momentInText(
  moment: ast.MomentExpr | ast.Missing,
  unit: Moment["unit"] | undefined,
  analysis: Analysis,
): Moment | undefined {
  if (moment.kind === "missing") return undefined;
  const { base, offset } = moment;
  if (base.kind === "plain") return unit && { unit, value: base.value + offset };
  if (base.kind !== "ident") return { unit: base.kind, value: base.value + offset };
  const entity = analysis.library.find(analysis.main, base.name);
  const held: Constant | undefined = entity?.kind === "param" ? analysis.valueOf(entity) : undefined;
  if (held?.kind === "moment") return { unit: held.value.unit, value: held.value.value + offset };
  return held?.kind === "number" && unit ? { unit, value: held.value + offset } : undefined;
}
