import MiniSearch from "minisearch";
import type { SitePage } from "./page-layout.js";

/** Fields and options of the search index; the browser loads the index with the same options. */
export const searching = {
  fields: ["title", "heading", "summary", "text"],
  storeFields: ["title", "heading", "summary", "url", "kind"],
  searchOptions: { boost: { title: 8, heading: 3, summary: 2 }, prefix: true, fuzzy: 0.2 },
};

/** The search index as a script, with one entry for each page and each of its sections: pages opened from disk cannot use fetch. */
export function searchIndex(pages: readonly SitePage[]): string {
  const index = new MiniSearch(searching);
  index.addAll(pages.flatMap(searchEntries).map((entry, id) => ({ id, ...entry })));
  return `window.losslangSearch = ${JSON.stringify({ options: searching, index })};\n`;
}

/** Splits a page at its second-level headings, so that a search result links to the right section. */
export function searchEntries({ path, title, summary, kind, html, headings }: SitePage) {
  const cuts = headings.filter(({ level }) => level === 2).map(({ id, title: heading }) => ({ id, heading }));
  const at = cuts.map(({ id }) => html.indexOf(`<h2 id="${id}"`));
  const part = (from: number, to: number | undefined) => textOf(html.slice(from, to));
  const first = { title, heading: "", summary, url: path, kind, text: part(0, at[0]) };
  return [
    first,
    ...cuts.map(({ id, heading }, i) => ({
      title,
      heading,
      summary: "",
      url: `${path}#${id}`,
      kind,
      text: part(at[i]!, at[i + 1]),
    })),
  ];
}

/** The text of a page, without tags and drawings. */
const textOf = (html: string): string =>
  html
    .replace(/<(svg|style|math|annotation)[\s\S]*?<\/\1>/g, " ")
    .replace(/<[^>]+>/g, " ")
    .replace(/&(?:amp|lt|gt|quot|#\w+);/g, " ")
    .replace(/\s+/g, " ")
    .trim();
