import { type BookChapter, chapterComparison } from "../book.js";
import { examples, listing, pageTerminal, prose, type Terminal, tabled } from "./page.js";
import { displayWidth, wrap } from "./wrap.js";

export function chapterTerminal(chapter: BookChapter, look: Terminal): string {
  const { colors, width } = look;
  const title = `${chapter.number}  ${chapter.title}`;
  return [
    `${colors.bold(title)}\n${colors.dim("═".repeat(displayWidth(title)))}`,
    prose(chapter.introduction, width),
    ...chapter.sections.map(({ title, text, table, programs }) =>
      [
        `${colors.bold(title)}\n${prose(text, width, "  ")}`,
        ...(table ? [tabled(table, look)] : []),
        ...(programs ? [examples(programs, look)] : []),
      ].join("\n\n"),
    ),
    ...(chapter.pages.length ? [`${colors.bold("Side by side")}\n${tabled(chapterComparison(chapter), look)}`] : []),
    ...chapter.pages.map((page) => `${colors.dim("─".repeat(Math.min(width, 96)))}\n\n${pageTerminal(page, look)}`),
  ].join("\n\n");
}

export const bookTerminal = (book: readonly BookChapter[], look: Terminal): string =>
  book.map((chapter) => chapterTerminal(chapter, look)).join("\n\n\n");

export function contentsTerminal(book: readonly BookChapter[], { colors, width }: Terminal): string {
  // One width for all chapters, so that the names line up.
  const longest = Math.max(...book.flatMap((chapter) => chapter.pages.map((page) => page.name.length)));
  return [
    ...book.map((chapter) => {
      const title = `${colors.bold(`${chapter.number}  ${chapter.title}`)}  ${colors.dim(chapter.name)}`;
      const rows = chapter.pages.map((page) => [page.name.padEnd(longest), page.summary] as const);
      const parts = wrap(chapter.sections.map((section) => section.title).join(" · "), Math.min(width, 110), "  ");
      return `${title}\n${rows.length ? listing(rows, width, colors) : parts}`;
    }),
    colors.dim(
      "`losslang docs NAME` shows one of them, `losslang docs regions` a chapter, `losslang docs --all` everything.",
    ),
  ].join("\n\n");
}
