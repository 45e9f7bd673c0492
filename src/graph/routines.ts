import type { Axis } from "./ops/axes.js";
import { kindOf } from "./ops/axes.js";
import type { Expr } from "./trace.js";

/**
 * Euclidean distance of each true pixel of a mask to the nearest false one, in the unit of `spacing` (one scalar per spatial axis, in array order).
 * 0 on false pixels, and everywhere in a mask without false pixels. A constant: no gradient passes.
 */
export const distanceTransform = (mask: Expr, spacing: readonly Expr[]): Expr =>
  mask.make("distanceTransform", [mask.node, ...spacing.map((s) => s.node)], { space: mask.scope.space });

/**
 * The connected pieces of the true pixels (above 0.5) of a mask, per sample and class: each true pixel holds the position of the first pixel of its piece,
 * every other one −1. So `scatter` at it gathers a sum per piece at the piece's first pixel, and `gather` hands it back. `face` joins pixels that
 * share a face (4 neighbours in the plane, 6 in space), `full` also those that share a corner (8, 26). A constant.
 */
export const connectedComponents = (mask: Expr, connectivity: "face" | "full"): Expr =>
  mask.make("connectedComponents", [mask.node], { space: mask.scope.space, connectivity });

/** The skeleton of the true pixels (above 0.5) of a mask, per sample and class: 0 and 1, one pixel thin, with the mask's topology. A constant. */
export const skeleton = (mask: Expr): Expr => mask.make("skeleton", [mask.node], { space: mask.scope.space });

/** Positions where the features of one dimension are born and die, `[batch, item, class]` or `[batch, patch, item, class]`; −1 pads the list and stands for "never dies". */
export interface Features {
  readonly births: Expr;
  readonly deaths: Expr;
}

/**
 * Persistent homology of the superlevel filtration of an image, per sample and class: components (dimension 0), loops (1), in volumes cavities (2),
 * features of no persistence left out, the longest-lived first. `vertex` takes pixels as vertices (components 4-connected, in volumes 6-connected), `top` as
 * squares or cubes (8, 26). With `patch`, the same for each square or cube of that side, cut in rows from the first corner, those at the far border as large
 * as the image leaves them. `relative` closes with a frame what touches the border.
 * Positions are constants, and of the whole image; the gradient passes through `gather` of the image at them.
 */
export function persistence(
  image: Expr,
  construction: "vertex" | "top",
  options: HomologyOptions = {},
): readonly Features[] {
  const { space } = image.scope;
  const routine = image.make("persistence", [image.node], { space, construction, ...given(options) });
  const lists = resultLists(routine, image.axes, options);
  return space.map(() => {
    const [births, deaths] = lists(2);
    return { births: births!, deaths: deaths! };
  });
}

export interface HomologyOptions {
  readonly patch?: number | undefined;
  readonly relative?: boolean;
}

/**
 * Features of one dimension of an image, each with the positions of its partner in another image, −1 both where it has none; and, in a list of their own, the
 * features of the other image that are nobody's partner.
 */
export interface Matches extends Features {
  readonly partnerBirths: Expr;
  readonly partnerDeaths: Expr;
  readonly lost: Features;
}

/**
 * The features of two images, as `persistence` finds them, matched where they are the same feature of a third: of the higher of both at each pixel (`union`)
 * or the lower (`intersection`). So partners lie in the same place. The components that never die are partners, and come first.
 */
export function matching(
  image: Expr,
  other: Expr,
  construction: "vertex" | "top",
  comparison: "union" | "intersection",
  options: HomologyOptions = {},
): readonly Matches[] {
  const { space } = image.scope;
  const [one, two] = [image.broadcast([...space, ...other.axes]), other.broadcast([...space, ...image.axes])];
  const routine = one.make("matching", [one.node, two.node], { space, construction, comparison, ...given(options) });
  const lists = resultLists(routine, one.axes, options);
  return space.map(() => {
    const [births, deaths, partnerBirths, partnerDeaths] = lists(4);
    const [lostBirths, lostDeaths] = lists(2);
    return {
      births: births!,
      deaths: deaths!,
      partnerBirths: partnerBirths!,
      partnerDeaths: partnerDeaths!,
      lost: { births: lostBirths!, deaths: lostDeaths! },
    };
  });
}

const given = ({ patch, relative }: HomologyOptions) => ({
  ...(patch !== undefined && { patch }),
  ...(relative && { relative }),
});

/** Takes the results of a routine in turn: so many lists of one length at a time, on an axis of their own. */
function resultLists(routine: Expr, image: readonly Axis[], { patch }: HomologyOptions) {
  const around = image.filter((axis) => !routine.scope.space.includes(axis));
  let [index, axis] = [0, 0];
  return (count: number): readonly Expr[] => {
    const item = `item:${routine.node.id}.${axis++}`;
    const axes = listAxes(around, patch === undefined ? [item] : [`patch:p${patch}`, item]);
    return Array.from({ length: count }, () => routine.make("result", [routine.node], { index: index++, axes }));
  };
}

const listAxes = (around: readonly Axis[], lists: readonly Axis[]): readonly Axis[] => [
  ...around.filter((axis) => kindOf(axis) !== "class"),
  ...lists,
  ...around.filter((axis) => kindOf(axis) === "class"),
];

/** The rank of each entry along an axis, or among all entries of several, 0 first; equal entries keep their order. A constant. */
export function ranks(x: Expr, along: Axis | readonly Axis[], descending = true): Expr {
  const axes = typeof along === "string" ? [along] : along;
  const routine = x.make("argsort", [x.node], { axes, descending });
  return routine.make("result", [routine.node], { index: 1, axes: x.axes });
}

/**
 * At each entry the sum of `values` over all entries that come no later than it in the order of `keys` along some axes, itself among them; equal keys keep
 * their order. A constant. Single precision holds counts up to 2^24.
 */
export function accumulate(keys: Expr, values: Expr, axes: readonly Axis[], descending = true): Expr {
  const [k, v] = [keys.broadcast(values.axes), values.broadcast(keys.axes)];
  return k.make("accumulate", [k.node, v.node], { axes, descending });
}
