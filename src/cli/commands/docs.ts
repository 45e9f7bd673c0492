import type { Command } from "commander";
import pico from "picocolors";
import type { Page } from "../../docs/page.js";
import type { RecipePage } from "../../docs/recipes.js";
import { Failure, type Session } from "../host.js";

const examples = `
Examples:
  losslang docs                 every loss and recipe, with a sentence each
  losslang docs hd_dt           one of them: formula, parameters, when to use it, at the edges
  losslang docs dice > dice.md  Markdown, when the output is not a terminal
  losslang docs --json          everything, for programs`;

export function addDocs(program: Command, session: Session): void {
  program
    .command("docs [loss]")
    .description("the reference of the standard library")
    .option("--json", "print JSON")
    .addHelpText("after", examples)
    .action((loss: string | undefined, flags: { json?: boolean }) => docs(loss, flags.json ?? false, session));
}

async function docs(name: string | undefined, json: boolean, { host }: Session): Promise<void> {
  const [{ pageOf }, { recipePages }, { stdlib }, { recipes }] = await Promise.all([
    import("../../docs/page.js"),
    import("../../docs/recipes.js"),
    import("../../../stdlib/index.js"),
    import("../../../stdlib/recipes.gen.js"),
  ]);
  const pages: readonly (Page | RecipePage)[] = [...stdlib.map(pageOf), ...recipePages(recipes)];
  if (name === undefined) return host.out.write(json ? asJson(pages) : await contents(pages, host.out));
  const page = pages.find((p) => p.name === name) ?? (await noSuch(name, pages));
  host.out.write(json ? asJson(page) : `${await onePage(page, host.out)}\n`);
}

const asJson = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

async function contents(pages: readonly (Page | RecipePage)[], output: Session["host"]["out"]): Promise<string> {
  const { contentsMarkdown, contentsTerminal } = await import("../../docs/contents.js");
  if (!output.terminal) return `${contentsMarkdown(pages)}\n`;
  return `${contentsTerminal(pages, { colors: pico.createColors(output.color), width: output.width })}\n`;
}

async function onePage(page: Page | RecipePage, output: Session["host"]["out"]): Promise<string> {
  const look = { colors: pico.createColors(output.color), width: output.width };
  if (page.kind === "recipe") {
    const { recipeMarkdown, recipeTerminal } = await import("../../docs/recipes.js");
    return output.terminal ? recipeTerminal(page, look) : recipeMarkdown(page);
  }
  if (!output.terminal) return (await import("../../docs/page.js")).markdown(page);
  return (await import("../../docs/terminal.js")).terminal(page, look);
}

async function noSuch(name: string, pages: readonly { readonly name: string }[]): Promise<never> {
  const { nearest, oneOf } = await import("../../diagnostics/nearest.js");
  const near = nearest(
    name,
    pages.map((p) => p.name),
  );
  const list = "`losslang docs` lists them all";
  throw new Failure(
    `There is no loss or recipe \`${name}\`.`,
    near.length ? `did you mean ${oneOf(near)}? ${list}` : list,
  );
}
