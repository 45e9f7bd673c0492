import { type Axis, isSpatial, kindOf } from "../graph/ops/axes.js";
import { type Node, type Op, ops, pointwiseOpNames } from "../graph/ops.js";

/** What a hole lets in: any value, a known number, a value that is small beside an image (per sample, per class), or one as large as an image. */
export type Sort = "any" | "number" | "perImage" | "perPixel" | "softmax";

/** A place for a value; the same name twice asks for the same value twice. */
export interface Hole<N extends string> {
  readonly kind: "hole";
  readonly name: N;
  readonly sort: Sort;
}

export interface Literal {
  readonly kind: "literal";
  readonly value: number;
}

/** An operation on what its arguments stand for; with a name where the rule wants to read its attributes. */
export interface Operation<N extends string> {
  readonly kind: "operation";
  readonly op: Op;
  readonly args: readonly Pattern<N>[];
  readonly name?: N;
}

/** The left side of a rule. Its names are those of its holes. */
export type Pattern<N extends string> = Hole<N> | Literal | Operation<N>;

type NamesOf<P> = P extends Pattern<infer N> ? N : never;

const hole =
  (sort: Sort) =>
  <N extends string>(name: N): Hole<N> => ({ kind: "hole", name, sort });

export const any = hole("any");
export const number = hole("number");
export const perImage = hole("perImage");
export const perPixel = hole("perPixel");
/** A softmax of anything. */
export const softmaxed = hole("softmax");

const operation =
  (op: Op) =>
  <P extends readonly (Pattern<string> | number)[]>(...args: P): Operation<NamesOf<P[number]>> => ({
    kind: "operation",
    op,
    // A literal has no names, and what is no literal is a pattern of these.
    args: args.map((arg) => (typeof arg === "number" ? { kind: "literal", value: arg } : arg)) as Pattern<
      NamesOf<P[number]>
    >[],
  });

/** The same pattern, its value known to the rule by a name. */
export const called = <M extends string, N extends string>(name: M, { op, args }: Operation<N>): Operation<M | N> => ({
  kind: "operation",
  op,
  args,
  name,
});

export const add = operation("add");
export const sub = operation("sub");
export const mul = operation("mul");
export const div = operation("div");
export const pow = operation("pow");
export const neg = operation("neg");
export const abs = operation("abs");
export const exp = operation("exp");
export const log = operation("log");
export const log1p = operation("log1p");
export const max = operation("max");
export const min = operation("min");
export const select = operation("select");
export const sqrt = operation("sqrt");
export const detach = operation("detach");
export const sigmoid = operation("sigmoid");
export const softplus = operation("softplus");
export const softmax = operation("softmax");
export const logSoftmax = operation("logSoftmax");
export const logSumExp = operation("logSumExp");
export const sum = operation("sum");
export const reduceMax = operation("reduceMax");
export const broadcast = operation("broadcast");
export const take = operation("take");
export const takeTranspose = operation("takeTranspose");

/** Operations whose two arguments may change places. */
const commutative: ReadonlySet<Op> = new Set(pointwiseOpNames.filter((op) => ops[op].commutative));

export type Captures = Map<string, Node>;

/**
 * Tries every way a pattern fits a node, until `then` accepts one. Arguments of commutative operations are tried in both orders, here and nowhere else, so
 * that no rule has to say it.
 */
export function fits(pattern: Pattern<string>, node: Node, bound: Captures, then: () => boolean): boolean {
  switch (pattern.kind) {
    case "literal":
      return knownNumber(node) === pattern.value && then();
    case "hole":
      return admits[pattern.sort](node) && binding(pattern.name, node, bound, then);
    case "operation": {
      if (pattern.op !== node.op || pattern.args.length !== node.args.length) return false;
      const inside = () => eachFits(pattern, node, bound, then);
      return pattern.name === undefined ? inside() : binding(pattern.name, node, bound, inside);
    }
  }
}

/** Whether a pattern fits a node but for its names. Most do not, and this says so without keeping anything. */
export function couldFit(pattern: Pattern<string>, node: Node): boolean {
  switch (pattern.kind) {
    case "literal":
      return knownNumber(node) === pattern.value;
    case "hole":
      return admits[pattern.sort](node);
    case "operation": {
      const { op, args } = pattern;
      if (op !== node.op || args.length !== node.args.length) return false;
      if (inPlace(args, node.args)) return true;
      return commutative.has(node.op) && couldFit(args[0]!, node.args[1]!) && couldFit(args[1]!, node.args[0]!);
    }
  }
}

function inPlace(patterns: readonly Pattern<string>[], given: readonly Node[]): boolean {
  for (let i = 0; i < given.length; i++) if (!couldFit(patterns[i]!, given[i]!)) return false;
  return true;
}

function eachFits({ args }: Operation<string>, node: Node, bound: Captures, then: () => boolean): boolean {
  const given = node.args;
  const from = (i: number, nodes: readonly Node[]): boolean =>
    i === args.length ? then() : fits(args[i]!, nodes[i]!, bound, () => from(i + 1, nodes));
  return from(0, given) || (commutative.has(node.op) && given[0] !== given[1] && from(0, given.toReversed()));
}

/** Gives a name to a value while the rest is tried. */
function binding(name: string, node: Node, bound: Captures, then: () => boolean): boolean {
  const before = bound.get(name);
  if (before) return before === node && then();
  bound.set(name, node);
  if (then()) return true;
  bound.delete(name);
  return false;
}

export const knownNumber = (node: Node): number | undefined =>
  node.op === "constant" ? node.attributes.value : undefined;

/** As many entries as an image or a list has, or more. */
export const isPerPixel = (node: Node): boolean => node.axes.some(isLong);
const isLong = (axis: Axis): boolean => isSpatial(axis) || kindOf(axis) === "item";

const admits: Readonly<Record<Sort, (node: Node) => boolean>> = {
  any: () => true,
  number: (node) => node.op === "constant",
  perImage: (node) => !isPerPixel(node),
  perPixel: isPerPixel,
  softmax: (node) => node.op === "softmax",
};
