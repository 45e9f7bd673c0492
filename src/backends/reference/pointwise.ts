import type { CoreOp, Node } from "../../graph/ops.js";
import type { Lowerings, Sizes } from "../backend.js";
import { filled, meeting, type Nd } from "./nd.js";

type Lowering = (node: Node, args: readonly Nd[], sizes: Sizes) => Nd;

const truth = (holds: boolean) => (holds ? 1 : 0);

const each =
  (f: (a: number, b: number, c: number) => number): Lowering =>
  (node, args, sizes) => {
    const out = filled(node.axes, sizes, 0);
    const at = node.args.map((arg) => meeting(node.axes, arg.axes, sizes));
    const value = (k: number, i: number) => (k < args.length ? args[k]!.data[at[k]![i]!]! : 0);
    for (let i = 0; i < out.data.length; i++) out.data[i] = f(value(0, i), value(1, i), value(2, i));
    return out;
  };

export const pointwise = {
  neg: each((a) => -a),
  abs: each(Math.abs),
  sign: each(Math.sign),
  exp: each(Math.exp),
  log: each(Math.log),
  log1p: each(Math.log1p),
  sqrt: each(Math.sqrt),
  sin: each(Math.sin),
  cos: each(Math.cos),
  acos: each(Math.acos),
  atan: each(Math.atan),
  floor: each(Math.floor),
  add: each((a, b) => a + b),
  sub: each((a, b) => a - b),
  mul: each((a, b) => a * b),
  div: each((a, b) => a / b),
  pow: each((a, b) => a ** b),
  max: each((a, b) => Math.max(a, b)),
  min: each((a, b) => Math.min(a, b)),
  less: each((a, b) => truth(a < b)),
  lessEqual: each((a, b) => truth(a <= b)),
  equal: each((a, b) => truth(a === b)),
  select: each((condition, a, b) => (condition !== 0 ? a : b)),
} satisfies Partial<Lowerings<CoreOp, Nd>>;
