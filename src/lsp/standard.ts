import { stdlib } from "../../stdlib/index.js";
import { recipes } from "../../stdlib/recipes.gen.js";
import type { LanguageHost } from "./host.js";

/** The standard library, its recipes named by `place`: a name that an editor can open, and that no file of a person has. */
export const standardLibrary = (place: (file: string) => string): Pick<LanguageHost, "library" | "recipes"> => ({
  library: stdlib,
  recipes: recipes.map(({ file, text }) => ({ file: place(file), text })),
});

/** For machines that keep no copy of the recipes where an editor could open it. */
export const virtualRecipe = (file: string): string => `losslang:/recipes/${file}`;
