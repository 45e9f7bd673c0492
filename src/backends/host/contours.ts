import type { Table } from "../../graph/ops.js";
import { ESSENTIAL } from "../../routines/persistence/pairs.js";
import { locatePixels } from "../../routines/polygon.js";
import { type Mesh, rasterise } from "../../routines/rasterise/rasterise.js";
import { rasteriseVjp } from "../../routines/rasterise/vjp.js";
import { triangulate } from "../../routines/triangulate.js";
import type { HostTensor } from "../backend.js";

/** Routines on contours, whose coordinates lie along the last axis of their arguments. */
export const contourRoutines = {
  polygon: (_, [y, x, height, width, ...spacing]) => {
    const [rows, columns] = [height!.data[0]!, width!.data[0]!];
    const units = spacing.map(({ data }) => data[0]!);
    const found = contoursOf([y!, x!]).map(([down, across]) =>
      locatePixels({ y: down!, x: across! }, rows, columns, units),
    );
    const shape = [...y!.shape.slice(0, -1), rows, columns];
    return (["inside", "edge", "share"] as const).map((name) =>
      joined(
        found.map((one) => one[name]),
        shape,
      ),
    );
  },

  triangulate: (_, [y, x]) => {
    const found = contoursOf([y!, x!]).map(([down, across]) => triangulate(down!, across!));
    const length = Math.max(1, ...found.map((faces) => faces.length / 3));
    const shape = [...y!.shape.slice(0, -1), length];
    return [0, 1, 2].map((corner) =>
      joined(
        found.map((faces) => Float64Array.from({ length }, (_, i) => faces[3 * i + corner] ?? ESSENTIAL)),
        shape,
      ),
    );
  },

  rasterise: (_, [y, x, first, second, third, height, width]) => {
    const [rows, columns] = [height!.data[0]!, width!.data[0]!];
    const drawn = contoursOf([y!, x!, first!, second!, third!]).map((lists) => rasterise(meshOf(lists), rows, columns));
    return [joined(drawn, [...y!.shape.slice(0, -1), rows, columns])];
  },

  rasteriseVjp: (_, [y, x, first, second, third, cotangent]) => {
    const [rows, columns] = cotangent!.shape.slice(-2) as [number, number];
    const pixels = rows * columns;
    const found = contoursOf([y!, x!, first!, second!, third!]).map((lists, i) => {
      const wanted = Float64Array.from({ length: pixels }, (_, at) => cotangent!.data[i * pixels + at]!);
      return rasteriseVjp(meshOf(lists), wanted, rows, columns);
    });
    return (["y", "x"] as const).map((name) =>
      joined(
        found.map((one) => one[name]),
        y!.shape,
      ),
    );
  },
} satisfies Table<
  "polygon" | "triangulate" | "rasterise" | "rasteriseVjp",
  [args: readonly HostTensor[]],
  readonly HostTensor[]
>;

/** The lists along the last axis of some tensors, those of one contour together. */
function contoursOf(tensors: readonly HostTensor[]): readonly (readonly Float64Array[])[] {
  const [first] = tensors;
  const count = first!.shape.slice(0, -1).reduce((a, b) => a * b, 1);
  return Array.from({ length: count }, (_, i) =>
    tensors.map(({ shape, data }) => {
      const length = shape.at(-1)!;
      return Float64Array.from({ length }, (_, at) => data[i * length + at]!);
    }),
  );
}

const meshOf = ([y, x, ...corners]: readonly Float64Array[]): Mesh => ({
  y: y!,
  x: x!,
  faces: Array.from(corners[0]!, (_, i) => corners.map((list) => list[i]!)).flat(),
});

/** What was found for each contour, one after another. */
function joined(parts: readonly Float64Array[], shape: readonly number[]): HostTensor {
  const data = new Float64Array(shape.reduce((a, b) => a * b, 1));
  let at = 0;
  for (const part of parts) {
    data.set(part, at);
    at += part.length;
  }
  return { shape, data };
}
