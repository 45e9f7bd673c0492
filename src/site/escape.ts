const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text as HTML shows it, in an element or in an attribute. */
export const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => entities[c]!);

/** The part of a URL that names a heading: `## Sums and means` is at `#sums-and-means`. */
export const slug = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[`'’]/g, "")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
