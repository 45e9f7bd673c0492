import { type Expression, type Expressions, type Facts, unsupported } from "../case.js";
import { program, term, times } from "../text.js";

/** The first channel alone is looked at. */
const chen: Expression = (c) => {
  const args = {
    lambda: c.param("lambda", 1),
    mu: c.param("mu", 1),
    epsilon: c.param("eps", 1e-8),
    stencil: "chen2019",
    background: true,
  };
  return program(c, term("active_contour", args, c.several ? [0] : undefined), { probabilities: true });
};

/** Sums over samples, classes and pixels, where the losses here are means. */
const summed = (c: Facts, text: string) =>
  program(c, times(c.samples * c.classes * c.pixels, text), { probabilities: true });

const pooled: Expression = (c) =>
  summed(c, term("active_contour", { mu: c.param("miu", 1), stencil: "pool", background: true }));

const ace: Expression = (c) => {
  const args = { alpha: c.param("a", 1), beta: c.param("b", 1), mu: c.param("u", 1) };
  return summed(c, term("elastica", { ...args, stencil: "chen2020", background: true }));
};

const aceAt = "HiLab-git/ACELoss aceloss.";

export const activeContours: Expressions = {
  "xuuuuuuchen/Active-Contour-Loss Active_Contour_Loss": chen,
  [`${aceAt}ACELoss`]: ace,
  [`${aceAt}ACLossV2`]: pooled,
  [`${aceAt}ACLoss`]: () =>
    unsupported(
      "The length is summed to one number before it is stretched to the range from 0 to 1, which makes 0 of it: no length is left (https://github.com/HiLab-git/ACELoss, aceloss.py; its ACLoss3D stretches the map).",
    ),
};
