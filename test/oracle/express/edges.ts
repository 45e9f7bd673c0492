import type { Expressions } from "../case.js";
import { program, term } from "../text.js";

/** Semantic edges; no training code was published, so the cases are the papers' formulas. */
export const edges: Expressions = {
  "definition class-balanced BCE of CASENet/STEAL": (c) => program(c, term("edge_bce", { one_sided: "zero" })),
};
