import type { Node } from "../../graph/ops.js";
import type { Lowerings, Sizes } from "../backend.js";
import { filledNd, meeting, type Nd } from "./nd.js";

const reduction =
  (initial: number, join: (a: number, b: number) => number) =>
  (node: Node, [x]: readonly Nd[], sizes: Sizes): Nd => {
    const out = filledNd(node.axes, sizes, initial);
    const at = meeting(node.args[0]!.axes, node.axes, sizes);
    x!.data.forEach((value, i) => {
      out.data[at[i]!] = join(out.data[at[i]!]!, value);
    });
    return out;
  };

export const referenceReductions = {
  sum: reduction(0, (a, b) => a + b),
  reduceMax: reduction(Number.NEGATIVE_INFINITY, Math.max),
  reduceMin: reduction(Number.POSITIVE_INFINITY, Math.min),
} satisfies Lowerings<"sum" | "reduceMax" | "reduceMin", Nd>;
