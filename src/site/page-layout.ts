import { escaped } from "../docs/markup.js";
import type { Heading } from "./markup/markdown.js";

/** A page of the site, without the layout around it. */
export interface SitePage {
  /** Path from the root of the site: `losses/dice.html`. */
  readonly path: string;
  readonly title: string;
  /** One sentence, for search and for those who link to it. */
  readonly summary: string;
  /** Kind of page, shown with its title in the search: `loss`, `guide`. */
  readonly kind: string;
  readonly html: string;
  readonly headings: readonly Heading[];
}

/** A part of the navigation: its pages in the order they are read. */
export interface NavigationSection {
  readonly title: string;
  readonly entries: readonly { readonly title: string; readonly path: string; readonly code?: boolean }[];
}

/** The relative path from a page to the root of the site. */
export const toRoot = (path: string): string => "../".repeat(path.split("/").length - 1);

/** What all pages have in common. */
export interface PageLayoutOptions {
  readonly version: string;
  readonly sections: readonly NavigationSection[];
  /** Whether the playground lies in a folder of its own beside the pages. */
  readonly playground: boolean;
}

/** The layout around every page: navigation, table of contents, links to the previous and next page. */
export function pageLayout(page: SitePage, { version, sections, playground }: PageLayoutOptions): string {
  const root = toRoot(page.path);
  const inner = page.headings.filter(({ level }) => level === 2 || level === 3);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(page.title === "losslang" ? "losslang" : `${page.title} · losslang`)}</title>
<meta name="description" content="${escaped(page.summary)}">
<link rel="icon" href="${root}assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${root}assets/katex/katex.min.css">
<link rel="stylesheet" href="${root}assets/style.css">
<script src="${root}assets/theme.js"></script>
</head>
<body data-root="${root}">
<a class="skip" href="#content">To the content</a>
<header>
<button type="button" id="menu" aria-expanded="false" aria-controls="navigation" aria-label="Contents">☰</button>
<a class="brand" href="${root}index.html"><img src="${root}assets/icon.svg" alt="" width="26" height="26">losslang</a>
<div class="search"><input id="search" type="search" placeholder="Search losses, guides, diagnostics" aria-label="Search" role="combobox" aria-expanded="false" aria-controls="found" aria-autocomplete="list" autocomplete="off"><kbd>/</kbd><ul id="found" role="listbox" aria-label="Found" hidden></ul></div>
${playground ? `<a class="try" href="${root}playground/index.html">Playground</a>` : ""}
<button type="button" id="theme" aria-label="Dark or light"><span aria-hidden="true">◐</span></button>
</header>
<div class="columns">
<nav id="navigation" aria-label="Contents">
${sections.map((section) => sectionHtml(section, page.path, root)).join("\n")}
<p class="version">losslang ${escaped(version)}</p>
</nav>
<main id="content">
<article>
${page.html}
</article>
${neighbours(page.path, sections, root)}
</main>
${inner.length > 1 ? `<aside aria-label="On this page"><h2>On this page</h2><ul>${inner.map(({ level, title, id }) => `<li class="l${level}"><a href="#${id}">${escaped(title)}</a></li>`).join("")}</ul></aside>` : "<aside></aside>"}
</div>
<script src="${root}assets/minisearch.js" defer></script>
<script src="${root}assets/index.js" defer></script>
<script src="${root}assets/site.js" defer></script>
</body>
</html>
`;
}

function sectionHtml({ title, entries }: NavigationSection, here: string, root: string): string {
  const open = entries.some(({ path }) => path === here) || here === "index.html";
  const items = entries.map(({ title: text, path, code }) => {
    const current = path === here ? ' aria-current="page"' : "";
    return `<li><a href="${root}${path}"${current}>${code ? `<code>${escaped(text)}</code>` : escaped(text)}</a></li>`;
  });
  return `<details${open ? " open" : ""}><summary>${escaped(title)}</summary><ul>${items.join("")}</ul></details>`;
}

function neighbours(here: string, sections: readonly NavigationSection[], root: string): string {
  const all = sections.flatMap(({ entries }) => entries);
  const at = all.findIndex(({ path }) => path === here);
  if (at < 0) return "";
  const link = (entry: (typeof all)[number] | undefined, kind: "previous" | "next") =>
    entry
      ? `<a class="${kind}" rel="${kind === "next" ? "next" : "prev"}" href="${root}${entry.path}"><span>${kind}</span>${escaped(entry.title)}</a>`
      : "<span></span>";
  return `<footer class="neighbours">${link(all[at - 1], "previous")}${link(all[at + 1], "next")}</footer>`;
}
