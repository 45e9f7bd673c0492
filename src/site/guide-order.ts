/** The guides, in the order they are read: the name of each page and the Markdown file it is made from. */
export const guides = [
  ...["start", "compose", "schedule", "train", "tensorflow", "embed", "extend"].map(own),
  { name: "editors", file: "examples/editors.md" },
  own("coming-from"),
] as const;

function own(name: string): { readonly name: string; readonly file: string } {
  return { name, file: `src/site/guides/${name}.md` };
}
