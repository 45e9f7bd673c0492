import { type Expressions, type Facts, stacked } from "../case.js";
import { program, term } from "../text.js";

/** Semantic edges; no training code was published, so the cases are the papers' formulas. */

const along = (c: Facts, loss: string, args: Readonly<Record<string, number>> = {}) => {
  const reduction = c.param("reduction", "mean");
  const said = program(c, term(loss, { ...args, normals: "normals", reduction }), { fields: ["normals"] });
  if ("unsupported" in said) return said;
  return { ...said, further: { fields: { normals: stacked(c.extra("normal_y"), c.extra("normal_x")) } } };
};

export const edges: Expressions = {
  "definition class-balanced BCE of CASENet/STEAL": (c) => program(c, term("edge_bce", { one_sided: "zero" })),
  "definition STEAL eq. (NMS): -log softmax of f/tau over 2L+1 samples along the normal": (c) =>
    along(c, "nms_edge", { length: c.param("L", 2), temperature: c.param("tau", 0.1) }),
  "definition STEAL eq. (direction): angle between normals at boundary pixels": (c) => along(c, "edge_direction"),
};
