import type { Weight } from "../check/program.js";
import type { ast } from "../syntax/index.js";
import type { Analysis } from "./analysis.js";
import type { InlayHint } from "./inlay-hints.js";
import { type Path, visit } from "./places.js";

/** Behind a term that stands in a product with a sum, what the product comes to: `0.5*(dice + 0.2*ce)` is `0.1` of `ce`. */
export function weightHints({ main, senseOf }: Analysis): InlayHint[] {
  const { minimize } = main.file;
  if (!minimize) return [];
  const hints: InlayHint[] = [];
  visit(minimize.body, (path) => {
    const node = path.at(-1)!;
    if (!isTerm(node)) return;
    const factors = factorsAround(path, (expr) => senseOf(expr, main) !== undefined);
    // Without a sum in between, the weight is the one that is written.
    if (!factors?.outer) return;
    const product = factors.all.reduce<ast.Expr>(
      (right, { expr, operator }) => {
        const operatorSpan = expr.span;
        return operator === "*"
          ? { kind: "binary", operator, operatorSpan, left: expr, right, span: expr.span }
          : { kind: "binary", operator, operatorSpan, left: right, right: expr, span: expr.span };
      },
      factors.negative ? { kind: "negate", operand: node, span: node.span } : node,
    );
    const own = senseOf(node, main);
    const whole = senseOf(product, main);
    const weight = own && whole && shown(own.phases, whole.phases);
    if (weight === undefined) return;
    const tooltip = `The weight of this part in the whole: ${weight}.`;
    hints.push({ offset: factors.end, label: `weight ${weight}`, kind: "weight", padding: "left", tooltip });
  });
  return hints;
}

const isTerm = (node: ast.Node): node is ast.Call => node.kind === "call";

interface Factors {
  /** From the innermost outward. */
  readonly all: readonly { readonly expr: ast.Expr; readonly operator: "*" | "/" }[];
  readonly negative: boolean;
  /** Whether some of them stand outside of a sum that the term is a part of. */
  readonly outer: boolean;
  /** Where the term ends, with its own factors. */
  readonly end: number;
}

/** The numbers by which a term is multiplied and divided on its way to the whole; nothing where it is no part of a sum but an argument, or a number itself. */
function factorsAround(path: Path, isLoss: (expr: ast.Expr) => boolean): Factors | undefined {
  const all: { expr: ast.Expr; operator: "*" | "/" }[] = [];
  let negative = false;
  let outer = false;
  let summed = false;
  let within = path.at(-1)!;
  let { end } = within.span;
  if (!isLoss(within as ast.Expr)) return undefined;
  for (const node of path.slice(0, -1).reverse()) {
    if (node.kind === "argument" || node.kind === "expression" || node.kind === "trigger") return undefined;
    const isSum = node.kind === "binary" && (node.operator === "+" || node.operator === "-");
    if (node.kind === "negate" || (isSum && node.operator === "-" && node.right === within)) {
      negative = !negative;
      outer ||= summed;
    } else if (node.kind === "binary" && !isSum) {
      const expr = node.left === within ? node.right : node.left;
      all.push({ expr, operator: node.operator === "/" ? "/" : "*" });
      outer ||= summed;
    }
    if (isSum || node.kind === "then") summed = true;
    if (!summed) ({ end } = node.span);
    within = node;
  }
  return { all, negative, outer, end };
}

/** The weight that a product gives to each part of what stands in it, if it is one for all and can be said in a few signs. */
function shown(own: Phases, whole: Phases): string | undefined {
  if (own.length !== 1 || own[0]!.weights.length === 0) return undefined;
  const [first] = own[0]!.weights;
  const unit = first!.weight.kind === "constant" ? first!.weight.value : 0;
  if (unit === 0) return undefined;
  const course = whole.flatMap(({ weights }) => weights.filter(({ term }) => term === 0).map(({ weight }) => weight));
  const [from, to] = [ends(course[0]), ends(course.at(-1))];
  if (!from || !to) return undefined;
  const [begin, end] = [tidy(from[0] / unit), tidy(to[1] / unit)];
  return begin === end && course.length === 1 ? `${begin}` : `${begin} → ${end}`;
}

type Phases = readonly { readonly weights: readonly { readonly term: number; readonly weight: Weight }[] }[];

const ends = (weight: Weight | undefined): readonly [number, number] | undefined => {
  if (weight?.kind === "constant") return [weight.value, weight.value];
  return weight?.kind === "ramp" ? [weight.from, weight.to] : undefined;
};

const tidy = (value: number): number => Number(value.toPrecision(6));
