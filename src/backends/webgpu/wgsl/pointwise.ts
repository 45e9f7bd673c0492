import type { Node, PointwiseOp, ReductionOp } from "../../../graph/ops.js";
import type { helpers } from "./helpers.js";
import { literal, type Shader } from "./shader.js";

type Pointwise = (args: readonly string[], shader: Shader, node: Node) => string;

const call =
  (name: string): Pointwise =>
  (args) =>
    `${name}(${args.join(", ")})`;

/** A function of ours. */
const own =
  (name: keyof typeof helpers): Pointwise =>
  ([x], shader) =>
    `${shader.helper(name)}(${x})`;

const between =
  (sign: string): Pointwise =>
  ([a, b]) =>
    `${a} ${sign} ${b}`;

/** Truth is 1 and 0. */
const comparison =
  (sign: string): Pointwise =>
  ([a, b]) =>
    `select(0.0, 1.0, ${a} ${sign} ${b})`;

/** What each pointwise operation is in WGSL, given its arguments. */
const table: Readonly<Record<PointwiseOp | "detach" | "broadcast", Pointwise>> = {
  neg: ([x]) => `-${x}`,
  abs: call("abs"),
  sign: call("sign"),
  exp: call("exp"),
  log: call("log"),
  log1p: own("log1p"),
  sqrt: call("sqrt"),
  sin: own("sine"),
  cos: own("cosine"),
  acos: own("arcCosine"),
  atan: own("arcTangent"),
  tanh: own("hyperbolicTangent"),
  floor: call("floor"),
  add: between("+"),
  sub: between("-"),
  mul: between("*"),
  div: between("/"),
  pow: ([x, y], shader, node) => {
    const exponent = node.args[1]!;
    const known = exponent.op === "constant" ? exponent.attributes.value : undefined;
    if (known === 2 || known === 3) return new Array<string>(known).fill(x!).join(" * ");
    if (known === 0.5) return `sqrt(${x})`;
    return `${shader.helper("power")}(${x}, ${y})`;
  },
  max: call("max"),
  min: call("min"),
  less: comparison("<"),
  lessEqual: comparison("<="),
  equal: comparison("=="),
  select: ([where, a, b]) => `select(${b}, ${a}, ${where} != 0.0)`,
  detach: ([x]) => x!,
  broadcast: ([x]) => x!,
};

/** Whether each entry of the result needs one entry of each argument. */
export const isEntrywise = (node: Node): node is Node<PointwiseOp | "detach" | "broadcast"> => node.op in table;

/** An expression for a pointwise operation; the arguments are names. */
export function wgslPointwise(node: Node, args: readonly string[], shader: Shader): string {
  if (!isEntrywise(node)) throw new Error(`\`${node.op}\` is no pointwise operation.`);
  return table[node.op](args, shader, node);
}

/** What reductions start from, and how they go on. */
export const folds = {
  sum: { from: "0.0", join: (a: string, b: string) => `${a} + ${b}` },
  reduceMax: { from: literal(Number.NEGATIVE_INFINITY), join: (a: string, b: string) => `max(${a}, ${b})` },
  reduceMin: { from: literal(Number.POSITIVE_INFINITY), join: (a: string, b: string) => `min(${a}, ${b})` },
} as const satisfies Readonly<Record<ReductionOp, unknown>>;
