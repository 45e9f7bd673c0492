import { annotationChapter } from "./annotation.js";
import { boundaryChapter } from "./boundary.js";
import type { Chapter } from "./chapter.js";
import { contourChapter } from "./contour.js";
import { conventionsChapter } from "./conventions.js";
import { distributionChapter } from "./distribution.js";
import { recipesChapter } from "./recipes.js";
import { regionChapter } from "./region.js";
import { topologyChapter } from "./topology.js";

export type { Chapter, Section } from "./chapter.js";

/** The reference, in the order it is taught: what all losses share first, what is made of them last. */
export const chapters: readonly Chapter[] = [
  conventionsChapter,
  distributionChapter,
  regionChapter,
  boundaryChapter,
  contourChapter,
  topologyChapter,
  annotationChapter,
  recipesChapter,
];
