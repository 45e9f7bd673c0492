import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { beginning, registryOf } from "../grammar/registry.js";

const read = (path: string) => JSON.parse(readFileSync(join(import.meta.dirname, "../..", path), "utf8"));

it("code between fences of Markdown is coloured, torn or whole, and nothing behind them", async () => {
  const registry = await registryOf(
    {
      "text.html.markdown": { scopeName: "text.html.markdown", patterns: [], repository: {} },
      "source.loss": read("grammar/losslang.tmLanguage.json"),
      "markdown.loss.codeblock": read("examples/vscode/syntaxes/markdown.tmLanguage.json"),
    },
    ["markdown.loss.codeblock"],
  );
  const grammar = (await registry.loadGrammar("text.html.markdown"))!;
  let state = beginning;
  const lines = [
    "dice in prose",
    "```loss error=L105",
    "0.5*(dice /* open",
    "task {",
    "```",
    "minimize prose",
    "~~~ loss",
    "ce",
    "~~~",
  ];
  const innermost = lines.map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return tokens.map(({ scopes }) => scopes.at(-1));
  });
  expect(innermost[0]).toEqual(["text.html.markdown"]);
  expect(innermost[2]).toContain("entity.name.function.loss");
  expect(innermost[4]).toContain("punctuation.definition.markdown");
  expect(innermost[5]).toEqual(["text.html.markdown"]);
  expect(innermost[7]).toEqual(["entity.name.function.loss"]);
});
