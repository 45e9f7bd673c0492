import type { Def } from "../syntax/ast.js";
import { parse } from "../syntax/parse.js";
import type { Source } from "../text.js";
import { listing, type Terminal } from "./terminal.js";
import { wrap } from "./wrap.js";

/** What a reader is told of a recipe: a combination of losses written in the language. */
export interface RecipePage {
  readonly kind: "recipe";
  readonly name: string;
  /** The first sentence of its `///` comment. */
  readonly summary: string;
  readonly doc: string;
  readonly signature: string;
  readonly parameters: readonly { readonly name: string; readonly default: string }[];
  /** The definition as it is written. */
  readonly source: string;
}

/** A page for every definition in the library's recipe files. */
export const recipePages = (recipes: readonly Source[]): readonly RecipePage[] =>
  recipes.flatMap((source) =>
    parse(source)
      .file.items.filter((item): item is Def => item.kind === "def")
      .flatMap((def) => (def.name.kind === "ident" ? [pageOf(def, def.name.name, source)] : [])),
  );

function pageOf(def: Def, name: string, { text }: Source): RecipePage {
  const doc = def.doc.join("\n").trim();
  const parameters = def.parameters.map((p) => ({
    name: p.name.name,
    default: text.slice(p.value.span.start, p.value.span.end),
  }));
  const list = parameters.map((p) => `${p.name} = ${p.default}`).join(", ");
  return {
    kind: "recipe",
    name,
    summary: firstSentence(doc),
    doc,
    signature: list ? `${name}(${list})` : name,
    parameters,
    source: text.slice(def.span.start, def.span.end),
  };
}

const firstSentence = (doc: string) => (/^[\s\S]*?[.!?](?=\s|$)/.exec(doc)?.[0] ?? doc).replace(/\s+/g, " ").trim();

export const recipeMarkdown = (page: RecipePage): string =>
  [`# ${page.name}`, page.doc, `\`\`\`loss\n${page.source}\n\`\`\``].filter(Boolean).join("\n\n");

export function recipeTerminal(page: RecipePage, { colors, width }: Terminal): string {
  const columns = Math.min(width, 100);
  return [
    `${colors.bold(colors.cyan(page.name))}  ${colors.dim("recipe")}`,
    wrap(page.doc, columns),
    colors.yellow(page.source.replace(/^/gm, "  ")),
    ...(page.parameters.length
      ? [
          `${colors.bold("Parameters")}\n${listing(
            page.parameters.map((p) => [p.name, `default ${p.default}`]),
            columns,
            colors,
          )}`,
        ]
      : []),
  ]
    .filter(Boolean)
    .join("\n\n");
}
