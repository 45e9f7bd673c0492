import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { IGrammar } from "vscode-textmate";
import * as t from "../../grammar/tokens.js";
import { catalog } from "../../src/diagnostics/catalog/index.js";
import { textMateGrammar } from "../../src/docs/textmate.js";
import { tokenize } from "../../src/syntax/tokenize.js";
import { beginning, registryOf } from "./registry.js";

const root = join(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

let grammar: IGrammar;
beforeAll(async () => {
  const registry = await registryOf({ "source.loss": JSON.parse(JSON.stringify(textMateGrammar())) });
  grammar = (await registry.loadGrammar("source.loss"))!;
});

interface Scoped {
  readonly start: number;
  readonly end: number;
  /** The innermost scope, without that of the language. */
  readonly scope: string;
  readonly scopes: readonly string[];
}

/** A text as editors colour it, line by line. */
function coloured(text: string): Scoped[] {
  const found: Scoped[] = [];
  let state = beginning;
  let offset = 0;
  for (const line of text.split(/(?<=\n)/)) {
    const result = grammar.tokenizeLine(line.replace(/\r?\n$/, ""), state);
    state = result.ruleStack;
    for (const { startIndex, endIndex, scopes } of result.tokens) {
      const [start, end] = [offset + startIndex, Math.min(offset + endIndex, offset + line.length)];
      found.push({ start, end, scope: scopes.at(-1)!.replace(/\.loss$/, ""), scopes });
    }
    offset += line.length;
  }
  return found;
}

const scopeAt = (text: string, part: string, occurrence = 0) => {
  let at = -1;
  for (let i = 0; i <= occurrence; i++) at = text.indexOf(part, at + 1);
  return coloured(text).find(({ start, end }) => start <= at && at < end)?.scope;
};

const kindOf = (scope: string): string | undefined =>
  /^comment/.test(scope)
    ? "comment"
    : /^(string|constant\.character)/.test(scope)
      ? "string"
      : /^(constant\.numeric|keyword\.other\.unit)/.test(scope)
        ? "number"
        : /^(keyword\.(control\.(?!at$)|operator\.word)|storage|support\.constant|constant\.language)/.test(scope)
          ? "keyword"
          : /^(keyword|punctuation)/.test(scope)
            ? "sign"
            : /^(entity|variable)/.test(scope)
              ? "name"
              : /^invalid/.test(scope)
                ? "invalid"
                : undefined;

const keywords = new Set([
  t.UseKeyword,
  t.TaskKeyword,
  t.ParamKeyword,
  t.DefKeyword,
  t.MinimizeKeyword,
  t.ThenKeyword,
  t.OnKeyword,
  t.WhereKeyword,
  t.EaseKeyword,
  t.Truth,
]);
const numbers = new Set([t.Epoch, t.Step, t.Percent, t.Dimension, t.Numeral]);

/** What the lexer reads, one letter for each: nothing between the tokens. */
function lexed(text: string): (string | undefined)[] {
  const kinds = new Array<string | undefined>(text.length).fill(undefined);
  const { tokens, comments } = tokenize({ file: "a.loss", text });
  for (const { span } of comments) kinds.fill("comment", span.start, span.end);
  for (const { tokenType, startOffset, image } of tokens) {
    const own = t.canonical.get(tokenType);
    const kind = keywords.has(tokenType)
      ? "keyword"
      : numbers.has(tokenType)
        ? "number"
        : tokenType === t.Name
          ? "name"
          : tokenType === t.Quoted
            ? "string"
            : own !== undefined && own !== image
              ? "invalid"
              : "sign";
    kinds.fill(kind, startOffset, startOffset + image.length);
  }
  return kinds;
}

const specs = readdirSync(join(root, "examples/specs"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".loss"))
  .map((file): [string, string] => [file, read(`examples/specs/${file}`)]);
const recipes = readdirSync(join(root, "stdlib/recipes"))
  .filter((file) => file.endsWith(".loss"))
  .map((file): [string, string] => [file, read(`stdlib/recipes/${file}`)]);
const explained = [...read("grammar/grammar.md").matchAll(/```loss[^\n]*\n([\s\S]*?)```/g)].map(
  (match, i): [string, string] => [`grammar.md ${i + 1}`, match[1]!],
);
const wrong = Object.entries(catalog).flatMap(([key, { example }]): [string, string][] =>
  example ? [[key, example.wrong]] : [],
);

describe("the grammar for TextMate", () => {
  it("lies in the repository as it is made now", () => {
    expect(JSON.parse(read("grammar/losslang.tmLanguage.json"))).toEqual(JSON.parse(JSON.stringify(textMateGrammar())));
  });

  it.each([...specs, ...recipes])("finds nothing strange in %s", (_, text) => {
    expect(coloured(text).filter(({ scope }) => scope.startsWith("invalid"))).toEqual([]);
  });

  it.each([...specs, ...recipes, ...explained, ...wrong])("reads %s as the lexer does", (_, text) => {
    const kinds = lexed(text);
    for (const { start, end, scope } of coloured(text)) {
      for (let i = start; i < end; i++) {
        if (/\s/.test(text[i]!) || kinds[i] === undefined) continue;
        const place = `${JSON.stringify(text.slice(start, end))} at ${i}: ${scope}`;
        expect(`${kindOf(scope)} ${place}`).toBe(`${kinds[i]} ${place}`);
      }
    }
  });

  it("marks what has no meaning", () => {
    for (const [text, part] of [
      ["dice & ce", "&"],
      ["2**dice", "**"],
      ["dice × 2", "×"],
      ["a == b", "=="],
      ["dice /* a\nb */ + ce", "b"],
      ["dice # note", "note"],
      ["dice;", ";"],
    ] as const)
      expect(`${text}: ${scopeAt(text, part)}`).toBe(`${text}: invalid.illegal`);
  });

  it("tells names apart by where they stand", () => {
    const text = [
      "task {",
      "  classes: background, vessel",
      "  prediction: logits",
      "}",
      "param late = epoch40",
      "def region(w = 0.5) = w*dice[vessel] + ce(smooth=0.1) on aux where roi",
      'minimize region then@late..late+10 cosine ce then@plateau("a \\" b") 30%',
    ].join("\n");
    const found = [
      "task",
      "classes",
      "background",
      "logits",
      "param",
      "late",
      "epoch",
      "40",
      "def",
      "region",
      "dice",
      "smooth",
      "aux",
      "roi",
      "minimize",
      "then",
      "@",
      "..",
      "cosine",
      "plateau",
      '\\"',
      "30",
      "%",
    ].map((part) => [part, scopeAt(text, part)]);
    expect(found).toEqual([
      ["task", "storage.type.task"],
      ["classes", "variable.other.property"],
      ["background", "variable.other.enummember"],
      ["logits", "variable.other.enummember"],
      ["param", "storage.type.param"],
      ["late", "variable.other.constant"],
      ["epoch", "keyword.other.unit"],
      ["40", "constant.numeric"],
      ["def", "storage.type.function"],
      ["region", "entity.name.function"],
      ["dice", "entity.name.function"],
      ["smooth", "variable.parameter"],
      ["aux", "variable.other.head"],
      ["roi", "variable.other.mask"],
      ["minimize", "keyword.control.minimize"],
      ["then", "keyword.control.then"],
      ["@", "keyword.control.at"],
      ["..", "keyword.operator.range"],
      ["cosine", "support.constant.easing"],
      ["plateau", "entity.name.function"],
      ['\\"', "constant.character.escape"],
      ["30", "constant.numeric"],
      ["%", "keyword.other.unit"],
    ]);
    expect(scopeAt(text, "vessel", 1)).toBe("variable.other.enummember");
  });

  it("ends what is open where the next item begins", () => {
    const text = "task { classes: a\ndef f = dice[a\nminimize f";
    expect(scopeAt(text, "f", 1)).toBe("entity.name.function");
    expect(scopeAt(text, "minimize")).toBe("keyword.control.minimize");
    expect(coloured(text).at(-1)?.scopes).toEqual(["source.loss", "entity.name.function.loss"]);
  });
});
