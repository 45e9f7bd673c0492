import type { Training } from "../../../train/loop.js";
import { type Chart, chart, type Line } from "./chart.js";
import type { ReportContent } from "./page.js";

/** The curves of a training: loss, terms, overlap, topology. */
export function chartsOf({ training, program, stepsPerEpoch }: ReportContent): string[] {
  const end = Math.max(1, training.epochs.length);
  const begins = training.epochs.flatMap(({ epoch, phase }, i) =>
    i > 0 && phase !== training.epochs[i - 1]!.phase ? [epoch] : [],
  );
  const shared = { end, milestones: begins };
  const points = [training.before, ...training.epochs.map(({ heldOut }) => heldOut)];
  const at = points.map((_, i) => i);
  const line = (name: string, color: number, y: readonly number[], style?: Line["style"]): Line => ({
    name,
    color,
    x: at,
    y,
    ...(style && { style }),
  });
  const smooth = smoothed(training, stepsPerEpoch);
  const charts: Chart[] = [
    {
      ...shared,
      title: "Loss",
      note: "The reference loss uses the weights of the end of training, so its values can be compared while weights change.",
      lines: [
        { name: "training batches", color: 0, ...smooth, style: "faint" },
        line(
          "held out, current weights",
          0,
          points.map((p) => p.value),
          "dashed",
        ),
        line(
          "held out, reference",
          1,
          points.map((p) => p.reference),
        ),
      ],
    },
    ...bySize(
      program.terms.map(({ label }, i) =>
        line(
          label,
          i % 8,
          points.map((p) => p.terms.find((t) => t.label === label)?.value ?? Number.NaN),
        ),
      ),
    ).map(({ title, lines }) => ({
      ...shared,
      title,
      note: "Unweighted values on held-out images, while the terms have weight.",
      lines,
    })),
    {
      ...shared,
      title: "Overlap",
      note: "Dice of the masks, clDice of their skeletons; 1 is best.",
      top: 1,
      lines: [
        line(
          "Dice",
          0,
          points.map((p) => p.scores.dice ?? Number.NaN),
        ),
        line(
          "clDice",
          2,
          points.map((p) => p.scores.clDice ?? Number.NaN),
        ),
      ],
    },
    {
      ...shared,
      title: "Betti error",
      note: errorNote(training),
      lines: [line("Betti error", 3, cutOff(points.map((p) => p.scores.bettiError ?? Number.NaN)))],
    },
  ];
  return charts.map(chart);
}

/** Groups terms by magnitude: in one chart with a distance or a count, a curve between 0 and 1 would look flat. */
function bySize(lines: readonly Line[]): { title: string; lines: Line[] }[] {
  const isSmall = ({ y }: Line) => y.every((v) => !(Math.abs(v) > 5));
  const [small, large] = [lines.filter(isSmall), lines.filter((l) => !isSmall(l))];
  if (!small.length || !large.length) return [{ title: "Terms", lines: [...lines] }];
  return [
    { title: "Terms", lines: small },
    { title: "Larger terms", lines: large },
  ];
}

/** Before the first step noise has hundreds of pieces, beside which all later values would be one flat line. */
const cutOff = (errors: readonly number[]) => {
  const later = Math.max(0, ...errors.slice(1).filter(Number.isFinite));
  return errors.map((e, i) => (i === 0 && later > 0 && e > 2 * later ? Number.NaN : e));
};

function errorNote({ before, epochs }: Training): string {
  const errors = [before, ...epochs.map((e) => e.heldOut)].map(({ scores }) => scores.bettiError ?? Number.NaN);
  const start =
    Number.isNaN(cutOff(errors)[0]!) && !Number.isNaN(errors[0]!)
      ? ` Before training it was ${errors[0]!.toFixed(1)}, off the chart.`
      : "";
  return `Components and holes too many or too few, per image; 0 is best.${start}`;
}

/** Values of steps as means over so many neighbours that a page can show them. */
function smoothed({ values }: Training, stepsPerEpoch: number): { x: number[]; y: number[] } {
  const width = Math.max(1, Math.round(values.length / 150));
  const [x, y]: [number[], number[]] = [[], []];
  for (let i = 0; i < values.length; i += width) {
    const part = values.slice(i, i + width);
    x.push((i + part.length / 2) / stepsPerEpoch);
    y.push(part.reduce((sum, v) => sum + v, 0) / part.length);
  }
  return { x, y };
}
