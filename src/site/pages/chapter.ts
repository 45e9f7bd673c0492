import { type BookChapter, comparison } from "../../docs/book.js";
import type { Page } from "../../docs/page.js";
import type { RecipePage } from "../../docs/recipes.js";
import { markdownTable } from "../../docs/table.js";
import { codeBlock, type Links, rendered } from "../markdown.js";
import type { SitePage } from "../shell.js";
import type { Shown } from "./loss.js";

export const chapterPath = (name: string): string => `chapters/${name}.html`;
export const recipePath = (name: string): string => `${chapterPath("recipes")}#${name}`;

/** A chapter: what its losses share, then the losses side by side, each with its picture. */
export function chapterPage(chapter: BookChapter, pictures: ReadonlyMap<string, Shown>, links: Links): SitePage {
  const losses = chapter.pages.filter((page) => page.kind === "loss");
  const recipes = chapter.pages.filter((page) => page.kind === "recipe");
  const text = rendered(
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
  const [head, ...rows] = comparison(chapter);
  return markdownTable([head!, ...rows.map(([name, ...rest]) => [`\`${name}\``, ...rest])]);
}

const gallery = (losses: readonly Page[], pictures: ReadonlyMap<string, Shown>, links: Links) =>
  `<ul class="gallery">${losses
    .map(
      ({ name, summary }) =>
        `<li><a href="${links.loss(name)}"><img src="../pictures/${name}.svg" alt="" loading="lazy" width="408" height="192"><code>${name}</code></a><p>${rendered(summary, links).html.replace(/<\/?p>/g, "")}</p></li>`,
    )
    .filter((_, i) => pictures.has(losses[i]!.name))
    .join("")}</ul>`;

const recipeHtml = ({ name, doc, source }: RecipePage, links: Links) =>
  `<h3 id="${name}"><code>${name}</code></h3>${rendered(doc, links).html}${codeBlock(source, "loss", links)}`;
