/** A recipe file as a program may use it without naming it. */
export interface RecipeFile {
  readonly file: string;
  readonly text: string;
}

/** The module that carries the recipe files to where there is no disk, such as a browser. */
export const recipesModule = (
  files: readonly RecipeFile[],
): string => `// Made from stdlib/recipes/*.loss by \`npm run generate\`.
export const recipes: readonly { readonly file: string; readonly text: string }[] = [
${files.map(({ file, text }) => `  { file: ${JSON.stringify(file)}, text: ${JSON.stringify(text)} },\n`).join("")}];
`;
