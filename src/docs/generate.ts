import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generatedFiles, referenceFile } from "./generated.js";

/** Writes the files that are made from other files: `npm run generate`, in the root of the repository. */
const folder = "stdlib/recipes";
const recipes = readdirSync(folder)
  .filter((name) => name.endsWith(".loss"))
  .sort()
  .map((name) => ({ file: name, text: readFileSync(join(folder, name), "utf8") }));
const reference = readFileSync(referenceFile, "utf8");
for (const [file, text] of generatedFiles({ recipes, reference })) writeFileSync(file, text);
