import { z } from "zod";
import { type Context, type Expr, from } from "../../src/loss.js";
import { power, quotient, ratio } from "./arithmetic.js";
import { overlap } from "./overlap.js";

export const delta = (value: number) =>
  z
    .number()
    .min(0)
    .max(1)
    .default(value)
    .describe(
      "Weight of foreground, and of false negatives in the overlap; background and false positives have the weight 1 − delta.",
    );

export const symmetric = z
  .boolean()
  .default(false)
  .describe("Treat foreground and background alike: both are focused.");

/** The two halves of the unified focal loss. Of exclusive classes class 0 is background, the others are foreground; an independent label has a background of its own. */

export interface FocalForm {
  readonly delta: number;
  readonly gamma: number;
  readonly symmetric: boolean;
}

export interface ProbabilityViews {
  readonly logp: Expr;
  readonly logq: Expr;
  readonly g: Expr;
}

/** Cross-entropy in which foreground weighs `delta` and background, less the better it is classified, the rest; a mean over pixels. */
export function asymmetricFocalCost({ logp, logq, g }: ProbabilityViews, form: FocalForm, context: Context): Expr {
  const { delta, gamma, symmetric } = form;
  const lost = (log: Expr, focused: boolean) => {
    const nats = log.neg();
    return focused && gamma > 0 ? power(from(1).sub(log.exp()).max(0), gamma).mul(nats) : nats;
  };
  if (!context.exclusive) {
    const positive = g.mul(lost(logp, symmetric)).mul(delta);
    return positive
      .add(
        g
          .not()
          .mul(lost(logq, true))
          .mul(1 - delta),
      )
      .mean("batch", "space", "class");
  }
  const background = isBackground(context);
  const foreground = lost(logp, symmetric).mul(delta);
  const cost = g.mul(background.where(lost(logp, true).mul(1 - delta), foreground));
  return quotient(cost.sum("batch", "space", "class"), context.count("batch", "space"));
}

export interface TverskyForm extends FocalForm {
  readonly batch: boolean;
  readonly smooth: number;
}

/** One minus the Tversky index of each class; of foreground to the power 1 − γ, so that what is nearly right keeps its gradient. */
export function asymmetricTverskyCost(p: Expr, g: Expr, form: TverskyForm, context: Context): Expr {
  const { gamma, symmetric } = form;
  const focused = (x: Expr) => power(x.max(0), 1 - gamma);
  const own = missed(p, g, form, context);
  if (context.exclusive) return isBackground(context).where(symmetric ? focused(own) : own, focused(own));
  const rest = missed(p.not(), g.not(), form, context);
  return focused(own)
    .add(symmetric ? focused(rest) : rest)
    .div(2);
}

function missed(p: Expr, g: Expr, { delta, batch, smooth }: TverskyForm, context: Context): Expr {
  const { tp, fp, fn } = overlap(p, g, { batch, soft_labels: false }, context);
  const below = tp.add(fn.mul(delta)).add(fp.mul(1 - delta));
  return from(1).sub(ratio(tp.add(smooth), below.add(smooth)));
}

const isBackground = (context: Context): Expr => context.perClass(context.classIndices.map((c) => Number(c === 0)));
