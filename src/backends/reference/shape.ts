import type { Lowerings } from "../backend.js";
import { filledNd, meeting, type Nd, rowsAlong } from "./nd.js";

export const referenceShape = {
  broadcast: (node, [x], sizes) => {
    const out = filledNd(node.axes, sizes, 0);
    const at = meeting(node.axes, node.args[0]!.axes, sizes);
    for (let i = 0; i < at.length; i++) out.data[i] = x!.data[at[i]!]!;
    return out;
  },

  take: (node, [x], sizes) => {
    const { axis, indices, as } = node.attributes;
    const out = filledNd(node.axes, sizes, 0);
    const from = rowsAlong(node.args[0]!.axes, sizes, axis);
    const to = rowsAlong(node.axes, sizes, as);
    to.starts.forEach((start, row) => {
      indices.forEach((index, i) => {
        out.data[start + i * to.stride] = x!.data[from.starts[row]! + index * from.stride]!;
      });
    });
    return out;
  },

  takeTranspose: (node, [x], sizes) => {
    const { axis, indices, as } = node.attributes;
    const out = filledNd(node.axes, sizes, 0);
    const from = rowsAlong(node.args[0]!.axes, sizes, as);
    const to = rowsAlong(node.axes, sizes, axis);
    to.starts.forEach((start, row) => {
      indices.forEach((index, i) => {
        out.data[start + index * to.stride]! += x!.data[from.starts[row]! + i * from.stride]!;
      });
    });
    return out;
  },
} satisfies Lowerings<"broadcast" | "take" | "takeTranspose", Nd>;
