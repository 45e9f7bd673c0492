import type { Span } from "../text.js";
import type { Analysis } from "./analysis.js";

type ListedKind = "head" | "mask" | "field" | "class";

/** What the names are that a key of the task lists. */
const kinds: ReadonlyMap<string, ListedKind> = new Map([
  ["heads", "head"],
  ["masks", "mask"],
  ["fields", "field"],
  ["classes", "class"],
  ["labels", "class"],
]);

export const kindListedUnder = (key: string): ListedKind | undefined => kinds.get(key);

/** Where the task of the main file lists a name. */
export function declarationInTask({ main }: Analysis, kind: ListedKind, name: string): Span | undefined {
  for (const item of main.file.items) {
    if (item.kind !== "task") continue;
    for (const { key, values } of item.entries) {
      if (kindListedUnder(key.name) !== kind) continue;
      const flat = values.flatMap((value) => (value.kind === "list" ? value.items : [value]));
      const found = flat.find(
        (value) => (value.kind === "ident" && value.name === name) || (value.kind === "string" && value.value === name),
      );
      if (found) return found.span;
    }
  }
  return undefined;
}
