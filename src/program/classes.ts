import type { ClassSelection, ResolvedTask } from "./program.js";

/**
 * The classes a term sees, as far as the task tells: the selection behind it, else all, or all but the background where its loss leaves that out. The
 * checker decides it once; what is still open is settled by the number of channels.
 */
export type SeenClasses =
  | { readonly kind: "all" }
  /** These, in rising order. */
  | { readonly kind: "some"; readonly indices: readonly number[] }
  /** All but these: the task does not say how many there are. */
  | { readonly kind: "except"; readonly indices: readonly number[] }
  /** All but class 0, if classes exclude each other and there are several: the task does not say. */
  | { readonly kind: "foreground" };

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

export function seenClasses(
  selection: ClassSelection | undefined,
  withoutBackground: boolean,
  { classes, exclusive }: Pick<ResolvedTask, "classes" | "exclusive">,
): SeenClasses {
  if (selection) return { kind: selection.negated ? "except" : "some", indices: selection.indices };
  if (!withoutBackground) return { kind: "all" };
  if (!classes) return { kind: "foreground" };
  return exclusive && classes.length > 1 ? { kind: "some", indices: upTo(classes.length).slice(1) } : { kind: "all" };
}

/** The classes seen once their number is known. A selection may name classes that are not there. */
export function indicesSeen(
  seen: SeenClasses,
  { classes, exclusive }: { readonly classes: number; readonly exclusive: boolean },
): readonly number[] {
  const all = upTo(classes);
  switch (seen.kind) {
    case "all":
      return all;
    case "some":
      return seen.indices;
    case "except":
      return all.filter((index) => !seen.indices.includes(index));
    case "foreground":
      return exclusive && classes > 1 ? all.slice(1) : all;
  }
}

/** Whether a class is seen, as far as one can tell without knowing how many there are. */
export const seesClass = (seen: SeenClasses, index: number): boolean =>
  seen.kind === "all" ||
  (seen.kind === "foreground" ? index > 0 : seen.indices.includes(index) === (seen.kind === "some"));

/** The least number of classes with which every class that is named exists. */
export const classesNamed = (seen: SeenClasses): number =>
  "indices" in seen ? Math.max(0, ...seen.indices.map((index) => index + 1)) : 0;
