import MarkdownIt from "markdown-it";
import { escaped } from "../../docs/markup.js";
import { highlighted } from "./highlight.js";

/** A heading of a page, for its table of contents and the search. */
export interface Heading {
  readonly level: number;
  readonly title: string;
  readonly id: string;
}

export interface RenderedMarkdown {
  readonly html: string;
  readonly headings: readonly Heading[];
}

/** Resolves the name of a loss, or a link to a file of the repository, to a path relative to the page that is rendered. */
export interface SiteLinks {
  readonly loss: (name: string) => string | undefined;
  readonly page: (href: string) => string;
}

/** Renders Markdown: headings get anchors, programs are highlighted, tables scroll on narrow screens. */
export function renderMarkdown(markdown: string, links: SiteLinks): RenderedMarkdown {
  const md = new MarkdownIt({ html: false, linkify: false });
  const headings: Heading[] = [];
  const met = new Map<string, number>();

  md.renderer.rules.heading_open = (tokens, i) => {
    const { tag } = tokens[i]!;
    const inline = tokens[i + 1]!;
    const title = plain(inline.content);
    const base = slug(title);
    const count = met.get(base) ?? 0;
    met.set(base, count + 1);
    const id = count ? `${base}-${count}` : base;
    headings.push({ level: Number(tag.slice(1)), title, id });
    return `<${tag} id="${id}">`;
  };
  md.renderer.rules.heading_close = (tokens, i) => {
    const { id, title } = headings.at(-1)!;
    return `<a class="anchor" href="#${id}" aria-label="A link to ${escaped(title)}">#</a></${tokens[i]!.tag}>\n`;
  };
  md.renderer.rules.fence = (tokens, i) => {
    const { info, content } = tokens[i]!;
    return codeBlock(content.trimEnd(), info, links);
  };
  md.renderer.rules.code_inline = (tokens, i) => {
    const { content } = tokens[i]!;
    const href = /^[a-z][a-z0-9_]*$/.test(content) ? links.loss(content) : undefined;
    const code = `<code>${escaped(content)}</code>`;
    return href === undefined ? code : `<a href="${href}">${code}</a>`;
  };
  md.renderer.rules.table_open = () => '<div class="table" tabindex="0" role="group" aria-label="Table"><table>\n';
  md.renderer.rules.table_close = () => "</table></div>\n";
  md.renderer.rules.link_open = (tokens, i, options, _env, self) => {
    const href = String(tokens[i]!.attrGet("href") ?? "");
    tokens[i]!.attrSet("href", links.page(href));
    return self.renderToken(tokens, i, options);
  };
  return { html: md.render(withoutMarks(markdown)), headings };
}

/** Markdown without the marks between which a page is generated. */
const withoutMarks = (markdown: string): string => markdown.replace(/^<!-- .* -->$/gm, "");

/** The part of a URL that names a heading: `## Sums and means` is at `#sums-and-means`. */
const slug = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[`'’]/g, "")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");

/** One line or paragraph without headings, such as a summary. */
export const inline = (markdown: string, links: SiteLinks): string => {
  const { html } = renderMarkdown(markdown, links);
  return html.replace(/^<p>|<\/p>\n?$/g, "");
};

const plain = (markdown: string) => markdown.replace(/[`*]/g, "").replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");

/** A block of code with a copy button, and with the diagnostic that it shows, if any. */
export function codeBlock(text: string, info: string, links: SiteLinks): string {
  const [language = "", ...rest] = info.split(/\s+/);
  const mistake = /error=(L\d+)/.exec(rest.join(" "))?.[1];
  const code = language === "loss" ? highlighted(text, links.loss) : escaped(text);
  const note = mistake
    ? `<a class="mistake" href="${links.page(`diagnostics.html#${mistake.toLowerCase()}`)}">error ${mistake}</a>`
    : "";
  return `<div class="code${mistake ? " wrong" : ""}" data-language="${escaped(language)}"><pre tabindex="0"><code>${code}</code></pre>${note}<button type="button" class="copy" aria-label="Copy">Copy</button></div>\n`;
}
