import type { ResolvedTask } from "../program/program.js";
import { BatchError } from "./errors.js";

type Shape = readonly number[];
type Head = readonly [name: string, shape: Shape];

const show = (shape: Shape) => `[${shape.join(", ")}]`;

/** The predictions that hold vertices of contours: `[batch, points, 2]`. */
export const contoursIn = (predictions: ReadonlyMap<string, Shape>): ReadonlyMap<string, Shape> =>
  new Map([...predictions].filter(([, shape]) => shape.length === 3 && shape[2] === 2));

/**
 * The image that contours are drawn on, if nothing else is predicted: that of the target, as a prediction of one class would be.
 *
 * @throws {BatchError} when contours do not fit the target, the other heads or the task.
 */
export function imageAround(
  contours: ReadonlyMap<string, Shape>,
  images: readonly Head[],
  target: Shape,
  { space, classes }: ResolvedTask,
): Head | undefined {
  const [first] = contours;
  if (!first) return undefined;
  const [name, contour] = first;
  if (space === 3)
    throw new BatchError(
      `The prediction ${show(contour)} holds contours, which lie in a plane; the task says \`space: 3d\`.`,
    );
  const batch = images[0]?.[1][0] ?? target[0];
  for (const [head, shape] of contours)
    if (shape[0] !== batch || shape[1]! < 1)
      throw new BatchError(
        `The contours ${head && `of the head \`${head}\` `}have the shape ${show(shape)}; they must be [${batch}, points, 2], as many samples as ${images.length ? "the other heads have" : "the target has"}.`,
      );
  if (images.length) return undefined;
  if (target.length !== 3 && !(target.length === 4 && target[3] === 1))
    throw new BatchError(
      `The target has the shape ${show(target)}, which does not fit the contours ${show(contour)}: give a mask [${contour[0]}, h, w] of any size.`,
    );
  if (classes && classes.length !== 1)
    throw new BatchError(
      `The prediction ${show(contour)} holds contours of one class, but the task names ${classes.length}: ${classes.join(", ")}.`,
    );
  return [name, [...target.slice(0, 3), 1]];
}
