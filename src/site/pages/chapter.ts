import type { LossDescription } from "../../describe/loss.js";
import type { RecipeDescription } from "../../describe/recipe.js";
import { type BookChapter, chapterComparison } from "../../docs/book.js";
import { markdownTable } from "../../docs/markdown.js";
import { codeBlock, renderMarkdown, type SiteLinks } from "../markup/markdown.js";
import type { SitePage } from "../page-layout.js";
import type { LossPicture } from "./loss.js";

export const chapterPath = (name: string): string => `chapters/${name}.html`;
export const recipePath = (name: string): string => `${chapterPath("recipes")}#${name}`;

/** A chapter: what its losses have in common, a table that compares them, and a picture of each. */
export function chapterPage(
  chapter: BookChapter,
  pictures: ReadonlyMap<string, LossPicture>,
  links: SiteLinks,
): SitePage {
  const losses = chapter.pages.filter((page) => page.kind === "loss");
  const recipes = chapter.pages.filter((page) => page.kind === "recipe");
  const text = renderMarkdown(
    [
      `# ${chapter.title}`,
      chapter.introduction,
      ...chapter.sections.flatMap(({ title, text: said, table, programs }) => [
        `## ${title}`,
        said,
        ...(table ? [markdownTable(table.map(([first, ...rest], i) => [i ? `\`${first}\`` : first!, ...rest]))] : []),
        ...(programs ?? []).flatMap(([source, purpose]) => [`${purpose}:`, `\`\`\`loss\n${source}\n\`\`\``]),
      ]),
      ...(chapter.pages.length ? ["## Side by side", sideBySide(chapter)] : []),
    ].join("\n\n"),
    links,
  );
  return {
    path: chapterPath(chapter.name),
    title: chapter.title,
    summary: chapter.introduction,
    kind: "chapter",
    html: [
      text.html,
      ...(losses.length ? [gallery(losses, pictures, links)] : []),
      ...recipes.map((recipe) => recipeHtml(recipe, links)),
    ].join("\n"),
    headings: [...text.headings, ...recipes.map(({ name }) => ({ level: 3, title: name, id: name }))],
  };
}

function sideBySide(chapter: BookChapter): string {
  const [head, ...rows] = chapterComparison(chapter);
  return markdownTable([head!, ...rows.map(([name, ...rest]) => [`\`${name}\``, ...rest])]);
}

const gallery = (losses: readonly LossDescription[], pictures: ReadonlyMap<string, LossPicture>, links: SiteLinks) =>
  `<ul class="gallery">${losses
    .map(
      ({ name, summary }) =>
        `<li><a href="${links.loss(name)}"><img src="../pictures/${name}.svg" alt="" loading="lazy" width="408" height="192"><code>${name}</code></a><p>${renderMarkdown(summary, links).html.replace(/<\/?p>/g, "")}</p></li>`,
    )
    .filter((_, i) => pictures.has(losses[i]!.name))
    .join("")}</ul>`;

const recipeHtml = ({ name, doc, source }: RecipeDescription, links: SiteLinks) =>
  `<h3 id="${name}"><code>${name}</code></h3>${renderMarkdown(doc, links).html}${codeBlock(source, "loss", links)}`;
