import type { Command } from "commander";
import pico from "picocolors";
import type { LossDescription } from "../../describe/loss.js";
import type { RecipeDescription } from "../../describe/recipe.js";
import type { BookChapter } from "../../docs/book.js";
import { Failure, type Invocation } from "../host.js";

const examples = `
Examples:
  losslang docs                 table of contents: every chapter, loss and recipe
  losslang docs hd_dt           one loss: formula, parameters, when to use it, edge cases
  losslang docs regions         one chapter, by name or number: a comparison of its losses, then each of them
  losslang docs --all | less    the whole reference
  losslang docs dice > dice.md  Markdown, when the output is not a terminal
  losslang docs --json          every loss and recipe, for programs`;

interface Flags {
  readonly all?: boolean;
  readonly markdown?: boolean;
  readonly json?: boolean;
}

export function addDocs(program: Command, session: Invocation): void {
  program
    .command("docs [name]")
    .description("documentation of the losses in the standard library")
    .option("--all", "the whole reference instead of the table of contents")
    .option("--markdown", "print Markdown, even to a terminal")
    .option("--json", "print JSON")
    .addHelpText("after", examples)
    .action((name: string | undefined, flags: Flags) => docs(name, flags, session));
}

async function docs(name: string | undefined, flags: Flags, { host }: Invocation): Promise<void> {
  if (name !== undefined && flags.all)
    throw new Failure(
      "`--all` prints the whole reference and cannot be combined with a name.",
      `leave out \`${name}\`, or \`--all\``,
    );
  const book = await wholeBook();
  const pages = book.flatMap((chapter) => chapter.pages);
  const found = name === undefined ? undefined : (find(name, book, pages) ?? (await noSuch(name, book, pages)));
  if (flags.json) return host.out.write(asJson(found ?? (flags.all ? book : pages)));
  const markdown = flags.markdown || !host.out.terminal;
  host.out.write(
    `${markdown ? await inMarkdown(found, book, flags) : await onTerminal(found, book, flags, host.out)}\n`,
  );
}

type Found = LossDescription | RecipeDescription | BookChapter;

async function wholeBook(): Promise<readonly BookChapter[]> {
  const [
    { bookOf },
    { describeLoss: pageOf },
    { describeRecipes: recipePages },
    { stdlib },
    { recipes },
    { chapters },
  ] = await Promise.all([
    import("../../docs/book.js"),
    import("../../describe/loss.js"),
    import("../../describe/recipe.js"),
    import("../../../stdlib/index.js"),
    import("../../../stdlib/recipes.gen.js"),
    import("../../../stdlib/chapters/index.js"),
  ]);
  const around = { library: stdlib, recipes };
  return bookOf(chapters, [...stdlib.map((loss) => pageOf(loss, around)), ...recipePages(around)]);
}

/** A loss or recipe comes before a chapter of the same name. */
const find = (
  name: string,
  book: readonly BookChapter[],
  pages: readonly (LossDescription | RecipeDescription)[],
): Found | undefined =>
  pages.find((page) => page.name === name) ??
  book.find((chapter) => [chapter.name, `${chapter.number}`, chapter.presents].includes(name));

/** The old names of two fields are written as well, for one release. @deprecated `sees` is now `inputs`, and an example's `says` is its `summary`. */
function asJson(value: unknown): string {
  const withOldNames = (_: string, object: unknown) => {
    if (typeof object !== "object" || object === null) return object;
    if ("inputs" in object) return { ...object, sees: object.inputs };
    return "program" in object && "summary" in object ? { ...object, says: object.summary } : object;
  };
  return `${JSON.stringify(value, withOldNames, 2)}\n`;
}

async function inMarkdown(found: Found | undefined, book: readonly BookChapter[], { all }: Flags): Promise<string> {
  const { bookMarkdown, chapterMarkdown, contentsMarkdown, pageMarkdown } = await import("../../docs/markdown.js");
  if (!found) return all ? bookMarkdown(book) : contentsMarkdown(book);
  return found.kind === "chapter" ? chapterMarkdown(found) : pageMarkdown(found);
}

async function onTerminal(
  found: Found | undefined,
  book: readonly BookChapter[],
  { all }: Flags,
  output: Invocation["host"]["out"],
): Promise<string> {
  const [{ bookTerminal, chapterTerminal, contentsTerminal }, { pageTerminal }] = await Promise.all([
    import("../../docs/terminal/chapter.js"),
    import("../../docs/terminal/page.js"),
  ]);
  const look = { colors: pico.createColors(output.color), width: output.width };
  if (!found) return all ? bookTerminal(book, look) : contentsTerminal(book, look);
  return found.kind === "chapter" ? chapterTerminal(found, look) : pageTerminal(found, look);
}

async function noSuch(
  name: string,
  book: readonly BookChapter[],
  pages: readonly { readonly name: string }[],
): Promise<never> {
  const { nearest, oneOf } = await import("../../diagnostics/nearest.js");
  const near = nearest(
    name,
    [...pages, ...book].map((p) => p.name),
  );
  const list = "`losslang docs` lists them all";
  throw new Failure(
    `There is no loss, recipe or chapter \`${name}\`.`,
    near.length ? `did you mean ${oneOf(near)}? ${list}` : list,
  );
}
