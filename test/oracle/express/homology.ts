import { type Expression, type Expressions, unsupported } from "../case.js";
import { program, term } from "../text.js";

const filtrations = ["superlevel", "sublevel", "bothlevel"];

/** Factor 2 for matched features, 1 for all others of both images; the essential components are partners. */
const planar: Expression = (c) => {
  const filtration = c.param("filtration", "superlevel");
  if (!filtrations.includes(filtration)) return unsupported(`There is no filtration \`${filtration}\`.`);
  return program(
    c,
    term("betti_matching", {
      dimensions: c.optional<readonly number[]>("dimensions"),
      comparison: c.param("comparison", "union"),
      construction: c.param("construction", "V") === "T" ? "top" : "vertex",
      filtration,
      relative: c.param("relative", false),
    }),
  );
};

/** Its pairs of cells leave out what never dies, and its loss what only the target has; pixels are vertices. */
const spatial: Expression = (c) => {
  const lost = c.param("target_unmatched", false);
  if (!c.param("filtration", "superlevel").startsWith("superlevel"))
    return unsupported("Only its superlevel sets, as sublevel sets of 1 − p, are at hand to compare with.");
  return program(c, `betti_matching(essential=false${lost ? "" : ", unmatched=0"})`);
};

/**
 * Hu's published code. It hands the rows of an image one after the other to gudhi, which takes the first axis as the one that runs fastest: what it computes
 * is the loss of an image whose sides are exchanged, though the numbers lie where they lay.
 */
const published: Expression = (c) => {
  const [, height, width] = c.case.pred.shape;
  const patch = c.param("topo_size", 100);
  const text = term("hu_topology", {
    patch,
    min_persistence: c.param("pers_thresh", 0.03),
    perfect: c.param("pers_thresh_perfect", 0.99),
  });
  const whole = patch >= Math.max(height!, width!);
  if (!whole && (height! % patch || width! % patch))
    return unsupported(
      "Patches at the border are not square, and the code reads each with rows and columns exchanged: rows go to gudhi one after the other, which takes the first axis as the fastest (`getCriticalPoints` in topoloss_pytorch.py).",
    );
  return { ...program(c, text), ...(whole && { space: [width!, height!] }) };
};

export const homology: Expressions = {
  "HuXiaoling/TopoLoss topoloss_pytorch.getTopoLoss": published,
  "nstucki/Betti-matching BettiMatching(...).loss() (BettiMatchingLoss without its sigmoid)": planar,
  "nstucki/Betti-Matching-3D betti_matching.compute_matching + the loss of introduction.ipynb": spatial,
};
