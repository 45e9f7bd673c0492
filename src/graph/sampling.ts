import type { Axis } from "./ops/axes.js";
import type { Expr } from "./trace.js";

/**
 * The values of an image between its pixels, by linear interpolation (bilinear in the plane, trilinear in space). `positions` are in pixels, one value for each
 * spatial axis in array order: `[batch, item]` for a list, with the spatial axes for a warp; one with a `class` axis samples each class in places of its own. Beyond
 * the outermost pixel centres lies the nearest of them (`edge`) or a number.
 *
 * Gradients pass to the image, and to the positions: a position has the gradient between the pixels around it, at a pixel's centre that towards the next one. Beyond the
 * border with `edge` it has none.
 */
export function sampled(image: Expr, positions: readonly Expr[], border: number | "edge" = "edge"): Expr {
  const { space } = image.scope;
  if (positions.length !== space.length)
    throw new Error(`${positions.length} positions were given for ${space.length} spatial axes.`);
  const corners = space.reduce<readonly Corner[]>(
    (before, axis, i) => {
      const position = positions[i]!;
      const low = position.floor();
      const share = position.sub(low);
      return before.flatMap((corner) => [
        extended(corner, axis, low, share.not(), border),
        extended(corner, axis, low.add(1), share, border),
      ]);
    },
    [{}],
  );
  return corners.map((corner) => weighed(image, corner, border)).reduce((a, b) => a.add(b));
}

/** One of the pixels around a position, as far as its axes are told. */
interface Corner {
  /** Row-major over the axes so far. */
  readonly index?: Expr;
  readonly share?: Expr;
  /** 1 where it lies in the image; absent: everywhere. */
  readonly inside?: Expr;
}

function extended(before: Corner, axis: Axis, at: Expr, share: Expr, border: number | "edge"): Corner {
  const length = at.make("axisSize", [], { axis });
  const nearest = at.max(0).min(length.sub(1));
  const inside = border === "edge" ? undefined : at.greaterEqual(0).mul(at.less(length));
  return {
    index: before.index ? before.index.mul(length).add(nearest) : nearest,
    share: before.share ? before.share.mul(share) : share,
    ...(inside && { inside: before.inside ? before.inside.mul(inside) : inside }),
  };
}

function weighed(image: Expr, { index, share, inside }: Corner, border: number | "edge"): Expr {
  const pixel = image.gather(index!);
  return (inside && border !== "edge" ? inside.where(pixel, border) : pixel).mul(share!);
}
