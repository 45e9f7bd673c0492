import { isComparison, type Node } from "../graph/ops.js";
import { type Expr, from } from "../graph/trace.js";
import { abs, add, any, div, knownNumber, max, min, mul, neg, number, pow, select, sub } from "./pattern.js";
import { type Rule, rule } from "./rewrite.js";

const known = (x: Expr): number => knownNumber(x.node)!;

/** The product of two constants, where single precision holds it as it holds them. */
const product = (a: Expr, b: Expr): number | undefined => {
  const value = known(a) * known(b);
  return value === 0 || (Math.abs(value) > 1e-30 && Math.abs(value) < 1e30) ? value : undefined;
};

/** Surely 0 or 1. */
const isTruth = (node: Node): boolean =>
  isComparison(node) || (node.op === "mul" && node.args.every((arg) => isComparison(arg)));

/**
 * Identities of arithmetic on single values. `x·0 = 0` is not one (∞·0 and NaN·0 are NaN, and a loss that hides them hides a diverged network) unless x is
 * the outcome of a comparison; nor is `x − x = 0`, nor `x/x = 1`. `1 − (1 − x)` is x more exactly than as written; `x + 1 − 1` in general is not looked for.
 */
export const identities: readonly Rule[] = [
  // — neutral elements —
  rule("x + 0 = x", add(any("x"), 0), ({ x }) => x, "everywhere"),
  rule("x − 0 = x", sub(any("x"), 0), ({ x }) => x, "everywhere"),
  rule("0 − x = −x", sub(0, any("x")), ({ x }) => x.neg(), "everywhere"),
  rule("x · 1 = x", mul(any("x"), 1), ({ x }) => x, "everywhere"),
  rule("x · −1 = −x", mul(any("x"), -1), ({ x }) => x.neg(), "everywhere"),
  rule("x / 1 = x", div(any("x"), 1), ({ x }) => x, "everywhere"),
  rule("x / −1 = −x", div(any("x"), -1), ({ x }) => x.neg(), "everywhere"),
  rule(
    "(a < b) · 0 = 0",
    mul(any("x"), 0),
    ({ x }) => (isTruth(x.node) ? x.make("constant", [], { value: 0 }) : undefined),
    "everywhere",
  ),

  // — signs —
  rule("−−x = x", neg(neg(any("x"))), ({ x }) => x, "everywhere"),
  rule("−(x − y) = y − x", neg(sub(any("x"), any("y"))), ({ x, y }) => y.sub(x), "everywhere"),
  rule("x + −y = x − y", add(any("x"), neg(any("y"))), ({ x, y }) => x.sub(y), "everywhere"),
  rule("x − −y = x + y", sub(any("x"), neg(any("y"))), ({ x, y }) => x.add(y), "everywhere"),
  rule("−x − y = −(x + y)", sub(neg(any("x")), any("y")), ({ x, y }) => x.add(y).neg(), "everywhere"),
  rule("−x / y = −(x / y)", div(neg(any("x")), any("y")), ({ x, y }) => x.div(y).neg(), "everywhere"),
  rule("x / −y = −(x / y)", div(any("x"), neg(any("y"))), ({ x, y }) => x.div(y).neg(), "everywhere"),
  rule("|−x| = |x|", abs(neg(any("x"))), ({ x }) => x.abs(), "everywhere"),
  rule("||x|| = |x|", abs(abs(any("x"))), ({ x }) => x.abs(), "everywhere"),
  rule("|x|² = x²", mul(abs(any("x")), abs(any("x"))), ({ x }) => x.square(), "everywhere"),

  // — constants move together —
  rule("−(a x) = (−a) x", neg(mul(number("a"), any("x"))), ({ a, x }) => x.mul(-known(a)), "everywhere"),
  rule("a (b x) = (a b) x", mul(number("a"), mul(number("b"), any("x"))), ({ a, b, x }) => {
    const ab = product(a, b);
    return ab === undefined ? undefined : x.mul(ab);
  }),
  rule("a (x / b) = (a / b) x", mul(number("a"), div(any("x"), number("b"))), ({ a, b, x }) => {
    const quotient = known(a) / known(b);
    return Math.abs(quotient) > 1e-30 && Math.abs(quotient) < 1e30 ? x.mul(quotient) : undefined;
  }),
  rule("(a x) / b = (a / b) x", div(mul(number("a"), any("x")), number("b")), ({ a, b, x }) => {
    const quotient = known(a) / known(b);
    return Math.abs(quotient) > 1e-30 && Math.abs(quotient) < 1e30 ? x.mul(quotient) : undefined;
  }),
  rule("a + (b + x) = (a + b) + x", add(number("a"), add(number("b"), any("x"))), ({ a, b, x }) =>
    x.add(known(a) + known(b)),
  ),
  rule("1 − (1 − x) = x", sub(1, sub(1, any("x"))), ({ x }) => x),

  // — powers that need no logarithm —
  rule("x⁰ = 1", pow(any("x"), 0), () => from(1), "everywhere"),
  rule("x¹ = x", pow(any("x"), 1), ({ x }) => x, "everywhere"),
  rule("x² = x x", pow(any("x"), 2), ({ x }) => x.square(), "everywhere"),
  rule("x³ = x x x", pow(any("x"), 3), ({ x }) => x.square().mul(x), "everywhere"),
  rule("x⁴ = (x x)²", pow(any("x"), 4), ({ x }) => x.square().square(), "everywhere"),

  // — choices —
  rule("x + x = 2 x", add(any("x"), any("x")), ({ x }) => x.mul(2), "everywhere"),
  rule("max(x, x) = x", max(any("x"), any("x")), ({ x }) => x, "everywhere"),
  rule("min(x, x) = x", min(any("x"), any("x")), ({ x }) => x, "everywhere"),
  rule("c ? x : x = x", select(any("c"), any("x"), any("x")), ({ x }) => x, "everywhere"),
  rule(
    "known ? x : y",
    select(number("c"), any("x"), any("y")),
    ({ c, x, y }) => (known(c) !== 0 ? x : y),
    "everywhere",
  ),
  rule(
    "1 − c ? x : y = c ? y : x",
    select(sub(1, any("c")), any("x"), any("y")),
    ({ c, x, y }) => (isTruth(c.node) ? c.where(y, x) : undefined),
    "everywhere",
  ),
  rule(
    "c ? (c ? x : y) : z = c ? x : z",
    select(any("c"), select(any("c"), any("x"), any("y")), any("z")),
    ({ c, x, z }) => c.where(x, z),
    "everywhere",
  ),
  rule(
    "c ? x : (c ? y : z) = c ? x : z",
    select(any("c"), any("x"), select(any("c"), any("y"), any("z"))),
    ({ c, x, z }) => c.where(x, z),
    "everywhere",
  ),
  rule(
    "c ? (c ? x : y) z : w = c ? x z : w",
    select(any("c"), mul(select(any("c"), any("x"), any("y")), any("z")), any("w")),
    ({ c, x, z, w }) => c.where(x.mul(z), w),
    "everywhere",
  ),
];
