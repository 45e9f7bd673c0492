import { unicodeFormula } from "../../describe/formula/latex.js";
import { facts, type LossDescription, parameterRows } from "../../describe/loss.js";
import type { RecipeDescription } from "../../describe/recipe.js";
import { wrappedTable } from "./table.js";
import { padToWidth, wrap } from "./wrap.js";

type Paint = (text: string) => string;

/** Colours and width of a terminal. */
export interface Terminal {
  /** Functions that colour a text, or leave it as it is. */
  readonly colors: { readonly bold: Paint; readonly dim: Paint; readonly cyan: Paint; readonly yellow: Paint };
  readonly width: number;
}

/** Lines of prose longer than this are hard to follow; a table may be wider. */
const proseWidth = 96;
const tableWidth = 130;

export const prose = (text: string, width: number, indent = ""): string =>
  text
    .split(/\n\s*\n/)
    .map((paragraph) => wrap(paragraph, Math.min(width, proseWidth), indent))
    .join("\n\n");

export const indented = (text: string, by = "  "): string => text.replace(/^(?=.)/gm, by);

export const tabled = (rows: readonly (readonly string[])[], { colors, width }: Terminal): string =>
  indented(wrappedTable(rows, Math.min(width, tableWidth) - 2, colors.cyan, colors.dim));

/** The page of one loss or recipe, laid out for reading in a terminal. */
export const pageTerminal = (page: LossDescription | RecipeDescription, look: Terminal): string =>
  page.kind === "recipe" ? recipe(page, look) : loss(page, look);

function loss(page: LossDescription, look: Terminal): string {
  const { colors, width } = look;
  const block = (title: string, body: string) => `${colors.bold(title)}\n${body}`;
  return [
    `${colors.bold(colors.cyan(page.name))}  ${colors.dim(page.group)}\n${prose(page.summary, width)}`,
    colors.yellow(indented(formulaLines(page.formula.latex, Math.min(width, tableWidth) - 2).join("\n"))),
    ...(page.parameters.length ? [block("Parameters", tabled(parameterRows(page), look))] : []),
    block("Facts", listing(facts(page), width, colors)),
    block("When to use it", prose(page.advice, width, "  ")),
    block("At the edges", prose(page.edges, width, "  ")),
    block(
      "Examples",
      examples(
        page.examples.map((e) => [e.program, e.summary]),
        look,
      ),
    ),
    block("Reference", prose(page.reference, width, "  ")),
  ].join("\n\n");
}

/** Programs, each with a text below it. */
export const examples = (all: readonly (readonly [program: string, text: string])[], { colors, width }: Terminal) =>
  all
    .map(([program, text]) =>
      [`  ${colors.yellow(program)}`, ...(text ? [prose(text, width, "      ")] : [])].join("\n"),
    )
    .join("\n");

function recipe(page: RecipeDescription, { colors, width }: Terminal): string {
  const parameters = page.parameters.map((p) => [p.name, `default ${p.default}`] as const);
  return [
    `${colors.bold(colors.cyan(page.name))}  ${colors.dim("recipe")}`,
    prose(page.doc, width),
    colors.yellow(indented(page.source)),
    ...(parameters.length ? [`${colors.bold("Parameters")}\n${listing(parameters, width, colors)}`] : []),
  ]
    .filter(Boolean)
    .join("\n\n");
}

/** Names in a column of their own, texts wrapped beside them. */
export function listing(
  rows: readonly (readonly [string, string])[],
  width: number,
  colors: Terminal["colors"],
): string {
  const room = Math.max(0, ...rows.map(([name]) => plain(name).length)) + 2;
  return rows
    .map(([name, text]) => {
      const [first = "", ...rest] = wrap(text, Math.min(width, proseWidth + 14) - room - 2).split("\n");
      const indent = " ".repeat(room + 2);
      return [`  ${colors.cyan(padToWidth(plain(name), room))}${first}`, ...rest.map((line) => indent + line)].join(
        "\n",
      );
    })
    .join("\n");
}

const plain = (name: string) => name.replaceAll("`", "");

/** The parts of a formula, one under the other: the definitions of its letters come on lines of their own. */
const formulaLines = (latex: string, width: number): readonly string[] =>
  latex.split(/,\s*\\quad\s*/).flatMap((part) => wrap(unicodeFormula(part), width).split("\n"));
