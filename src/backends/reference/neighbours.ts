import type { Kernel } from "../../graph/ops.js";
import type { Lowerings } from "../backend.js";
import { entries, filledNd, type Nd, rowsAlong } from "./nd.js";

const within = (i: number, length: number) => Math.min(Math.max(i, 0), length - 1);
const around = (i: number, length: number) => ((i % length) + length) % length;

export const referenceNeighbours = {
  shift: (node, [x], sizes) => {
    const { axis, by, border } = node.attributes;
    const out = filledNd(node.axes, sizes, 0);
    const { length, stride, starts } = rowsAlong(node.axes, sizes, axis);
    for (const start of starts)
      for (let i = 0; i < length; i++) {
        const beyond = i + by < 0 || i + by >= length;
        const at = border === "wrap" ? around(i + by, length) : within(i + by, length);
        out.data[start + i * stride] = beyond && typeof border === "number" ? border : x!.data[start + at * stride]!;
      }
    return out;
  },

  shiftTranspose: (node, [x], sizes) => {
    const { axis, by } = node.attributes;
    const out = filledNd(node.axes, sizes, 0);
    const { length, stride, starts } = rowsAlong(node.axes, sizes, axis);
    for (const start of starts)
      for (let i = 0; i < length; i++)
        out.data[start + within(i + by, length) * stride]! += x!.data[start + i * stride]!;
    return out;
  },

  reduceWindow: (node, [x], sizes) => {
    const { axis, kind, before, after } = node.attributes;
    const better = kind === "max" ? Math.max : Math.min;
    const out = filledNd(node.axes, sizes, 0);
    const { length, stride, starts } = rowsAlong(node.axes, sizes, axis);
    for (const start of starts)
      for (let i = 0; i < length; i++) {
        let best = x!.data[start + i * stride]!;
        for (let j = Math.max(0, i - before); j <= Math.min(length - 1, i + after); j++)
          best = better(best, x!.data[start + j * stride]!);
        out.data[start + i * stride] = best;
      }
    return out;
  },

  convolve: (node, [x], sizes) => {
    const out = filledNd(node.axes, sizes, 0);
    const strides = node.axes.map((_, k) => entries(out.shape.slice(k + 1)));
    for (const { weight, steps } of terms(node.attributes)) {
      const by = node.axes.map((axis) => steps.get(axis) ?? 0);
      const reach = by.reduce((sum, step, k) => sum + step * strides[k]!, 0);
      for (let i = 0; i < out.data.length; i++) {
        const inside = by.every((step, k) => {
          const at = (Math.floor(i / strides[k]!) % out.shape[k]!) + step;
          return at >= 0 && at < out.shape[k]!;
        });
        if (inside) out.data[i]! += weight * x!.data[i + reach]!;
      }
    }
    return out;
  },
} satisfies Lowerings<"shift" | "shiftTranspose" | "reduceWindow" | "convolve", Nd>;

/** The offsets of a kernel that weigh anything, as steps along its axes. */
const terms = ({ axes, sizes, values }: Kernel) =>
  values
    .map((weight, place) => ({
      weight,
      steps: new Map(
        axes.map((axis, k) => {
          const size = sizes[k]!;
          return [axis, (Math.floor(place / entries(sizes.slice(k + 1))) % size) - (size - 1) / 2] as const;
        }),
      ),
    }))
    .filter(({ weight }) => weight !== 0);
