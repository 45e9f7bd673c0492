import type { StencilOp } from "../../../graph/ops.js";
import type { Offset } from "../../axis-sizes.js";
import { kernelSteps } from "../../kernel-steps.js";
import type { KernelBody } from "./body.js";
import { largest, of, smallest, type Vec, type VectorLowering } from "./vectors.js";

const moved = (offset: Offset, axis: number, by: number): Offset => offset.map((o, k) => (k === axis ? o + by : o));

/** Operations that read around a pixel. What lies beyond a border is masked where vectors are near one. */
export const wasmNeighbours: { readonly [O in StencilOp]: VectorLowering<O> } = {
  shift: (node, arg, offset, body) => {
    const { axis, by, border } = node.attributes;
    const along = body.space.indexOf(axis);
    const there = moved(offset, along, by);
    const vectors = arg(node.args[0]!, there);
    if (border === "edge") {
      if (along < body.space.length - 1) return vectors;
      const inside = body.within(along, there[along]!);
      if (!inside) return vectors;
      const ends = body.rowEnd(node.args[0]!, there, by > 0);
      return vectors.map((vector, c) => chosen(body, vector, of(ends, c), inside));
    }
    const inside = body.within(along, there[along]!);
    if (!inside) return vectors;
    return vectors.map((vector) => chosen(body, vector, () => body.code.f32x4(border as number), inside));
  },

  shiftTranspose: (node, arg, offset, body) => {
    const { axis, by } = node.attributes;
    const along = body.space.indexOf(axis);
    const taken = (step: number): readonly Vec[] => {
      const there = moved(offset, along, step);
      const vectors = arg(node.args[0]!, there);
      const inside = body.within(along, there[along]!);
      return inside ? vectors.map((vector) => chosen(body, vector, () => body.code.f32x4(0), inside)) : vectors;
    };
    const plain = taken(-by);
    if (by === 0) return plain;
    const beyond = Math.min(Math.abs(by), body.lengths[along]!);
    const extra = Array.from({ length: beyond }, (_, k) => taken(by > 0 ? -k : k));
    const edge = body.atEdge(along, by > 0);
    if (!edge) return plain;
    return plain.map((vector, c) =>
      body.kept(() => {
        vector();
        extra.forEach((more, k) => {
          more[c]!();
          if (k > 0) body.code.op("f32x4.add");
        });
        edge();
        body.code.op("v128.and", "f32x4.add");
      }),
    );
  },

  reduceWindow: (node, arg, offset, body) => {
    const { axis, kind, before, after } = node.attributes;
    const along = body.space.indexOf(axis);
    const last = along === body.space.length - 1;
    const name = kind === "max" ? largest : smallest;
    const neutral = kind === "max" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    const steps = Array.from({ length: before + after + 1 }, (_, i) => {
      const there = moved(offset, along, i - before);
      const vectors = arg(node.args[0]!, there);
      // What is read beyond a border along other axes is the nearest row, which the window holds anyway.
      const inside = last ? body.within(along, there[along]!) : undefined;
      return inside ? vectors.map((vector) => chosen(body, vector, () => body.code.f32x4(neutral), inside)) : vectors;
    });
    return steps[0]!.map((_, c) =>
      body.kept(() => {
        steps.forEach((vectors, i) => {
          vectors[c]!();
          if (i > 0) body.code.op(name);
        });
      }),
    );
  },

  convolve: (node, arg, offset, body) => {
    const { axes, sizes, values } = node.attributes;
    const taps = values.flatMap((weight, place) => (weight === 0 ? [] : [{ weight, by: kernelSteps(place, sizes) }]));
    const classes = body.classes(node);
    const sums = Array.from({ length: classes }, () => body.code.local("v128"));
    for (const sum of sums) body.code.f32x4(0).set(sum);
    for (const { weight, by } of taps) {
      const there = axes.reduce((at, axis, k) => moved(at, body.space.indexOf(axis), by[k]!), offset);
      const vectors = arg(node.args[0]!, there);
      const inside = there.flatMap((step, along) => (step === 0 ? [] : (body.within(along, step) ?? [])));
      sums.forEach((sum, c) => {
        body.code.get(sum);
        of(vectors, c)();
        for (const mask of inside) {
          mask();
          body.code.op("v128.and");
        }
        body.code.f32x4(weight).op("f32x4.mul", "f32x4.add").set(sum);
      });
    }
    return sums.map((sum) => () => body.code.get(sum));
  },
};

function chosen(body: KernelBody, inside: Vec, beyond: Vec, where: Vec): Vec {
  return body.kept(() => {
    inside();
    beyond();
    where();
    body.code.op("v128.bitselect");
  });
}
