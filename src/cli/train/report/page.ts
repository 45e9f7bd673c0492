import { escaped } from "../../../docs/markup.js";
import type { Program } from "../../../program/program.js";
import type { Evaluation } from "../../../train/evaluate.js";
import type { Example } from "../../../train/examples.js";
import type { Training } from "../../../train/loop.js";
import { chartsOf } from "./charts.js";
import { dataUri, duration, formatNumber, formatScore } from "./markup.js";
import { momentText, phaseText } from "./phases.js";
import { marks, picturesOf } from "./pictures.js";
import { reportStyle } from "./style.js";

/** The content of a report. */
export interface ReportContent {
  /** The file of the specification, or its text. */
  readonly title: string;
  readonly text: string;
  readonly program: Program;
  readonly training: Training;
  readonly examples: readonly Example[];
  /** The picture of weights over training, as SVG. */
  readonly timeline: string;
  readonly stepsPerEpoch: number;
  /** The settings of the training: name and value. */
  readonly settings: readonly (readonly [name: string, value: string])[];
  /** Why training stopped early, if it did. */
  readonly notice?: string;
}

/** A report as one HTML file that needs nothing else: no network, no script. */
export function reportHtml(content: ReportContent): string {
  const { title, text, training, settings, notice } = content;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Training with ${escaped(title)}</title>
<style>${reportStyle}</style>
</head>
<body>
<main>
<h1>Training with <code style="font-size:inherit">${escaped(title)}</code></h1>
<p class="lead">${lead(training)}</p>
${notice ? `<p class="notice">${escaped(notice)}</p>` : ""}
${results(training)}
<h2>The loss</h2>
<pre><code>${escaped(text.trimEnd())}</code></pre>
<h2>Its phases</h2>
${phases(content.program)}
<div class="scroll"><img src="${dataUri("image/svg+xml", new TextEncoder().encode(content.timeline))}" alt="${escaped(`Weight of each term over training. ${content.program.phases.map((p) => phaseText(p, content.program)).join("; ")}`)}"></div>
<h2>Curves</h2>
<p>A dashed vertical line marks the beginning of a phase. Epoch 0 is the untrained network. The network is not trained on held-out images.</p>
<div class="charts">${chartsOf(content).join("\n")}</div>
<h2>Held-out images</h2>
${examples(content)}
<h2>Every epoch</h2>
${epochs(content)}
<h2>Settings</h2>
<div class="scroll"><table class="settings"><tbody>
${settings.map(([name, value]) => `<tr><th scope="row">${escaped(name)}</th><td>${escaped(value)}</td></tr>`).join("\n")}
</tbody></table></div>
<footer>Written by losslang. This file is self-contained: it loads nothing.</footer>
</main>
</body>
</html>
`;
}

const lead = ({ epochs, values }: Training) => {
  const spent = epochs.reduce((sum, e) => sum + e.milliseconds.training + e.milliseconds.evaluation, 0);
  return `${epochs.length} epoch${epochs.length === 1 ? "" : "s"}, ${values.length} steps, ${duration(spent)}. Figures are means over held-out images.`;
};

const scoreRows = [
  ["Dice", "overlap of the masks, 1 is best", ({ scores }: Evaluation) => formatScore(scores.dice)],
  ["clDice", "overlap of the skeletons, 1 is best", ({ scores }: Evaluation) => formatScore(scores.clDice)],
  [
    "Betti error",
    "components and holes too many or too few, 0 is best",
    ({ scores }: Evaluation) => formatScore(scores.bettiError, 2),
  ],
  ["Reference loss", "with the weights of the end of training", ({ reference }: Evaluation) => formatScore(reference)],
] as const;

function results({ before, epochs }: Training): string {
  const after = epochs.at(-1)?.heldOut ?? before;
  const cells = scoreRows.map(
    ([name, meaning, of]) =>
      `<div title="${meaning}"><dt>${name}</dt><dd>${of(after)}</dd><dd>before training ${of(before)}</dd></div>`,
  );
  return `<dl class="results">${cells.join("\n")}</dl>`;
}

const phases = (program: Program) =>
  `<div class="scroll"><table class="phases"><tbody>${program.phases
    .map(
      (phase) =>
        `<tr><th scope="row">${escaped(momentText(phase))}</th><td><code>${escaped(phaseText(phase, program))}</code></td></tr>`,
    )
    .join("")}</tbody></table></div><br>`;

const css = (color: readonly number[]) => `rgb(${color.map((x) => Math.round(255 * x)).join(" ")})`;
const patch = (color: readonly number[], name: string) =>
  `<li class="patch" style="--color:${css(color)}"><i></i>${name}</li>`;

function examples({ examples, training }: ReportContent): string {
  if (!examples.length) return "<p>There are no pictures, because training did not finish.</p>";
  const count = training.before.images.length;
  return `<p>${examples.length === count ? `All ${count}` : `${examples.length} of ${count}, evenly spread`} from the best Dice to the worst. The gradient is that of the loss with respect to the network's output, with the term weights of the last epoch; colours show its square root.</p>
<ul class="legend">${patch(marks.found, "correct")}${patch(marks.extra, "false positive")}${patch(marks.missed, "missed")}${patch([0.4, 0.65, 0.95], "the loss raises the output")}${patch([0.95, 0.55, 0.25], "the loss lowers the output")}</ul>
${examples.map(example).join("\n")}`;
}

function example(shown: Example): string {
  const { case: item, rank, scores } = shown;
  const pictures = picturesOf(shown);
  const captions = {
    image: "image",
    target: "target",
    probability: "probability",
    overlay: "prediction against target",
    gradient: "gradient of the loss",
  } as const;
  const items = (Object.keys(captions) as (keyof typeof captions)[]).map(
    (key) =>
      `<li><img src="${pictures[key]}" width="${item.width}" height="${item.height}" alt="${captions[key]} of ${escaped(item.name)}">${captions[key]}</li>`,
  );
  return `<section class="example"><h3>${escaped(rank)} <small>· ${escaped(item.name)} · Dice ${formatScore(scores.dice)} · clDice ${formatScore(scores.clDice)} · Betti error ${formatNumber(scores.bettiError)}</small></h3><ul>${items.join("")}</ul></section>`;
}

function epochs({ training, program }: ReportContent): string {
  const labels = program.terms.map(({ label }) => label);
  const row = (name: string, trained: string, at: Evaluation, time: string) => {
    const terms = labels.map((label) => {
      const term = at.terms.find((t) => t.label === label);
      return `<td>${term ? `${formatNumber(term.value)} <small>×${formatNumber(term.weight)}</small>` : "–"}</td>`;
    });
    const { dice, clDice, bettiError } = at.scores;
    return `<tr><th scope="row">${name}</th><td>${trained}</td>${terms.join("")}<td>${formatScore(at.reference)}</td><td>${formatScore(dice)}</td><td>${formatScore(clDice)}</td><td>${formatScore(bettiError, 2)}</td><td>${time}</td></tr>`;
  };
  const head = ["epochs", "training loss", ...labels, "reference", "Dice", "clDice", "Betti error", "time"];
  const rows = [
    row("0", "–", training.before, "–"),
    ...training.epochs.map((e) =>
      row(
        `${e.epoch + 1}`,
        formatScore(e.value),
        e.heldOut,
        duration(e.milliseconds.training + e.milliseconds.evaluation),
      ),
    ),
  ];
  return `<div class="scroll"><table><caption class="note" style="text-align:left">Terms and scores on held-out images after each epoch; ×: a term's weight; –: a term without weight in that phase</caption><thead><tr>${head
    .map((name) => `<th scope="col">${escaped(name)}</th>`)
    .join("")}</tr></thead><tbody>${rows.join("\n")}</tbody></table></div>`;
}
