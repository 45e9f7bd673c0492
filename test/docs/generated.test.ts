import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { generatedFiles, referenceFile } from "../../src/docs/generated.js";
import { languageReference } from "../../src/docs/language-reference.js";
import { recipes } from "../../stdlib/recipes.gen.js";

const root = join(import.meta.dirname, "../..");
const folder = join(root, "stdlib/recipes");
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".loss"))
  .sort()
  .map((file) => ({ file, text: readFileSync(join(folder, file), "utf8") }));
const reference = readFileSync(join(root, referenceFile), "utf8");
const generated = generatedFiles({ recipes: files, reference });

describe("generated files", () => {
  it.each([...generated])("%s is as its sources make it (otherwise: npm run generate)", (file, text) => {
    expect(readFileSync(join(root, file), "utf8")).toBe(text);
  });

  it("are all that are called so", () => {
    const called = ["grammar", "src", "stdlib", "examples"].flatMap((name) =>
      readdirSync(join(root, name), { recursive: true, encoding: "utf8" })
        .filter((file) => /\.gen\.|tmLanguage\.json$/.test(file) && !/markdown|syntaxes/.test(file))
        .map((file) => `${name}/${file}`),
    );
    expect([...called, referenceFile].sort()).toEqual([...generated.keys()].sort());
  });

  it("are refused where the language reference has no place for a list, or one for a list that nobody knows", () => {
    const without = reference.replace("<!-- generated: easings -->", "");
    expect(() => languageReference(without)).toThrow("easings");
    expect(() => languageReference(`${reference}<!-- generated: colours -->\n<!-- end -->\n`)).toThrow("colours");
  });

  it("carry the recipes to where there is no disk", () => {
    expect(recipes).toEqual(files);
  });
});
