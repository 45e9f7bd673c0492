import type { Axis } from "../../graph/ops/axes.js";
import { shapeOf } from "../axis-sizes.js";
import type { Float64Tensor, Sizes } from "../backend.js";

/** A value of the reference backend: a tensor in float64, row-major. */
export type Nd = Float64Tensor;

export const entries = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

export function filledNd(axes: readonly Axis[], sizes: Sizes, value: number): Nd {
  const shape = shapeOf(axes, sizes);
  const data = new Float64Array(entries(shape));
  return { shape, data: value === 0 ? data : data.fill(value) };
}

/** How far apart neighbours along each axis lie in memory. */
export function stridesOf(axes: readonly Axis[], sizes: Sizes): ReadonlyMap<Axis, number> {
  const shape = shapeOf(axes, sizes);
  return new Map(axes.map((axis, i) => [axis, entries(shape.slice(i + 1))]));
}

/** For each entry of a tensor with `axes`, in memory order, the place of the entry it meets in a tensor with these strides. */
export function places(axes: readonly Axis[], sizes: Sizes, strides: ReadonlyMap<Axis, number>): Int32Array {
  const shape = shapeOf(axes, sizes);
  let all = Int32Array.of(0);
  axes.forEach((axis, k) => {
    const length = shape[k]!;
    if (length === 1) return;
    const stride = strides.get(axis) ?? 0;
    const finer = new Int32Array(all.length * length);
    for (let i = 0; i < all.length; i++) for (let j = 0; j < length; j++) finer[i * length + j] = all[i]! + j * stride;
    all = finer;
  });
  return all;
}

/** Where each entry of a tensor with `axes` finds itself in one that has only `others` of them. */
export const meeting = (axes: readonly Axis[], others: readonly Axis[], sizes: Sizes): Int32Array =>
  places(axes, sizes, stridesOf(others, sizes));

/** A tensor seen as rows along one axis: entry `i` of a row lies at `start + i * stride`. */
export function rowsAlong(axes: readonly Axis[], sizes: Sizes, axis: Axis) {
  const shape = shapeOf(axes, sizes);
  const at = axes.indexOf(axis);
  const stride = entries(shape.slice(at + 1));
  const length = shape[at]!;
  const starts: number[] = [];
  for (let outer = 0; outer < entries(shape.slice(0, at)); outer++)
    for (let inner = 0; inner < stride; inner++) starts.push(outer * length * stride + inner);
  return { length, stride, starts };
}
