import type { Span } from "../../text.js";
import type { Analysis } from "../analysis.js";
import { type Share, shareOf } from "../time/share.js";
import { scale, spark, story } from "../time/story.js";
import { weighedByName } from "../time/weighed.js";
import { code, list, page } from "./markdown.js";

/** As many terms as one looks at; more are counted. */
const most = 6;

/** How much something weighs over time: a sentence where it stands still, a line of blocks for each term that moves. */
export function weights({ axis, parts, waits }: Share, { named = true } = {}): string | undefined {
  if (parts.length === 0) return undefined;
  const told = parts.slice(0, most).map(({ term, course }) => {
    const said = story(course, axis);
    const name = named || parts.length > 1 ? code(term.label) : "";
    if (/^\S+$/.test(said)) return `${name} **${said}** throughout`.trim();
    return `${name} ${code(spark(course, axis))} ${said}`.trim();
  });
  const more = parts.length - told.length;
  const moving = told.some((line) => /[▁▂▃▄▅▆▇█]/.test(line));
  const under = [
    ...(moving ? [scale(axis)] : []),
    ...(waits ? ["as long as no phase begins by a metric"] : []),
    ...(more > 0 ? [`and ${more} more ${more === 1 ? "term" : "terms"}`] : []),
  ].join(", ");
  const note = under && `*(${under})*`;
  return told.length === 1 ? `${told[0]} ${note}`.trim() : page(list(told), note);
}

/** What the name of a number weighs where it stands. */
export function weightsAround(analysis: Analysis, span: Span): string | undefined {
  const weighed = weighedByName(analysis, span);
  const share = weighed && shareOf(analysis, weighed.span);
  const told = share && weights(share);
  return told && page("**What it weighs here**", told);
}
