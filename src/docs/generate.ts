import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { recipesModule } from "./recipes-module.js";
import { textMateGrammar } from "./textmate.js";

/** Writes the modules that are made from other files. Run in the root of the package. */
const folder = "stdlib/recipes";
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".loss"))
  .sort()
  .map((name) => ({ file: name, text: readFileSync(join(folder, name), "utf8") }));
writeFileSync("stdlib/recipes.gen.ts", recipesModule(files));
writeFileSync("grammar/losslang.tmLanguage.json", `${JSON.stringify(textMateGrammar(), null, 2)}\n`);
