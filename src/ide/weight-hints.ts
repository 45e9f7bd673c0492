import type { Weight } from "../program/program.js";
import type { ast } from "../syntax/index.js";
import type { Analysis } from "./analysis.js";
import { type AstPath, visit } from "./ast-path.js";
import type { InlayHint } from "./inlay-hints.js";

/** Behind a term that stands in a product with a sum, what the product comes to: `0.5*(dice + 0.2*ce)` is `0.1` of `ce`. */
export function weightHints(analysis: Analysis): InlayHint[] {
  const { minimize } = analysis.main.file;
  if (!minimize) return [];
  const hints: InlayHint[] = [];
  const products = new ProductWeights(analysis);
  visit(minimize.body, (path) => {
    const node = path.at(-1)!;
    if (node.kind !== "call" || !isLoss(node, analysis)) return;
    const factors = factorsAround(path);
    // Without a sum in between, the weight is the one that is written.
    const range = factors && factors.outer.length > 0 ? products.of(node, factors) : undefined;
    if (!factors || !range) return;
    const [begin, end] = range.map((weight) => Number(weight.toPrecision(6)));
    const weight = begin === end ? `${begin}` : `${begin} → ${end}`;
    const tooltip = `The weight of this term in the program: ${weight}.`;
    hints.push({ offset: factors.end, label: `weight ${weight}`, kind: "weight", padding: "left", tooltip });
  });
  return hints;
}

function isLoss({ name }: ast.Call, { library, main }: Analysis): boolean {
  const entity = library.find(main, name.name);
  return (
    entity?.kind === "loss" ||
    entity?.kind === "def" ||
    (entity?.kind === "builtin" && !(entity.word.role === "expression" && entity.word.gives === "number"))
  );
}

// — what a term is multiplied by —

interface Factor {
  readonly expr?: ast.Expression;
  readonly operator: "*" | "/" | "-";
}

interface Factors {
  /** Directly at the term, from the innermost outward. */
  readonly inner: readonly Factor[];
  /** Outside of a sum or schedule that the term is a part of. */
  readonly outer: readonly Factor[];
  /** Where the term ends, with its own factors. */
  readonly end: number;
}

/** The numbers by which a term is multiplied and divided on its way to the whole; nothing where it is no part of that but an argument. */
function factorsAround(path: AstPath): Factors | undefined {
  const inner: Factor[] = [];
  const outer: Factor[] = [];
  let summed = false;
  let within = path.at(-1)!;
  let { end } = within.span;
  for (const node of path.slice(0, -1).reverse()) {
    if (node.kind === "argument" || node.kind === "trigger") return undefined;
    const isSum = node.kind === "binary" && (node.operator === "+" || node.operator === "-");
    const to = summed ? outer : inner;
    if (node.kind === "negate" || (isSum && node.operator === "-" && node.right === within)) to.push({ operator: "-" });
    else if (node.kind === "binary" && !isSum) {
      const expr = node.left === within ? node.right : node.left;
      to.push({ expr, operator: node.operator === "/" ? "/" : "*" });
    }
    if (isSum || node.kind === "then") summed = true;
    if (!summed) ({ end } = node.span);
    within = node;
  }
  return { inner, outer, end };
}

/** From where to where a weight moves. */
type WeightRange = readonly [begin: number, end: number];

/** What products come to. What stands outside of a sum is the same for all its terms and computed once. */
class ProductWeights {
  readonly #analysis: Analysis;
  readonly #known = new Map<string, WeightRange | undefined>();

  constructor(analysis: Analysis) {
    this.#analysis = analysis;
  }

  of(term: ast.Call, { inner, outer }: Factors): WeightRange | undefined {
    const own = constantOf(inner);
    if (own === undefined) return this.#computed(term, [...inner, ...outer]);
    const isDef = this.#analysis.library.find(this.#analysis.main, term.name.name)?.kind !== "loss";
    const id = JSON.stringify([isDef && term.span, ...outer.map(({ expr, operator }) => [operator, expr?.span.start])]);
    if (!this.#known.has(id)) this.#known.set(id, this.#computed(term, outer));
    const range = this.#known.get(id);
    return range && [range[0] * own, range[1] * own];
  }

  #computed(term: ast.Call, factors: readonly Factor[]): WeightRange | undefined {
    const { expressionMeaning: senseOf, main } = this.#analysis;
    const own = senseOf(term, main);
    const whole = own && senseOf(factors.reduce(multiplied, term as ast.Expression), main);
    return own && whole && ratio(own.phases, whole.phases);
  }
}

function multiplied(by: ast.Expression, { expr, operator }: Factor): ast.Expression {
  const { span } = by;
  if (!expr || operator === "-") return { kind: "negate", operand: by, span };
  const [left, right] = operator === "*" ? [expr, by] : [by, expr];
  return { kind: "binary", operator, operatorSpan: expr.span, left, right, span };
}

/** A product of numbers as they are written. */
const constantOf = (factors: readonly Factor[]): number | undefined =>
  factors.reduce<number | undefined>((product, { expr, operator }) => {
    if (product === undefined || operator === "-") return product && -product;
    if (expr?.kind !== "number" || expr.value === 0) return undefined;
    return operator === "*" ? product * expr.value : product / expr.value;
  }, 1);

type Phases = readonly { readonly weights: readonly { readonly term: number; readonly weight: Weight }[] }[];

/** The factor between the weights of something by itself and in a product, if it is one for all of its parts and does not move by itself. */
function ratio(own: Phases, whole: Phases): WeightRange | undefined {
  const first = own.length === 1 ? own[0]!.weights[0]?.weight : undefined;
  if (first?.kind !== "constant" || first.value === 0) return undefined;
  const range = whole.flatMap(({ weights }) => weights.filter(({ term }) => term === 0).map(({ weight }) => weight));
  const [from, to] = [ends(range[0]), ends(range.at(-1))];
  return from && to && [from[0] / first.value, to[1] / first.value];
}

const ends = (weight: Weight | undefined): WeightRange | undefined => {
  if (weight?.kind === "constant") return [weight.value, weight.value];
  return weight?.kind === "ramp" ? [weight.from, weight.to] : undefined;
};
