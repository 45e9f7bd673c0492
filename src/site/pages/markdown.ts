import { renderMarkdown, type SiteLinks } from "../markup/markdown.js";
import type { SitePage } from "../page-layout.js";

/** A page written in Markdown, whose first heading is its title and first paragraph its summary. */
export function markdownPage(path: string, kind: string, markdown: string, links: SiteLinks): SitePage {
  const { html, headings } = renderMarkdown(markdown, links);
  const title = headings.find(({ level }) => level === 1)?.title;
  if (title === undefined) throw new Error(`${path}: a page begins with a heading, \`# Title\`.`);
  const summary =
    /^#[^\n]*\n+((?:[^\n]+\n?)+)/m.exec(markdown)?.[1]?.replace(/\s+/g, " ").replace(/[`*]/g, "").trim() ?? "";
  return { path, title, summary, kind, html, headings };
}
