import { writtenMoment } from "../program/training-axis.js";
import type { ast } from "../syntax/index.js";
import type { Analysis } from "./analysis.js";
import type { InlayHint } from "./inlay-hints.js";
import { spanInText } from "./moments.js";
import { phasesOf } from "./symbols.js";

/** Behind the moment of a phase: what its names stand for, and until when it lasts. */
export function timeHints(analysis: Analysis): InlayHint[] {
  const { minimize } = analysis.main.file;
  if (!minimize) return [];
  const phases = phasesOf(minimize.body);
  return phases.flatMap(({ at }, i): InlayHint[] => {
    if (!at || at.kind === "trigger") return [];
    const span = spanInText(at, analysis);
    const next = phases[i + 1]?.at;
    const following = next && next.kind !== "trigger" ? spanInText(next, analysis) : undefined;
    const parts = [
      span && namesIn(at) ? `= ${span.map(writtenMoment).join("..")}` : "",
      following ? `until ${writtenMoment(following.at(-1)!)}` : "",
    ].filter((part) => part !== "");
    if (parts.length === 0) return [];
    const begins = span ? `This phase begins at ${writtenMoment(span[0]!)}` : "This phase begins here";
    const lasts = following ? ` and lasts until ${writtenMoment(following.at(-1)!)}` : "";
    return [
      { offset: at.span.end, label: parts.join(", "), kind: "time", padding: "left", tooltip: `${begins}${lasts}.` },
    ];
  });
}

const namesIn = (when: Exclude<ast.When, { kind: "trigger" }>): boolean =>
  [...(when.kind === "fade" ? [when.from, when.to] : [when.at])].some(
    (moment) => moment.kind === "moment" && moment.base.kind === "ident",
  );
