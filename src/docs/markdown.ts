import { facts, type LossDescription, parameterRows } from "../describe/loss.js";
import type { RecipeDescription } from "../describe/recipe.js";
import { type BookChapter, chapterComparison } from "./book.js";

/** A heading; a page inside a chapter stands a level or two below one by itself. */
const heading = (level: number, text: string) => `${"#".repeat(level)} ${text}`;

const program = (text: string) => `\`\`\`loss\n${text}\n\`\`\``;

export const pageMarkdown = (page: LossDescription | RecipeDescription, level = 1): string =>
  page.kind === "recipe" ? recipeMarkdown(page, level) : lossMarkdown(page, level);

const lossMarkdown = (page: LossDescription, level: number): string =>
  [
    heading(level, page.name),
    page.summary,
    `$$${page.formula.latex}$$`,
    ...(page.parameters.length ? [parameterTable(page)] : []),
    facts(page)
      .map(([name, text]) => `- **${name}**: ${text}`)
      .join("\n"),
    heading(level + 1, "When to use it"),
    page.advice,
    heading(level + 1, "At the edges"),
    page.edges,
    heading(level + 1, "Examples"),
    ...page.examples.flatMap(({ program: text, summary }) => [program(text), ...(summary ? [summary] : [])]),
    heading(level + 1, "Reference"),
    page.reference,
  ].join("\n\n");

const parameterTable = (page: LossDescription) => {
  const [head, ...rows] = parameterRows(page);
  return markdownTable([head!, ...rows.map(([name, ...rest]) => [`\`${name}\``, ...rest])]);
};

const recipeMarkdown = (page: RecipeDescription, level: number): string =>
  [heading(level, page.name), page.doc, program(page.source)].filter(Boolean).join("\n\n");

export const chapterMarkdown = (chapter: BookChapter, level = 1): string =>
  [
    heading(level, `${chapter.number}. ${chapter.title}`),
    chapter.introduction,
    ...chapter.sections.flatMap(({ title, text, table, programs }) => [
      heading(level + 1, title),
      text,
      ...(table ? [markdownTable(table.map(([first, ...rest], i) => [i ? `\`${first}\`` : first!, ...rest]))] : []),
      ...(programs ?? []).flatMap(([source, purpose]) => [`${purpose}:`, program(source)]),
    ]),
    ...(chapter.pages.length ? [heading(level + 1, "Side by side"), comparisonMarkdown(chapter)] : []),
    ...chapter.pages.map((page) => pageMarkdown(page, level + 1)),
  ].join("\n\n");

const comparisonMarkdown = (chapter: BookChapter) => {
  const [head, ...rows] = chapterComparison(chapter);
  return markdownTable([head!, ...rows.map(([name, ...rest]) => [`\`${name}\``, ...rest])]);
};

export const bookMarkdown = (book: readonly BookChapter[]): string =>
  [heading(1, "The standard library"), ...book.map((chapter) => chapterMarkdown(chapter, 2))].join("\n\n");

export const contentsMarkdown = (book: readonly BookChapter[]): string =>
  [
    heading(1, "The standard library"),
    ...book.flatMap((chapter) => [
      heading(2, `${chapter.number}. ${chapter.title}`),
      (chapter.pages.length
        ? chapter.pages.map((page) => `- \`${page.name}\` — ${page.summary}`)
        : chapter.sections.map(({ title }) => `- ${title}`)
      ).join("\n"),
    ]),
  ].join("\n\n");

/** A table in Markdown; the first row holds the titles of the columns. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ");
  const row = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
  const [head, ...rest] = rows;
  return [row(head!), row(head!.map(() => "---")), ...rest.map(row)].join("\n");
}
