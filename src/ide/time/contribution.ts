import { inspect } from "../../check/check.js";
import type { ProgramTerm } from "../../program/program.js";
import type { Span } from "../../text.js";
import type { Analysis } from "../analysis.js";
import { type TimeAxis, timeAxisOf, type WeightCurve, waitsForMetric, weightCurves } from "./weight-curve.js";

/** What one expression adds to the program: for each term it touches, its part of the weight over time. */
export interface Contribution {
  readonly axis: TimeAxis;
  readonly parts: readonly { readonly term: ProgramTerm; readonly curve: WeightCurve }[];
  /** A phase waits for a metric, so that later phases are on no axis. */
  readonly waits: boolean;
}

/**
 * The part of the program that an expression of the main file accounts for: programs are linear in each of their losses, so it is the difference to
 * the same program in which that expression weighs nothing. Exact inside definitions, fades and selections alike.
 */
export function contributionOf(analysis: Analysis, { start, end, file }: Span): Contribution | undefined {
  const { source, draft, options } = analysis;
  const axis = draft && timeAxisOf(draft);
  if (!draft || !axis || file !== source.file) return undefined;
  const { text } = source;
  const without = `${text.slice(0, start)}(0*(${text.slice(start, end)}))${text.slice(end)}`;
  const rest = inspect({ file, text: without }, options).draft;
  if (!rest) return undefined;
  const others = new Map(rest.terms.map((term, i) => [identity(term), i]));
  const [whole, less] = [weightCurves(draft, axis), weightCurves(rest, axis)];
  const parts = draft.terms.flatMap((term, i) => {
    const other = others.get(identity(term));
    const remains = other === undefined ? () => 0 : less[other]!;
    const curve: WeightCurve = (at) => tidy(whole[i]!(at) - remains(at));
    return differs(curve, axis) ? [{ term, curve }] : [];
  });
  return { axis, parts, waits: waitsForMetric(draft) };
}

const tidy = (x: number): number => (Math.abs(x) < 1e-12 ? 0 : x);

const identity = ({ loss, params, classes, head, mask }: ProgramTerm): string =>
  JSON.stringify([loss, params, classes ?? null, head ?? null, mask ?? null]);

/** Whether a curve is anything but 0, looked at where it can change and between. */
function differs(curve: WeightCurve, { changes, end }: TimeAxis): boolean {
  const edges = [0, ...changes, end];
  return edges.some((at, i) => curve(at) !== 0 || (i > 0 && curve((edges[i - 1]! + at) / 2) !== 0));
}

/** The whole program in the same form. */
export function programContribution({ draft }: Analysis): Contribution | undefined {
  const axis = draft && timeAxisOf(draft);
  if (!axis) return undefined;
  const curves = weightCurves(draft, axis);
  return { axis, parts: draft.terms.map((term, i) => ({ term, curve: curves[i]! })), waits: waitsForMetric(draft) };
}
