import { annotation } from "./annotation.js";
import { boundary } from "./boundary.js";
import type { Chapter } from "./chapter.js";
import { contour } from "./contour.js";
import { conventions } from "./conventions.js";
import { distribution } from "./distribution.js";
import { recipes } from "./recipes.js";
import { region } from "./region.js";
import { topology } from "./topology.js";

export type { Chapter, Section } from "./chapter.js";

/** The reference, in the order it is taught: what all losses share first, what is made of them last. */
export const chapters: readonly Chapter[] = [
  conventions,
  distribution,
  region,
  boundary,
  contour,
  topology,
  annotation,
  recipes,
];
