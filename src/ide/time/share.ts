import { inspect } from "../../check/check.js";
import type { Program, ProgramTerm } from "../../program/program.js";
import type { Span } from "../../text.js";
import type { Analysis } from "../analysis.js";
import { type Axis, axisOf, type Course, coursesOf } from "./course.js";

/** What one expression adds to the program: for each term it touches, its part of the weight over time. */
export interface Share {
  readonly axis: Axis;
  readonly parts: readonly { readonly term: ProgramTerm; readonly course: Course }[];
  /** A phase waits for a metric, so that later phases are on no axis. */
  readonly waits: boolean;
}

/**
 * The part of the program that an expression of the main file accounts for: programs are linear in each of their losses, so it is the difference to
 * the same program in which that expression weighs nothing. Exact inside definitions, fades and selections alike.
 */
export function shareOf(analysis: Analysis, { start, end, file }: Span): Share | undefined {
  const { source, draft, options } = analysis;
  const axis = draft && axisOf(draft);
  if (!draft || !axis || file !== source.file) return undefined;
  const { text } = source;
  const without = `${text.slice(0, start)}(0*(${text.slice(start, end)}))${text.slice(end)}`;
  const rest = inspect({ file, text: without }, options).draft;
  if (!rest) return undefined;
  const others = new Map(rest.terms.map((term, i) => [identity(term), i]));
  const [whole, less] = [coursesOf(draft, axis), coursesOf(rest, axis)];
  const parts = draft.terms.flatMap((term, i) => {
    const other = others.get(identity(term));
    const remains = other === undefined ? () => 0 : less[other]!;
    const course: Course = (at) => tidy(whole[i]!(at) - remains(at));
    return differs(course, axis) ? [{ term, course }] : [];
  });
  return { axis, parts, waits: waitsFor(draft) };
}

const waitsFor = ({ phases }: Program): boolean => phases.some(({ from }) => "trigger" in from);

const tidy = (x: number): number => (Math.abs(x) < 1e-12 ? 0 : x);

const identity = ({ loss, params, classes, head, mask }: ProgramTerm): string =>
  JSON.stringify([loss, params, classes ?? null, head ?? null, mask ?? null]);

/** Whether a course is anything but 0, looked at where it can change and between. */
function differs(course: Course, { changes, end }: Axis): boolean {
  const edges = [0, ...changes, end];
  return edges.some((at, i) => course(at) !== 0 || (i > 0 && course((edges[i - 1]! + at) / 2) !== 0));
}

/** The whole program in the same form. */
export function wholeOf({ draft }: Analysis): Share | undefined {
  const axis = draft && axisOf(draft);
  if (!axis) return undefined;
  const courses = coursesOf(draft, axis);
  return { axis, parts: draft.terms.map((term, i) => ({ term, course: courses[i]! })), waits: waitsFor(draft) };
}
