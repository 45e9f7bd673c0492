import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  easeNames,
  easings,
  itemKeywords,
  keywordHelp,
  operatorKeywords,
  reserved,
  timeUnits,
  units,
  wordsOf,
} from "../../grammar/words.js";
import { analyse, complete, hover, signature } from "../../src/ide/index.js";
import { words } from "../../src/language/index.js";
import { stdlib } from "../../stdlib/index.js";
import { recipes } from "../../stdlib/recipes.gen.js";

const root = join(import.meta.dirname, "../..");
const read = (text: string) => analyse({ file: "word.loss", text }, { library: stdlib, recipes, epochs: 100 });
const errorsOf = (text: string) => read(text).diagnostics.filter(({ severity }) => severity === "error");
const labelsAt = (text: string) => complete(read(text), text.length).map(({ label }) => label);

describe.each(words.map((word) => [word.name, word] as const))("the word %s", (name, word) => {
  it("has examples that are sound and use it", () => {
    for (const example of word.examples) {
      expect(errorsOf(example)).toEqual([]);
      expect(example).toContain(`${name}(`);
    }
  });

  it("is explained where it stands: how it is called, what it means, every parameter, an example", () => {
    const [example] = word.examples;
    const shown = hover(read(example), example.indexOf(`${name}(`) + 1)?.markdown ?? "";
    expect(shown).toContain(word.summary);
    expect(shown).toContain(example);
    for (const [parameter, schema] of Object.entries(word.parameters.shape)) {
      expect(shown).toContain(`\`${parameter}`);
      expect(shown).toContain(schema.description);
    }
  });

  it("is proposed where it may stand, and there only", () => {
    const [own, other] = word.role === "trigger" ? ["dice then@", "dice + "] : ["dice + ", "dice then@"];
    expect(labelsAt(own)).toContain(name);
    expect(labelsAt(other)).not.toContain(name);
  });

  it("inserts what can be read", () => {
    const gives = (text: string) => (word.role === "expression" && word.gives === "number" ? `${text}*dice` : text);
    const filled = word.snippet
      .replace(/\$\{\d+:([^}]*)\}/g, "$1")
      .replace(/\$\{\d+\|([^,|]*)[^}]*\}/g, "$1")
      .replace(/\$\d/g, "dice");
    expect(errorsOf(word.role === "trigger" ? `dice then@${filled} ce` : gives(filled))).toEqual([]);
  });

  it("is helped with while its arguments are written", () => {
    const text = word.role === "trigger" ? `dice then@${name}(` : `${name}(`;
    const told = signature(read(text), text.length);
    expect(told?.label.startsWith(`${name}(`)).toBe(true);
    expect(told?.documentation).toBe(word.summary);
    expect(told?.parameters).toHaveLength(Object.keys(word.parameters.shape).length + (word.open ? 1 : 0));
  });
});

describe("the words of the grammar", () => {
  it("are each of one kind", () => {
    const all = [...reserved, ...words.map(({ name }) => name)];
    expect(new Set(all).size).toBe(all.length);
  });

  it("have examples that are sound", () => {
    for (const word of [...wordsOf(itemKeywords), ...operatorKeywords.map(({ word }) => word)]) {
      const { summary, example } = keywordHelp(word)!;
      expect(summary).toMatch(/\.$/);
      expect(example).toContain(word);
    }
  });

  it("are listed by the reference, in their order", () => {
    const page = readFileSync(join(root, "grammar/grammar.md"), "utf8");
    const paragraph = /^Reserved, and never names.*\n+<!-- .* -->\n+(.*)$/m.exec(page)![1]!;
    expect([...paragraph.matchAll(/`(\w+)`/g)].map(([, word]) => word)).toEqual(reserved);
    for (const ease of easeNames) expect(page).toContain(`| \`${ease}\` | ${easings[ease].summary}`);
    for (const unit of timeUnits) expect(page).toContain(`\`${units[unit].example}\` | ${units[unit].summary}`);
    for (const { name, summary } of words)
      expect(page).toMatch(new RegExp(`^\\| \`${name}\\(.*\` \\| ${summary}`, "m"));
  });
});

describe("a word with arguments or an easing", () => {
  /** What is spelled alike and is another thing: the kind of a weight in a program, activations of a network, the cost of a loss, a function of WGSL. */
  const elsewhere: Readonly<Record<string, RegExp>> = {
    ramp: /kind: "ramp"|kind === "ramp"|case "ramp":/,
    linear: /readonly cost: |^src\/train\/unet/,
    sigmoid: /^src\/(graph|passes|site\/equivalents)\/|^src\/check\/counterparts|activation/,
    cosine: /^src\/backends\/webgpu\/wgsl\//,
  };
  const sources = ["src", "grammar", "examples"]
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
    )
    .filter((file) => file.endsWith(".ts") && !/node_modules|^src\/language\/|^grammar\/words\.ts$/.test(file));
  const lines = sources.flatMap((file) =>
    readFileSync(join(root, file), "utf8")
      .split("\n")
      .map((line, i) => `${file}:${i + 1} ${line.trim()}`),
  );

  it.each([...words.map(({ name }) => name), ...easeNames])("%s is spelled by its record alone", (name) => {
    expect(lines.filter((line) => line.includes(`"${name}"`) && !elsewhere[name]?.test(line))).toEqual([]);
  });
});
