import { kindOf } from "../../../graph/ops/axes.js";
import type { ReductionOp, ShapeOp } from "../../../graph/ops.js";
import type { ShaderLowering } from "./body.js";
import { folds } from "./pointwise.js";

/** The name for a class: values without classes are the same for all. */
export const ofClass = (names: readonly string[], c: number): string => (names.length === 1 ? names[0]! : names[c]!);

/** Over classes, which have names of their own. */
const folded: ShaderLowering<ReductionOp> = (node, body, offset) => {
  const { join } = folds[node.op];
  const arg = node.args[0]!;
  const names = body.value(arg, offset);
  return [body.kept(names.reduce(join))];
};

export const acrossClasses = {
  sum: folded,
  reduceMax: folded,
  reduceMin: folded,
  take: (node, body, offset) => {
    const names = body.value(node.args[0]!, offset);
    return node.attributes.indices.map((index) => ofClass(names, index));
  },
  takeTranspose: (node, body, offset) => {
    const names = body.value(node.args[0]!, offset);
    return Array.from({ length: body.classes(node) }, (_, c) => {
      const from = node.attributes.indices.flatMap((index, i) => (index === c ? [ofClass(names, i)] : []));
      return body.kept(from.length ? from.join(" + ") : "0.0");
    });
  },
} satisfies { readonly [O in ReductionOp | Exclude<ShapeOp, "broadcast">]: ShaderLowering<O> };

export const overClasses = (axes: readonly string[]): boolean => axes.some((axis) => kindOf(axis) === "class");
