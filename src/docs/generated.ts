import { cstTypes } from "../../grammar/cst-types.js";
import { type RecipeFile, recipesModule } from "./recipes-module.js";
import { textMateGrammar } from "./textmate.js";

/** The files of the repository that are made from others, with the text they ought to have. */
export const generatedFiles = (recipes: readonly RecipeFile[]): ReadonlyMap<string, string> =>
  new Map([
    ["grammar/cst.gen.ts", cstTypes()],
    ["grammar/losslang.tmLanguage.json", `${JSON.stringify(textMateGrammar(), null, 2)}\n`],
    ["stdlib/recipes.gen.ts", recipesModule(recipes)],
  ]);
