import {
  defaultEase,
  easings,
  itemKeywords,
  operatorKeywords,
  reserved,
  timeUnits,
  truths,
  units,
} from "../../grammar/words.js";
import { taskKeys } from "../check/task-keys.js";
import { parameterRows } from "../describe/loss.js";
import type { ParameterDescription } from "../describe/parameters.js";
import { callArguments, wordParameters } from "../describe/word.js";
import { expressionWords, triggerWords, words } from "../language/index.js";
import { argumentKind, type CallableWord } from "../language/word.js";
import { markdownTable } from "./markdown.js";

const code = (text: string): string => `\`${text}\``;

/** Words and what they mean. */
const meanings = (title: string, table: Readonly<Record<string, { readonly summary: string }>>): string =>
  markdownTable([[title, "meaning"], ...Object.entries(table).map(([word, { summary }]) => [code(word), summary])]);

const unitTable = (): string =>
  markdownTable([
    ["token", "written", "meaning"],
    ...timeUnits.map((unit) => [unit.toUpperCase(), code(units[unit].example), units[unit].summary]),
  ]);

const keywordTable = (): string =>
  markdownTable([
    ["keyword", "meaning"],
    ...Object.entries(itemKeywords).map(([word, { summary }]) => [code(word), summary]),
    ...operatorKeywords.map(({ written, summary }) => [code(written), summary]),
  ]);

const easeTable = (): string =>
  meanings(
    "EASE",
    Object.fromEntries(
      Object.entries(easings).map(([word, { summary }]) => [
        word,
        { summary: word === defaultEase ? `${summary} The default.` : summary },
      ]),
    ),
  );

const callTable = (title: string, called: readonly CallableWord[]): string =>
  markdownTable([
    [title, "meaning"],
    ...called.map((word) => [code(`${word.name}(${callArguments(word).join(", ")})`), word.summary]),
  ]);

const parametersOf = (word: CallableWord): readonly ParameterDescription[] =>
  wordParameters(word).map((parameter) => {
    const kind = argumentKind(word.parameters.shape[parameter.name]);
    return kind ? { ...parameter, accepts: kind } : parameter;
  });

/** The parameters of every word, one below the other. */
function parameterTable(): string {
  const tables = words.map((word) => {
    const [head, ...rows] = parameterRows({ parameters: parametersOf(word) });
    return { head: ["word", ...head!], rows: rows.map(([name, ...rest]) => [code(word.name), code(name!), ...rest]) };
  });
  return markdownTable([tables[0]!.head, ...tables.flatMap(({ rows }) => rows)]);
}

const taskTable = (): string =>
  markdownTable([
    ["key", "takes", "meaning"],
    ...Object.entries(taskKeys).map(([name, { expected, summary }]) => [code(name), expected, summary]),
  ]);

/** The lists of words in `grammar/grammar.md`, by the name of the place where each stands. */
const lists: Readonly<Record<string, () => string>> = {
  units: unitTable,
  keywords: keywordTable,
  easings: easeTable,
  truths: () => meanings("BOOLEAN", truths),
  reserved: () => reserved.map(code).join(" "),
  expressions: () => callTable("in an expression", expressionWords),
  triggers: () => callTable("after `then@`", triggerWords),
  parameters: parameterTable,
  task: taskTable,
};

const place = /<!-- generated: (\w+) -->\n[\s\S]*?<!-- end -->/g;

/** The language reference with its lists of words as the records have them, each between `<!-- generated: NAME -->` and `<!-- end -->`. */
export function languageReference(page: string): string {
  const found = [...page.matchAll(place)].map(([, name]) => name!);
  const lost = Object.keys(lists).filter((name) => found.filter((other) => other === name).length !== 1);
  if (lost.length > 0) throw new Error(`grammar/grammar.md needs one place for each of: ${lost.join(", ")}.`);
  return page.replace(place, (_, name: string) => {
    const list = lists[name];
    if (!list) throw new Error(`grammar/grammar.md: there is no list called \`${name}\`.`);
    return `<!-- generated: ${name} -->\n\n${list()}\n\n<!-- end -->`;
  });
}
