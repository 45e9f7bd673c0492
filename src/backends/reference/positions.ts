import { type Axis, union } from "../../graph/ops/axes.js";
import type { Lowerings, Sizes } from "../backend.js";
import { filledNd, meeting, type Nd, places, stridesOf } from "./nd.js";

/** The strides of a tensor's axes, but for the space that a position stands for, and the stride of a position. */
function aroundSpace(axes: readonly Axis[], space: readonly Axis[], sizes: Sizes) {
  const strides = stridesOf(axes, sizes);
  return {
    around: new Map([...strides].filter(([axis]) => !space.includes(axis))),
    // The spatial axes lie side by side, so that one stride serves positions counted row by row.
    step: strides.get(space.at(-1)!)!,
  };
}

export const referencePositions = {
  gather: (node, [x, index], sizes) => {
    const [source, list] = [node.args[0]!.axes, node.args[1]!.axes];
    const out = filledNd(node.axes, sizes, 0);
    const { around, step } = aroundSpace(source, node.attributes.space, sizes);
    const images = places(node.axes, sizes, around);
    const listed = meeting(node.axes, list, sizes);
    for (let i = 0; i < out.data.length; i++) {
      const position = index!.data[listed[i]!]!;
      if (position >= 0) out.data[i] = x!.data[images[i]! + position * step]!;
    }
    return out;
  },

  scatter: (node, [x, index], sizes) => {
    const { space } = node.attributes;
    const [values, list] = [node.args[0]!.axes, node.args[1]!.axes];
    const all = union(values, list);
    const out = filledNd(node.axes, sizes, 0);
    const { around, step } = aroundSpace(node.axes, space, sizes);
    const images = places(all, sizes, around);
    const valued = meeting(all, values, sizes);
    const listed = meeting(all, list, sizes);
    for (let i = 0; i < images.length; i++) {
      const position = index!.data[listed[i]!]!;
      if (position >= 0) out.data[images[i]! + position * step]! += x!.data[valued[i]!]!;
    }
    return out;
  },
} satisfies Lowerings<"gather" | "scatter", Nd>;
