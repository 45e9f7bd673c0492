import { facts, type Page } from "./page.js";
import type { Parameter } from "./parameters.js";
import { padded, wrap } from "./wrap.js";

type Paint = (text: string) => string;

/** How a terminal wants its text. */
export interface Terminal {
  /** Functions that colour a text, or leave it as it is. */
  readonly colors: { readonly bold: Paint; readonly dim: Paint; readonly cyan: Paint; readonly yellow: Paint };
  readonly width: number;
}

/** The reference page of one loss, laid out for reading in a terminal. */
export function terminal(page: Page, { colors, width }: Terminal): string {
  const columns = Math.min(width, 100);
  const block = (title: string, body: string) => `${colors.bold(title)}\n${body}`;
  const prose = (text: string) => wrap(text, columns, "  ");
  return [
    `${colors.bold(colors.cyan(page.name))}  ${colors.dim(page.group)}\n${wrap(page.summary, columns)}`,
    colors.yellow(wrap(page.formula.text, columns, "  ")),
    block("Signature", prose(page.signature)),
    ...(page.parameters.length ? [block("Parameters", parameters(page.parameters, columns, colors))] : []),
    block("Facts", listing(facts(page), columns, colors)),
    block("When to use it", prose(page.advice)),
    block("At the edges", prose(page.edges)),
    block("Examples", page.examples.map((e) => `  ${e}`).join("\n")),
    block("Reference", prose(page.reference)),
  ].join("\n\n");
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
      const [first = "", ...rest] = wrap(text, width - room - 2).split("\n");
      const indent = " ".repeat(room + 2);
      return [`  ${colors.cyan(padded(plain(name), room))}${first}`, ...rest.map((line) => indent + line)].join("\n");
    })
    .join("\n");
}

const plain = (name: string) => name.replaceAll("`", "");

const parameters = (all: readonly Parameter[], width: number, colors: Terminal["colors"]) =>
  all
    .map((p) => {
      const head = `  ${colors.cyan(p.name)}  ${p.accepts}${colors.dim(` · ${presence(p)}`)}`;
      return p.meaning ? `${head}\n${wrap(p.meaning, width, "      ")}` : head;
    })
    .join("\n");

const presence = (p: Parameter) =>
  p.required ? "must be given" : p.default === undefined ? "may be left out" : `default ${p.default}`;
