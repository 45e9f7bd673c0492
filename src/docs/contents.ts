import type { Page } from "./page.js";
import type { RecipePage } from "./recipes.js";
import { listing, type Terminal } from "./terminal.js";

type Entry = Page | RecipePage;

/** The rooms of the library, as a textbook would teach them; the losses keep the catalogue's order inside each. */
const titles = {
  distribution: "Distribution: every pixel for itself",
  region: "Region: overlap",
  boundary: "Boundary: distances",
  contour: "Contour: lengths and curves",
  topology: "Topology: pieces, holes, connections",
  annotation: "Annotation: edges and noisy outlines",
  recipe: "Recipes: combinations written in the language",
} as const satisfies Record<Page["group"] | "recipe", string>;

function rooms(entries: readonly Entry[]): readonly (readonly [string, readonly Entry[]])[] {
  const roomOf = (e: Entry) => (e.kind === "recipe" ? "recipe" : e.group);
  return Object.entries(titles)
    .map(([room, title]) => [title, entries.filter((e) => roomOf(e) === room)] as const)
    .filter(([, inside]) => inside.length);
}

export const contentsMarkdown = (entries: readonly Entry[]): string =>
  [
    "# The standard library",
    ...rooms(entries).map(
      ([title, inside]) => `## ${title}\n\n${inside.map((e) => `- \`${e.name}\` — ${e.summary}`).join("\n")}`,
    ),
  ].join("\n\n");

export function contentsTerminal(entries: readonly Entry[], { colors, width }: Terminal): string {
  const columns = Math.min(width, 110);
  // One column for all rooms, so that the eye finds the names in a line.
  const longest = Math.max(...entries.map((e) => e.name.length));
  return [
    ...rooms(entries).map(([title, inside]) => {
      const rows = inside.map((e) => [e.name.padEnd(longest), e.summary] as const);
      return `${colors.bold(title)}\n${listing(rows, columns, colors)}`;
    }),
    colors.dim("`losslang docs NAME` tells more of one of them."),
  ].join("\n\n");
}
