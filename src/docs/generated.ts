import { cstTypes } from "../../grammar/cst-types.js";
import { languageReference } from "./language-reference.js";
import { type RecipeFile, recipesModule } from "./recipes-module.js";
import { textMateGrammar } from "./textmate.js";

/** The language reference: written by hand, its lists of words generated. */
export const referenceFile = "grammar/grammar.md";

/** What generated files are made from, besides modules. */
export interface GeneratorInput {
  readonly recipes: readonly RecipeFile[];
  /** The language reference as it is; what is between its marks is made anew. */
  readonly reference: string;
}

/** The files of the repository that are made from others, with the text they ought to have. */
export const generatedFiles = ({ recipes, reference }: GeneratorInput): ReadonlyMap<string, string> =>
  new Map([
    ["grammar/cst.gen.ts", cstTypes()],
    ["grammar/losslang.tmLanguage.json", `${JSON.stringify(textMateGrammar(), null, 2)}\n`],
    [referenceFile, languageReference(reference)],
    ["stdlib/recipes.gen.ts", recipesModule(recipes)],
  ]);
