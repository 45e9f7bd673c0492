import type { Span } from "../../text.js";
import type { Analysis } from "../analysis.js";
import { type Contribution, contributionOf } from "../time/contribution.js";
import { axisCaption, curveInWords, sparkline } from "../time/sparkline.js";
import { weightedByName } from "../time/weighted.js";
import { code, list, paragraphs } from "./markdown.js";

/** Terms that are listed; of more, the number is told. */
const most = 6;

/** Weights over time: the number where a weight is constant, a sparkline and words where it changes. */
export function weightsOverTime({ axis, parts, waits }: Contribution, { named = true } = {}): string | undefined {
  if (parts.length === 0) return undefined;
  const told = parts.slice(0, most).map(({ term, curve }) => {
    const said = curveInWords(curve, axis);
    const name = named || parts.length > 1 ? code(term.label) : "";
    if (/^\S+$/.test(said)) return `${name} **${said}** throughout`.trim();
    return `${name} ${code(sparkline(curve, axis))} ${said}`.trim();
  });
  const more = parts.length - told.length;
  const moving = told.some((line) => /[▁▂▃▄▅▆▇█]/.test(line));
  const under = [
    ...(moving ? [axisCaption(axis)] : []),
    ...(waits ? ["unless a metric starts a later phase"] : []),
    ...(more > 0 ? [`and ${more} more ${more === 1 ? "term" : "terms"}`] : []),
  ].join(", ");
  const note = under && `*(${under})*`;
  return told.length === 1 ? `${told[0]} ${note}`.trim() : paragraphs(list(told), note);
}

/** The weights that depend on the name of a number where it is used. */
export function weightsAround(analysis: Analysis, span: Span): string | undefined {
  const weighed = weightedByName(analysis, span);
  const contribution = weighed && contributionOf(analysis, weighed.span);
  const told = contribution && weightsOverTime(contribution);
  return told && paragraphs("**The weights it sets here**", told);
}
