import type { Axis } from "../../src/graph/ops/axes.js";
import type { Context, Expr } from "../../src/loss.js";
import { bump, derivatives, validMask } from "./level-set.js";
import { maskedFill, neighbour } from "./neighbourhoods.js";
import { dotProduct, norm } from "./vectors.js";

/** The motion of a level set as DELSE has it, in the arithmetic of the layers that its public copies share; what lies under a mask lies beyond the border. */

type Space = Pick<Context, "space">;

/** Under the root of the length of a gradient. */
const floor = 1e-10;

/** How a level set moves. */
export interface Motion {
  readonly steps: number;
  /** Length of a step. */
  readonly timestep: number;
  /** How far from the interface, in the level set's values, there is motion. */
  readonly reach: number;
  /** Weight of the regularisation in each step. */
  readonly regularisation: number;
  readonly corners: "two" | "all";
  /** Take curvature and regularisation as constants, so that gradients pass only along the motion. */
  readonly detach: boolean;
}

/** A level set after some steps along a vector field, smoothed by its curvature where the gate is open. */
export function evolved(
  start: Expr,
  field: readonly Expr[],
  gate: Expr | undefined,
  how: Motion,
  context: Space,
): Expr {
  const held = (x: Expr) => (how.detach ? x.detach() : x);
  let phi = start;
  for (let step = 0; step < how.steps; step++) {
    phi = mirrored(phi, how.corners, context);
    const bend = held(levelCurvature(phi, context));
    const push = dotProduct(field, derivatives(phi, context)).add(gate ? gate.mul(bend) : bend);
    phi = phi.add(bump(phi, how.reach).mul(push).mul(how.timestep));
    phi = phi.add(regularisation(held(phi), context).mul(how.regularisation));
  }
  return phi;
}

/** The curvature of the level lines: the divergence of the unit gradient. */
export function levelCurvature(phi: Expr, context: Space): Expr {
  const gradient = derivatives(phi, context);
  const length = norm(gradient, floor);
  return divergence(
    gradient.map((x) => x.div(length)),
    context,
  );
}

/**
 * Keeps a level set close to a signed distance function: gradient descent on the double-well potential of its gradient's length (Li, Xu, Gui, Fox. Distance regularized
 * level set evolution. TIP 2010, equation 16).
 */
export function regularisation(phi: Expr, context: Space): Expr {
  const gradient = derivatives(phi, context);
  const rate = diffusion(norm(gradient, floor)).sub(1);
  return divergence(
    gradient.map((x) => x.mul(rate)),
    context,
  ).add(laplacian(phi, context));
}

/** The potential whose wells are gradients of length 0 and 1. */
export function potential(length: Expr): Expr {
  const waves = length
    .mul(2 * Math.PI)
    .cos()
    .neg()
    .add(1)
    .div(4 * Math.PI ** 2);
  return length.lessEqual(1).where(waves, length.sub(1).square().mul(0.5));
}

export const gradientLength = (phi: Expr, context: Space): Expr => norm(derivatives(phi, context), floor);

/** p′(s)/s of the potential. */
function diffusion(length: Expr): Expr {
  const angle = length.mul(2 * Math.PI);
  return length.lessEqual(1).where(angle.sin().div(angle), length.sub(1).div(length));
}

const divergence = (field: readonly Expr[], { space }: Space): Expr =>
  space.map((axis, i) => derivatives(field[i]!, { space: [axis] })[0]!).reduce((a, b) => a.add(b));

/** The differences to the neighbours; at the border that of the next pixel inside. */
export function laplacian(phi: Expr, { space }: Space): Expr {
  const inner = space
    .map((axis) =>
      neighbour(phi, axis, 1)
        .add(neighbour(phi, axis, -1))
        .sub(phi.mul(2)),
    )
    .reduce((a, b) => a.add(b));
  return space.reduce((x, axis) => fromInside(x, axis, 1), inner);
}

/**
 * Without flow across the border: the outermost pixels take the values of those two further inside. The published code does so in `two` of the four corners, where
 * both coordinates are least or both are largest, and leaves the others as they were.
 */
export function mirrored(phi: Expr, corners: "two" | "all", { space }: Space): Expr {
  const all = space.reduce((x, axis) => fromInside(x, axis, 2), phi);
  if (corners === "all") return all;
  const [y, x] = space.map((axis) => ({ first: isFirst(phi, axis), last: isLast(phi, axis) }));
  return y!.first.mul(x!.last).add(y!.last.mul(x!.first)).where(phi, all);
}

/** Where the pixels that count begin and end along an axis. */
const isFirst = (near: Expr, axis: Axis) => isOutermost(near, axis, -1);
const isLast = (near: Expr, axis: Axis) => isOutermost(near, axis, 1);
function isOutermost(near: Expr, axis: Axis, outwards: 1 | -1): Expr {
  const there = validMask(near);
  return there.mul(there.shift(axis, outwards, 0).not());
}

/** The first and the last entries along an axis replaced by those so many further inside, where there are such. */
function fromInside(x: Expr, axis: Axis, by: number): Expr {
  const inside = maskedFill(x);
  const there = validMask(x);
  const first = isFirst(x, axis)
    .mul(there.shift(axis, by, 0))
    .where(inside.shift(axis, by, 0), x);
  return isLast(x, axis)
    .mul(there.shift(axis, -by, 0))
    .where(inside.shift(axis, -by, 0), first);
}
