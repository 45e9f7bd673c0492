import { defaultEase } from "../../../grammar/words.js";
import type { TimeUnit } from "../../program/program.js";
import { inEpochs } from "../../schedule/clock.js";
import type { ast } from "../../syntax/index.js";
import type { Analysis } from "../analysis.js";
import { type ResolvedSymbol, symbolOf } from "../symbol-at.js";
import { programContribution } from "../time/contribution.js";
import { threeDigits, timeOnAxis } from "../time/sparkline.js";
import type { TimeAxis, WeightCurve } from "../time/weight-curve.js";
import { code, markdownTable, paragraphs } from "./markdown.js";

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

interface At {
  readonly unit: TimeUnit;
  readonly value: number;
}

/** The moment with its unit; a bare number takes it from the other end. */
function resolved(analysis: Analysis, moment: ast.MomentExpr, when: ast.When | undefined): At | undefined {
  const { base, offset } = moment;
  if (base.kind === "ident") {
    const meaning = symbolOf(analysis, [analysis.main.file, moment, base], analysis.main);
    if (meaning?.kind !== "param") return undefined;
    const value = analysis.valueOf({
      kind: "param",
      name: meaning.name,
      param: meaning.param,
      module: meaning.module,
      span: meaning.span,
    });
    return value.kind === "moment" ? { unit: value.value.unit, value: value.value.value + offset } : undefined;
  }
  if (base.kind !== "plain") return { unit: base.kind, value: base.value + offset };
  const other =
    when?.kind === "fade" ? [when.from, when.to].find((end) => end.kind === "moment" && end !== moment) : undefined;
  const unit = other?.kind === "moment" ? resolved(analysis, other, undefined)?.unit : undefined;
  return unit && { unit, value: base.value + offset };
}

const named = ({ unit, value }: At): string =>
  unit === "percent" ? `${threeDigits(value)}% of the training` : `${unit} ${value}`;

/** The same moment in other units, as far as the host said how long things last. */
function alike(at: At, timing: { readonly epochs?: number; readonly stepsPerEpoch?: number }): string {
  const epoch = epochsOf(at, timing);
  if (epoch === undefined) return "";
  const { epochs, stepsPerEpoch } = timing;
  return [
    at.unit !== "epoch" && `epoch ${threeDigits(epoch)}`,
    at.unit !== "step" && stepsPerEpoch && `step ${Math.round(epoch * stepsPerEpoch)}`,
    at.unit !== "percent" && epochs && `${threeDigits((100 * epoch) / epochs)}% of the training`,
  ]
    .filter(Boolean)
    .join(" · ");
}

function epochsOf(at: At, timing: { readonly epochs?: number; readonly stepsPerEpoch?: number }): number | undefined {
  try {
    return inEpochs(at, timing);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function meaningWords({ unit, value }: At, when: ast.When | undefined): string {
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

function onto(
  axis: TimeAxis,
  at: At,
  timing: { readonly epochs?: number; readonly stepsPerEpoch?: number },
): number | undefined {
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
      : [[code(term.label), ...values.map((value) => (value === 0 ? "—" : threeDigits(value)))]];
  });
  if (rows.length === 0) return undefined;
  const shown = rows.slice(0, 10);
  const more = rows.length - shown.length;
  return paragraphs(
    markdownTable([["weight of", ...columns.map(([name]) => name)], ...shown]),
    more > 0 && `*and ${more} more terms*`,
  );
}
