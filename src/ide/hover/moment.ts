import { defaultEase } from "../../../grammar/words.js";
import type { Moment, Timing } from "../../program/program.js";
import { inEpochs } from "../../schedule/clock.js";
import type { ast } from "../../syntax/index.js";
import type { Analysis } from "../analysis.js";
import { momentInText } from "../moments.js";
import type { ResolvedSymbol } from "../symbol.js";
import { programContribution } from "../time/contribution.js";
import { shortNumber, timeOnAxis } from "../time/sparkline.js";
import type { TimeAxis, WeightCurve } from "../time/weight-curve.js";
import { code, numberTable, paragraphs } from "./markdown.js";

/** A moment: where it lies in the training, and the weights before and after it. */
export function hoverMoment(
  analysis: Analysis,
  { moment, when }: Extract<ResolvedSymbol, { kind: "moment" }>,
): string | undefined {
  const at = resolved(analysis, moment, when);
  if (!at) return undefined;
  const { draft } = analysis;
  const whole = programContribution(analysis);
  const edges = when?.kind === "fade" ? [when.from, when.to] : [moment];
  const places = edges.map((edge) => (edge.kind === "missing" ? undefined : resolved(analysis, edge, when)));
  const title = places.every((place) => place !== undefined)
    ? places.map((place) => named(place)).join(" to ")
    : named(at);
  const ease = when?.kind === "fade" ? ` · ${when.ease?.name ?? defaultEase} fade` : "";
  const also = places.length > 1 ? "" : alike(at, draft?.timing ?? {});
  const axisPlaces = whole && places.map((place) => place && onto(whole.axis, place, draft?.timing ?? {}));
  const [first, last] = [axisPlaces?.[0], axisPlaces?.at(-1)];
  return paragraphs(
    `**${title}**${ease}${also && ` · ${also}`}`,
    meaningWords(at, when),
    whole && first !== undefined && last !== undefined && weightsTable(whole.parts, whole.axis, first, last),
  );
}

/** The moment with its unit; a bare number takes it from the other end of its fade. */
function resolved(analysis: Analysis, moment: ast.MomentExpr, when: ast.When | undefined): Moment | undefined {
  const other =
    when?.kind === "fade" ? [when.from, when.to].find((end) => end.kind === "moment" && end !== moment) : undefined;
  const unit = other && momentInText(other, undefined, analysis)?.unit;
  return momentInText(moment, unit, analysis);
}

const named = ({ unit, value }: Moment): string =>
  unit === "percent" ? `${shortNumber(value)}% of the training` : `${unit} ${value}`;

/** The same moment in other units, as far as the host said how long things last. */
function alike(at: Moment, timing: Timing): string {
  const epoch = epochsOf(at, timing);
  if (epoch === undefined) return "";
  const { epochs, stepsPerEpoch } = timing;
  return [
    at.unit !== "epoch" && `epoch ${shortNumber(epoch)}`,
    at.unit !== "step" && stepsPerEpoch && `step ${Math.round(epoch * stepsPerEpoch)}`,
    at.unit !== "percent" && epochs && `${shortNumber((100 * epoch) / epochs)}% of the training`,
  ]
    .filter(Boolean)
    .join(" · ");
}

function epochsOf(at: Moment, timing: Timing): number | undefined {
  try {
    return inEpochs(at, timing);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function meaningWords({ unit, value }: Moment, when: ast.When | undefined): string {
  const after =
    unit === "epoch"
      ? `after ${value} whole ${value === 1 ? "epoch" : "epochs"}`
      : unit === "step"
        ? `after ${value} steps`
        : "";
  if (when?.kind === "switch")
    return `The next phase takes over${after && ` ${after}`}; epochs and steps count from 0.`;
  if (when?.kind === "fade") return "The phase before fades out while the next one fades in.";
  return "";
}

function onto(axis: TimeAxis, at: Moment, timing: Timing): number | undefined {
  return axis.unit === at.unit || at.value === 0 ? at.value : axis.unit === "epoch" ? epochsOf(at, timing) : undefined;
}

/** The weights at the edges of a change, term by term; terms that weigh nothing at all of them are left out. */
function weightsTable(
  parts: readonly { term: { label: string }; curve: WeightCurve }[],
  axis: TimeAxis,
  first: number,
  last: number,
): string | undefined {
  const before = Math.max(0, first - axis.end * 1e-7);
  const columns: readonly (readonly [string, number])[] =
    first === last
      ? [...(first > 0 ? [["before", before] as const] : []), [`from ${timeOnAxis(axis, first)}`, first]]
      : [
          [first > 0 ? `until ${timeOnAxis(axis, first)}` : timeOnAxis(axis, 0), before],
          [`${timeOnAxis(axis, (first + last) / 2)}`, (first + last) / 2],
          [`from ${timeOnAxis(axis, last)}`, last],
        ];
  const rows = parts.flatMap(({ term, curve }) => {
    const values = columns.map(([, at]) => curve(at));
    return values.every((value) => value === 0)
      ? []
      : [[code(term.label), ...values.map((value) => (value === 0 ? "—" : shortNumber(value)))]];
  });
  if (rows.length === 0) return undefined;
  const shown = rows.slice(0, 10);
  const more = rows.length - shown.length;
  return paragraphs(
    numberTable([["weight of", ...columns.map(([name]) => name)], ...shown]),
    more > 0 && `*and ${more} more terms*`,
  );
}
