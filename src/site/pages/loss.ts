import { facts, type LossDescription, parameterRows } from "../../describe/loss.js";
import { escaped, threeDigits } from "../../docs/markup.js";
import { formulaHtml } from "../markup/formula.js";
import { codeBlock, inline, renderMarkdown, type SiteLinks } from "../markup/markdown.js";
import type { SitePage } from "../page-layout.js";
import type { Picture } from "../picture/draw.js";

export const lossPath = (name: string): string => `losses/${name}.html`;

/** The picture of a loss, with the value of the loss on it. */
export interface LossPicture extends Picture {
  readonly value: number;
  readonly kind: "logits" | "levels" | "vectors" | "vertices";
}

/** The page of a loss: formula, picture, parameters, and when to use it. */
export function lossPage(page: LossDescription, picture: LossPicture, links: SiteLinks): SitePage {
  const parts = [
    `<p class="kind">${page.group} loss</p>`,
    `<h1><code>${page.name}</code></h1>`,
    `<p class="lead">${inline(page.summary, links)}</p>`,
    formulaHtml(page.formula.latex),
    figure(page.name, picture),
    heading("When to use it"),
    renderMarkdown(page.advice, links).html,
    heading("Parameters"),
    `<div class="signature">${codeBlock(page.signature, "loss", links)}</div>`,
    page.parameters.length ? parameters(page, links) : "<p>None.</p>",
    heading("At a glance"),
    `<dl class="facts">${facts(page)
      .map(([name, text]) => `<dt>${inline(name, links)}</dt><dd>${inline(text, links)}</dd>`)
      .join("")}</dl>`,
    heading("At the edges"),
    renderMarkdown(page.edges, links).html,
    heading("Examples"),
    ...page.examples.map(
      ({ program, summary }) => codeBlock(program, "loss", links) + renderMarkdown(summary, links).html,
    ),
    heading("Reference"),
    `<p>${reference(page.reference)}</p>`,
  ];
  return {
    path: lossPath(page.name),
    title: page.name,
    summary: page.summary,
    kind: `${page.group} loss`,
    html: parts.join("\n"),
    headings: titles.map((title) => ({ level: 2, title, id: idOf(title) })),
  };
}

const titles = ["When to use it", "Parameters", "At a glance", "At the edges", "Examples", "Reference"];
const idOf = (title: string) => title.toLowerCase().replaceAll(" ", "-");
const heading = (title: string) => `<h2 id="${idOf(title)}">${title}</h2>`;

const captions: Readonly<Record<LossPicture["kind"], string>> = {
  logits:
    "blue where it raises the probability, orange where it lowers it. Where only few pixels change, rings mark the strongest changes.",
  levels: "blue where it moves the contour outwards, orange where it moves it inwards.",
  vectors: "an arrow for one pixel in six.",
  vertices: "an arrow for each vertex.",
};

const units: Readonly<Record<LossPicture["kind"], string>> = {
  logits: "Full colour",
  levels: "Full colour",
  vectors: "The longest arrows",
  vertices: "The longest arrows",
};

const figure = (name: string, { svg, value, full, kind }: LossPicture) => `<figure class="picture">
${svg.replaceAll(/(id|aria-labelledby)="t"/g, `$1="picture-${name}"`).replaceAll("tip", `tip-${name}`)}
<figcaption><span class="value"><code>${name}</code> = ${threeDigits(value)}</span> Left, the target (outlined) and a prediction (green). Right, how a step of gradient descent changes it:
${captions[kind]} ${units[kind]}: a gradient of ${threeDigits(full)}.</figcaption>
</figure>`;

function parameters(page: LossDescription, links: SiteLinks): string {
  const [head, ...rows] = parameterRows(page);
  const cells = (row: readonly string[]) =>
    row.map((cell, k) => `<td>${k === 0 ? `<code>${escaped(cell)}</code>` : inline(cell, links)}</td>`).join("");
  return `<div class="table" tabindex="0" role="group" aria-label="Table"><table class="parameters"><thead><tr>${head!.map((c) => `<th>${escaped(c)}</th>`).join("")}</tr></thead><tbody>${rows
    .map((row) => `<tr>${cells(row)}</tr>`)
    .join("")}</tbody></table></div>`;
}

/** A paper with its identifier as a link. */
const reference = (text: string): string =>
  escaped(text)
    .replace(/arXiv:(\d{4}\.\d{4,5})/g, '<a href="https://arxiv.org/abs/$1">arXiv:$1</a>')
    .replace(/\b(10\.\d{4,9}\/[^\s;,]*[^\s;,.])/g, '<a href="https://doi.org/$1">$1</a>');
