import { checkSource } from "../check/check.js";
import type { Def } from "../syntax/ast.js";
import { parse } from "../syntax/parse.js";
import type { Source } from "../text.js";
import type { KnownNames } from "./example.js";
import { firstSentence } from "./sentences.js";

/** The documentation of a recipe, a combination of losses written in the language. */
export interface RecipeDescription {
  readonly kind: "recipe";
  readonly name: string;
  /** The first sentence of its `///` comment. */
  readonly summary: string;
  readonly doc: string;
  readonly signature: string;
  readonly parameters: readonly { readonly name: string; readonly default: string }[];
  /** The losses it contains, in any phase. */
  readonly terms: readonly string[];
  /** The definition as it is written. */
  readonly source: string;
}

/** Describes every definition in the recipe files. */
export const describeRecipes = ({ library, recipes }: KnownNames): readonly RecipeDescription[] =>
  recipes.flatMap((source) =>
    parse(source)
      .file.items.filter((item): item is Def => item.kind === "def")
      .flatMap((def) => {
        if (def.name.kind !== "ident") return [];
        const { name } = def.name;
        const { program } = checkSource(
          { file: "recipe.loss", text: name },
          { library, recipes, epochs: 100, stepsPerEpoch: 100 },
        );
        const terms = [...new Set(program?.terms.map((term) => term.loss))];
        return [describeRecipe(def, name, source, terms)];
      }),
  );

function describeRecipe(def: Def, name: string, { text }: Source, terms: readonly string[]): RecipeDescription {
  const doc = def.doc.join("\n").trim();
  const parameters = def.parameters.map((p) => ({
    name: p.name.name,
    default: text.slice(p.value.span.start, p.value.span.end),
  }));
  const list = parameters.map((p) => `${p.name} = ${p.default}`).join(", ");
  return {
    kind: "recipe",
    name,
    summary: firstSentence(doc),
    doc,
    signature: list ? `${name}(${list})` : name,
    parameters,
    terms,
    source: text.slice(def.span.start, def.span.end),
  };
}
