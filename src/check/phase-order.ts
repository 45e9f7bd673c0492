import type { Moment } from "../program/program.js";
import { beginning, type TimePoint } from "../program/step-function.js";
import { writtenMoment } from "../program/training-axis.js";
import type * as ast from "../syntax/ast.js";
import type { ChainedPhase, Takeover } from "./chained-phases.js";
import { type CheckContext, type Environment, quoted } from "./context.js";

/** Reports phases that come too early, too late or never. */
export function checkPhaseOrder(phases: readonly ChainedPhase[], env: Environment, cx: CheckContext): void {
  for (let i = 1; i < phases.length; i++) {
    const takeover = phases[i]!.when?.takeover;
    if (!takeover || takeover.from.rank > 0) continue;
    const previous =
      i > 1 ? phases[i - 1]!.when?.takeover : { from: env.phase?.start ?? beginning, span: phases[0]!.expr.span };
    if (previous && previous.from.rank === 0) judgePair(phases[i - 1]!, takeover, previous, i > 1, cx);
    judgeEnd(phases[i]!, takeover, env, cx);
  }
}

function judgePair(
  phase: ChainedPhase,
  takeover: Takeover,
  previous: Takeover,
  chained: boolean,
  cx: CheckContext,
): void {
  const [at, earlier] = [moment(takeover.from), moment(previous.from)];
  if (!cx.units.comparable(at, earlier)) return;
  const gap = cx.units.position(at) - cx.units.position(earlier);
  if (gap < 0 && chained) {
    cx.reports.report(
      "phasesOutOfOrder",
      takeover.span,
      { at: writtenMoment(at), previous: writtenMoment(earlier) },
      {
        hint: "write the phases in the order in which they happen",
        related: [{ span: previous.span, message: `the phase before begins at ${writtenMoment(earlier)}` }],
      },
    );
  } else if (isOver(takeover, earlier, gap, cx)) {
    if (isEmpty(phase.expr)) return;
    const reason =
      gap < 0 || earlier.value > 0
        ? `it ends at ${writtenMoment(at)}, and the phase around it begins at ${writtenMoment(earlier)}`
        : "the next phase begins at once, at the beginning of training";
    const told = chained ? `the next phase begins at the same moment, ${writtenMoment(at)}` : reason;
    cx.reports.report("phaseNeverBegins", phase.expr.span, { phase: quoted(cx, phase.expr.span), reason: told });
  } else if (previous.end && cx.units.position(at) < cx.units.position(moment(previous.end))) {
    const holes = { at: writtenMoment(at), end: writtenMoment(moment(previous.end)) };
    cx.reports.report("overlappingFades", takeover.span, holes, {
      hint: `let the phase begin at ${holes.end}, or the fade end at ${holes.at}`,
      related: [{ span: previous.span, message: "the fade" }],
    });
  }
}

/** Whether nothing is left of the phase before: a switch leaves nothing, a fade takes it along until it ends. */
function isOver({ end }: Takeover, earlier: Moment, gap: number, { units }: CheckContext): boolean {
  if (!end) return gap <= 0;
  return gap < 0 && units.comparable(moment(end), earlier) && units.position(moment(end)) <= units.position(earlier);
}

/** A phase that would begin after the end of training, or of the phase it stands in. */
function judgeEnd({ expr }: ChainedPhase, { from }: Takeover, { phase }: Environment, cx: CheckContext): void {
  const at = moment(from);
  const holes = { phase: quoted(cx, expr.span) };
  const end = phase?.end && phase.end.rank === 0 ? moment(phase.end) : undefined;
  if (end && cx.units.comparable(at, end) && cx.units.position(at) >= cx.units.position(end)) {
    const reason = `it would begin at ${writtenMoment(at)}, and the phase around it ends at ${writtenMoment(end)}`;
    cx.reports.report("phaseNeverBegins", expr.span, { ...holes, reason });
    return;
  }
  const last = at.unit === "percent" ? 100 : undefined;
  const over = last !== undefined ? at.value >= last : isAfterTraining(at, cx);
  if (!over) return;
  const reason = last !== undefined ? "training ends at 100%" : `training ends after ${cx.units.end} epochs`;
  cx.reports.report("phaseNeverBegins", expr.span, {
    ...holes,
    reason: `it would begin at ${writtenMoment(at)}, and ${reason}`,
  });
}

const isAfterTraining = (at: Moment, { units }: CheckContext): boolean =>
  units.end !== undefined &&
  units.comparable(at, { unit: "epoch", value: units.end }) &&
  units.position(at) >= units.end;

/** The moment of a time point; a trigger has none, and counts as the beginning. */
const moment = ({ at }: TimePoint) => ("unit" in at ? at : { unit: "epoch" as const, value: 0 });

const isEmpty = (expr: ast.Expression): boolean =>
  expr.kind === "missing" || (expr.kind === "number" && expr.value === 0);
