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

export const homology: Expressions = {
  "nstucki/Betti-matching BettiMatching(...).loss() (BettiMatchingLoss without its sigmoid)": planar,
  "nstucki/Betti-Matching-3D betti_matching.compute_matching + the loss of introduction.ipynb": spatial,
};
