import { catalog } from "../../diagnostics/catalog/index.js";
import { escaped } from "../../docs/markup.js";
import { codeBlock, renderMarkdown, type SiteLinks } from "../markup/markdown.js";
import type { SitePage } from "../page-layout.js";

const groups: Readonly<Record<string, string>> = {
  1: "Syntax",
  2: "Names",
  3: "Types",
  4: "Time",
  5: "Running",
};

/** Every diagnostic, by its permanent code. */
export function diagnosticsPage(links: SiteLinks): SitePage {
  const entries = Object.values(catalog).toSorted((a, b) => a.code.localeCompare(b.code));
  const headings = Object.entries(groups).map(([digit, title]) => ({ level: 2, title, id: `group-${digit}` }));
  const parts = headings.map(({ title, id }) => {
    const own = entries.filter(({ code }) => code[1] === id.at(-1));
    return `<h2 id="${id}">${title}</h2>${own.map((e) => entryHtml(e, links)).join("\n")}`;
  });
  return {
    path: "diagnostics.html",
    title: "Diagnostics",
    summary:
      "Every diagnostic of the checker with its code: what it means, a program that causes it, and the corrected program.",
    kind: "reference",
    html: [
      "<h1>Diagnostics</h1>",
      '<p class="lead">Codes are permanent. <code>losslang explain L310</code> shows the same text on the command line, and editors show it with the diagnostic.</p>',
      ...parts,
    ].join("\n"),
    headings,
  };
}

type Entry = (typeof catalog)[keyof typeof catalog];

function entryHtml({ code, severity, title, explanation, ...entry }: Entry, links: SiteLinks): string {
  const example = "example" in entry ? entry.example : undefined;
  const shown = example
    ? `<div class="pair"><div><p class="label">Wrong</p>${codeBlock(example.wrong, "loss", links)}</div><div><p class="label">Right</p>${codeBlock(example.right, "loss", links)}</div></div>`
    : "";
  return `<section class="entry" id="${code.toLowerCase()}"><h3><a href="#${code.toLowerCase()}"><code>${code}</code></a> ${escaped(sentenceCase(title))} <span class="severity ${severity}">${severity}</span></h3>${renderMarkdown(explanation, links).html}${shown}</section>`;
}

const sentenceCase = (title: string) => title.charAt(0) + title.slice(1).toLowerCase();
