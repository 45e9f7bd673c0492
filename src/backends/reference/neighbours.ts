import type { Lowerings } from "../backend.js";
import { filled, type Nd, rowsAlong } from "./nd.js";

const within = (i: number, length: number) => Math.min(Math.max(i, 0), length - 1);

export const neighbours = {
  shift: (node, [x], sizes) => {
    const { axis, by, border } = node.attributes;
    const out = filled(node.axes, sizes, 0);
    const { length, stride, starts } = rowsAlong(node.axes, sizes, axis);
    for (const start of starts)
      for (let i = 0; i < length; i++) {
        const beyond = i + by < 0 || i + by >= length;
        out.data[start + i * stride] =
          beyond && border !== "edge" ? border : x!.data[start + within(i + by, length) * stride]!;
      }
    return out;
  },

  unshift: (node, [x], sizes) => {
    const { axis, by } = node.attributes;
    const out = filled(node.axes, sizes, 0);
    const { length, stride, starts } = rowsAlong(node.axes, sizes, axis);
    for (const start of starts)
      for (let i = 0; i < length; i++)
        out.data[start + within(i + by, length) * stride]! += x!.data[start + i * stride]!;
    return out;
  },

  window: (node, [x], sizes) => {
    const { axis, kind, before, after } = node.attributes;
    const better = kind === "max" ? Math.max : Math.min;
    const out = filled(node.axes, sizes, 0);
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
} satisfies Lowerings<"shift" | "unshift" | "window", Nd>;
