import type { PointwiseOp, ReductionOp, ShapeOp } from "../../../graph/ops.js";
import type { Code } from "../../../wasm/encode/code.js";
import type { Plain } from "../../../wasm/encode/opcodes.js";
import { simd } from "../../../wasm/math/index.js";
import { isAtLeastOne, isNonPositive, isUnit } from "./value-ranges.js";
import { largest, of, smallest, type VectorLowering } from "./vectors.js";

const instructions =
  (...names: readonly Plain[]): VectorLowering =>
  (node, arg, _, body) =>
    body.each(
      body.classes(node),
      node.args.map((a) => arg(a)),
      () => body.code.op(...names),
    );

const written =
  (write: (code: Code, cpu: { readonly fma: boolean }) => void): VectorLowering =>
  (node, arg, _, body) =>
    body.each(
      body.classes(node),
      node.args.map((a) => arg(a)),
      () => write(body.code, body.cpu),
    );

const comparison: VectorLowering = (node, _, offset, body) =>
  Array.from({ length: body.classes(node) }, (__, c) => {
    const mask = body.mask(node, offset, c);
    return body.kept(() => {
      mask();
      body.code.f32x4(1).op("v128.and");
    });
  });

/** Over classes, which lie in vectors of their own. */
const folded =
  (name: Plain): VectorLowering =>
  (node, arg, _, body) => {
    const vectors = arg(node.args[0]!);
    return [
      body.kept(() => {
        vectors.forEach((vector, c) => {
          vector();
          if (c > 0) body.code.op(name);
        });
      }),
    ];
  };

/** Operations that need nothing but the pixel: its entries are in registers, a vector for each class. */
export const wasmPointwise: { readonly [O in PointwiseOp | "detach" | ReductionOp | ShapeOp]: VectorLowering<O> } = {
  neg: instructions("f32x4.neg"),
  abs: instructions("f32x4.abs"),
  sqrt: instructions("f32x4.sqrt"),
  floor: instructions("f32x4.floor"),
  sign: (node, arg, _, body) => {
    const x = arg(node.args[0]!);
    return x.map((vector) =>
      body.kept(() => {
        vector();
        body.code.f32x4(0).op("f32x4.gt").f32x4(1).op("v128.and");
        vector();
        body.code.f32x4(0).op("f32x4.lt").f32x4(1).op("v128.and").op("f32x4.sub");
      }),
    );
  },
  exp: (node, arg, offset, body) =>
    (isNonPositive(node.args[0]!) ? written(simd.expNonPositive) : written(simd.exp))(node, arg, offset, body),
  log: (node, arg, offset, body) =>
    (isAtLeastOne(node.args[0]!) ? written(simd.logNormal) : written(simd.log))(node, arg, offset, body),
  log1p: (node, arg, offset, body) =>
    (isUnit(node.args[0]!) ? written(simd.log1pUnit) : written(simd.log1p))(node, arg, offset, body),
  sin: written(simd.sin),
  cos: written(simd.cos),
  acos: written(simd.acos),
  atan: written(simd.atan),
  tanh: written(simd.tanh),
  add: instructions("f32x4.add"),
  sub: instructions("f32x4.sub"),
  mul: (node, arg, offset, body) => {
    const truth = node.args.findIndex((a) => body.isTruth(a));
    if (truth < 0) return instructions("f32x4.mul")(node, arg, offset, body);
    const other = arg(node.args[1 - truth]!);
    return Array.from({ length: body.classes(node) }, (_, c) => {
      const mask = body.mask(node.args[truth]!, offset, c);
      return body.kept(() => {
        of(other, c)();
        mask();
        body.code.op("v128.and");
      });
    });
  },
  div: instructions("f32x4.div"),
  pow: (node, arg, offset, body) => {
    const exponent = node.args[1]!;
    const known = exponent.op === "constant" ? exponent.attributes.value : undefined;
    const x = arg(node.args[0]!);
    if (known === 2 || known === 3)
      return body.each(body.classes(node), known === 2 ? [x, x] : [x, x, x], () =>
        body.code.op(...new Array<Plain>(known - 1).fill("f32x4.mul")),
      );
    return written(simd.pow)(node, arg, offset, body);
  },
  max: instructions(largest),
  min: instructions(smallest),
  less: comparison,
  lessEqual: comparison,
  equal: comparison,
  select: (node, arg, offset, body) => {
    const [yes, no] = [arg(node.args[1]!), arg(node.args[2]!)];
    return Array.from({ length: body.classes(node) }, (_, c) => {
      const mask = body.mask(node.args[0]!, offset, c);
      return body.kept(() => {
        of(yes, c)();
        of(no, c)();
        mask();
        body.code.op("v128.bitselect");
      });
    });
  },
  detach: (node, arg) => arg(node.args[0]!),
  broadcast: (node, arg, _, body) => {
    const vectors = arg(node.args[0]!);
    return Array.from({ length: body.classes(node) }, (__, c) => of(vectors, c));
  },
  sum: folded("f32x4.add"),
  reduceMax: folded(largest),
  reduceMin: folded(smallest),
  take: (node, arg) => {
    const vectors = arg(node.args[0]!);
    return node.attributes.indices.map((index) => of(vectors, index));
  },
  takeTranspose: (node, arg, _, body) => {
    const vectors = arg(node.args[0]!);
    const { indices } = node.attributes;
    return Array.from({ length: body.classes(node) }, (__, c) => {
      const from = indices.flatMap((index, i) => (index === c ? [i] : []));
      if (!from.length) return () => body.code.f32x4(0);
      return body.kept(() => {
        from.forEach((i, k) => {
          of(vectors, i)();
          if (k > 0) body.code.op("f32x4.add");
        });
      });
    });
  },
};
