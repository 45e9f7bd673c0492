import { chapters } from "../../stdlib/chapters/index.js";
import { stdlib } from "../../stdlib/index.js";
import { recipes } from "../../stdlib/recipes.gen.js";
import { describeLoss } from "../describe/loss.js";
import { describeRecipes } from "../describe/recipe.js";
import { type BookChapter, bookOf } from "../docs/book.js";
import { equivalentsMarkdown } from "./equivalents/index.js";
import type { SiteLinks } from "./markup/markdown.js";
import { type NavigationSection, pageLayout, type SitePage, toRoot } from "./page-layout.js";
import { chapterPage, chapterPath, recipePath } from "./pages/chapter.js";
import { diagnosticsPage } from "./pages/diagnostics.js";
import { homePage } from "./pages/home.js";
import { type LossPicture, lossPage, lossPath } from "./pages/loss.js";
import { markdownPage } from "./pages/markdown.js";
import { searchIndex } from "./search-index.js";

/** The TextMate grammar, which the site offers for download. */
export const grammarFile = "losslang.tmLanguage.json";

/** What the site is built from, besides the declarations of the losses. */
export interface SiteContent {
  readonly version: string;
  /** Whether the site has the playground, in its folder `playground`. */
  readonly playground: boolean;
  /** Markdown by the name of its page, in reading order. */
  readonly guides: ReadonlyMap<string, string>;
  /** The reference of the language. */
  readonly grammar: string;
  readonly pictures: ReadonlyMap<string, LossPicture>;
}

/** The whole site: texts by their path from its root. */
export function siteFiles({
  version,
  playground,
  guides,
  grammar,
  pictures,
}: SiteContent): ReadonlyMap<string, string> {
  const around = { library: stdlib, recipes };
  const book = bookOf(chapters, [...stdlib.map((loss) => describeLoss(loss, around)), ...describeRecipes(around)]);
  const links = linksOf(book, guides);
  const written = [...guides].map(([name, text]) =>
    markdownPage(`guides/${name}.html`, "guide", equivalentsMarkdown(text), links("guides/x")),
  );
  const language = markdownPage("language.html", "reference", grammar, links("language.html"));
  const inBook = book.flatMap((chapter) => [
    chapterPage(chapter, pictures, links(chapterPath("x"))),
    ...chapter.pages.flatMap((page) =>
      page.kind === "loss" ? [lossPage(page, shown(pictures, page.name), links(lossPath("x")))] : [],
    ),
  ]);
  const mistakes = diagnosticsPage(links("diagnostics.html"));
  const home = homePage(book, pictures, links("index.html"));
  const pages = [home, ...written, ...inBook, language, mistakes];
  const sections = sectionsOf(book, written, [language, mistakes]);
  return new Map([
    ...pages.map((page) => [page.path, pageLayout(page, { version, sections, playground })] as const),
    ...[...pictures].map(([name, { svg }]) => [`pictures/${name}.svg`, svg] as const),
    ["assets/index.js", searchIndex(pages)],
  ]);
}

function shown(pictures: ReadonlyMap<string, LossPicture>, name: string): LossPicture {
  const picture = pictures.get(name);
  if (!picture) throw new Error(`There is no picture of \`${name}\`.`);
  return picture;
}

/** Links as seen from a page. A link to a Markdown file of the repository leads to its page here; an unknown one is a mistake of the text. */
function linksOf(book: readonly BookChapter[], guides: ReadonlyMap<string, string>): (from: string) => SiteLinks {
  const losses = new Map(
    book.flatMap(({ pages }) =>
      pages.map(({ kind, name }) => [name, kind === "loss" ? lossPath(name) : recipePath(name)] as const),
    ),
  );
  return (from) => ({
    loss: (name) => {
      const path = losses.get(name);
      return path === undefined ? undefined : toRoot(from) + path;
    },
    page: (href) => {
      if (/^(https?:|#|mailto:)/.test(href)) return href;
      const [, file, anchor = ""] = /^([^#]*)(#.*)?$/.exec(href)!;
      const name = file!.replace(/^.*\//, "").replace(/\.(md|html)$/, "");
      if (guides.has(name)) return `${toRoot(from)}guides/${name}.html${anchor}`;
      if (name === "grammar" || name === "language") return `${toRoot(from)}language.html${anchor}`;
      if (name === "diagnostics") return `${toRoot(from)}diagnostics.html${anchor}`;
      if (book.some((chapter) => chapter.name === name)) return `${toRoot(from)}${chapterPath(name)}${anchor}`;
      if (name === grammarFile) return `${toRoot(from)}assets/${grammarFile}`;
      throw new Error(`${from}: nothing is at \`${href}\`.`);
    },
  });
}

const sectionsOf = (
  book: readonly BookChapter[],
  guides: readonly SitePage[],
  reference: readonly SitePage[],
): readonly NavigationSection[] => [
  { title: "Guides", entries: guides.map(({ title, path }) => ({ title, path })) },
  ...book.map((chapter) => ({
    title: chapter.title,
    entries: [
      { title: chapter.pages.length ? "Overview" : chapter.title, path: chapterPath(chapter.name) },
      ...chapter.pages.flatMap(({ kind, name }) =>
        kind === "loss" ? [{ title: name, path: lossPath(name), code: true }] : [],
      ),
    ],
  })),
  { title: "Reference", entries: reference.map(({ title, path }) => ({ title, path })) },
];
