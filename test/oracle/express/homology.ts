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

/** Hu's published code, which is not the loss of the article. */
const published: Expression = () =>
  unsupported(
    "It sees only components that die, no loop and never the last component (https://github.com/HuXiaoling/TopoLoss/issues/13), pushes births towards 0 and deaths towards 1, against its own filtration, keeps one of several features that share a pixel, and measures errors of probabilities on logits. `betti` is the loss of the article.",
  );

export const homology: Expressions = {
  "HuXiaoling/TopoLoss topoloss_pytorch.getTopoLoss": published,
  "nstucki/Betti-matching BettiMatching(...).loss() (BettiMatchingLoss without its sigmoid)": planar,
  "nstucki/Betti-Matching-3D betti_matching.compute_matching + the loss of introduction.ipynb": spatial,
};
