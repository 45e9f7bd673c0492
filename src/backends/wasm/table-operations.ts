import type { Node, PointwiseOp } from "../../graph/ops.js";
import type { Plain } from "../../wasm/encode/opcodes.js";

/** How the entries of a table are computed from those of others: by instructions, or by the host, to whose functions float64 is native. */
export const entrywise = {
  neg: ["f64.neg"],
  abs: ["f64.abs"],
  sign: "sign",
  exp: "host",
  log: "host",
  log1p: "host",
  sqrt: ["f64.sqrt"],
  sin: "host",
  cos: "host",
  acos: "host",
  atan: "host",
  tanh: "host",
  floor: ["f64.floor"],
  add: ["f64.add"],
  sub: ["f64.sub"],
  mul: ["f64.mul"],
  div: ["f64.div"],
  pow: "host",
  max: ["f64.max"],
  min: ["f64.min"],
  less: ["f64.lt", "f64.convert_i32_s"],
  lessEqual: ["f64.le", "f64.convert_i32_s"],
  equal: ["f64.eq", "f64.convert_i32_s"],
  select: "condition last",
  broadcast: [],
  detach: [],
} as const satisfies {
  readonly [O in PointwiseOp | "broadcast" | "detach"]: readonly Plain[] | "host" | "sign" | "condition last";
};

export const isEntrywiseTable = (node: Node): node is Node<keyof typeof entrywise> => node.op in entrywise;

/** Whether a table is computed by a function of the host. */
export const isHostCall = (node: Node): boolean => isEntrywiseTable(node) && entrywise[node.op] === "host";
