import { type Axis, isSpatial, kindOf, union } from "./axes.js";
import { axesFor, inOrder } from "./graph.js";
import { dispatch, isRoutine, type Node, type Op, type Table } from "./ops.js";
import { describe } from "./print.js";

/**
 * Checks that nodes keep the rules of a graph, which a pass or the body of a loss might break: the number of arguments, axes that exist, lie in memory order and
 * follow from the operation, no two of one kind, indices that are whole and not negative, results that come from a routine that has them.
 *
 * @throws {Error} that names the rule and prints the node. It is a mistake in the compiler or in a loss, never in a program.
 */
export function verify(roots: readonly Node[]): void {
  for (const node of inOrder(roots)) {
    const broken = dispatch(rules, node) ?? listAsValue(node) ?? wrongAxes(node);
    if (broken) throw new Error(`A graph is not well formed: ${broken}.\n  ${describe(node)}`);
  }
}

/** What is wrong, if anything. */
type Verdict = string | undefined;

const firstOf = (...verdicts: Verdict[]): Verdict => verdicts.find((verdict) => verdict !== undefined);
const unless = (holds: boolean, otherwise: string): Verdict => (holds ? undefined : otherwise);

/** Some routines have results, and no value of their own. */
const listAsValue = (node: Node): Verdict =>
  unless(
    node.op === "result" || !node.args.some((arg) => resultsOf(arg) > 0),
    "an argument is a routine, not one of its results",
  );

const kinds: ReadonlySet<string> = new Set(["batch", "z", "y", "x", "patch", "item", "class"]);

function wrongAxes(node: Node): Verdict {
  const unknown = node.axes.find((axis) => !kinds.has(kindOf(axis)));
  if (unknown !== undefined) return `there is no axis \`${unknown}\``;
  if (new Set(node.axes.map(kindOf)).size < node.axes.length) return "two of its axes are of one kind";
  if (union([], node.axes).join() !== node.axes.join()) return "its axes do not lie in memory order";
  const expected = axesFor(node);
  return unless(expected.join() === node.axes.join(), `its axes should be (${expected.join(" ")})`);
}

const takes =
  (count: number) =>
  (node: Node): Verdict =>
    unless(node.args.length === count, `it has ${node.args.length} arguments instead of ${count}`);

const [leaf, unary, binary, ternary] = [takes(0), takes(1), takes(2), takes(3)];

const has = (arg: Node | undefined, axes: readonly Axis[]): Verdict =>
  firstOf(...axes.map((axis) => unless(arg?.axes.includes(axis) ?? false, `its argument has no axis \`${axis}\``)));

const whole = (name: string, values: readonly number[], least: number): Verdict =>
  unless(
    values.every((value) => Number.isInteger(value) && value >= least),
    `${name} must be whole${least === 0 ? " and not negative" : ""}`,
  );

const reduction = (node: Node<"sum" | "reduceMax" | "reduceMin">): Verdict => {
  const { axes } = node.attributes;
  return firstOf(
    unary(node),
    unless(axes.length > 0 && new Set(axes).size === axes.length, "it must name some axes, each once"),
    has(node.args[0], axes),
  );
};

const alongAxis = (node: Node<"softmax" | "logSoftmax" | "logSumExp" | "shift" | "unshift" | "window">): Verdict =>
  firstOf(unary(node), has(node.args[0], [node.attributes.axis]));

const overSpace = (node: Node<"persistence" | "components" | "skeleton">): Verdict =>
  firstOf(unary(node), has(node.args[0], node.attributes.space));

const sideBySide = (node: Node<"order" | "accumulate">): Verdict => {
  const { axes } = node.attributes;
  const own = node.args[0]?.axes ?? [];
  const first = own.indexOf(axes[0] ?? "");
  return firstOf(
    unless(axes.length > 0, "it must name some axes"),
    has(node.args[0], axes),
    unless(own.slice(first, first + axes.length).join() === axes.join(), "its axes do not lie side by side in memory"),
  );
};

const selection = (node: Node<"take" | "put">, own: Axis): Verdict => {
  const { axis, as, indices } = node.attributes;
  return firstOf(
    unary(node),
    has(node.args[0], [own]),
    unless(kindOf(axis) === kindOf(as), `\`${axis}\` and \`${as}\` are not of one kind`),
    unless(indices.length > 0, "it must name some indices"),
    whole("its indices", indices, 0),
  );
};

/** Coordinates along one axis of points, the last. */
const contour = (node: Node<"polygon" | "triangulate" | "rasterise" | "rasteriseSlope">, count: number): Verdict => {
  const [y, x] = node.args;
  const around = y?.axes.slice(0, -1);
  return firstOf(
    takes(count)(node),
    unless(y?.axes.at(-1) === node.attributes.points, "its points do not lie along the last axis of its coordinates"),
    unless(y?.axes.join() === x?.axes.join(), "its coordinates must have the same axes"),
    unless(!around?.some(isSpatial), "its coordinates must not lie along an axis of space"),
  );
};

const inPlane = ({ attributes: { space } }: Node<"polygon" | "rasterise" | "rasteriseSlope">): Verdict =>
  unless(space.length === 2, "an image with contours has two axes");

const drawing = (node: Node<"rasterise" | "rasteriseSlope">, count: number): Verdict => {
  const { points, faces } = node.attributes;
  const own = node.args[0]?.axes ?? [];
  const listed = own.map((axis) => (axis === points ? faces : axis)).join();
  return firstOf(
    contour(node, count),
    inPlane(node),
    unless(
      node.args.slice(2, 5).every(({ axes }) => axes.join() === listed),
      "its triangles must be listed for each of its contours",
    ),
  );
};

const scalars = (args: readonly Node[]): Verdict =>
  unless(
    args.every(({ axes }) => axes.length === 0),
    "a length or a spacing must be a scalar",
  );

const resultsPerDimension: Partial<Record<Op, number>> = { persistence: 2, matching: 6 };

const resultsOf = (routine: Node | undefined): number => {
  const each = routine && resultsPerDimension[routine.op];
  if (each) return each * (routine as Node<"persistence" | "matching">).attributes.space.length;
  return (routine && results[routine.op]) ?? 0;
};

const results: Partial<Record<Op, number>> = { order: 2, polygon: 3, triangulate: 3, rasteriseSlope: 2 };

/** What an operation asks of its arguments and attributes, beside what holds for all. */
const rules = {
  input: leaf,
  constant: leaf,
  vector: (n) => firstOf(leaf(n), unless(n.attributes.values.length > 0, "it must hold some values")),
  extent: leaf,
  index: leaf,
  neg: unary,
  abs: unary,
  sign: unary,
  exp: unary,
  log: unary,
  log1p: unary,
  sqrt: unary,
  sin: unary,
  cos: unary,
  acos: unary,
  atan: unary,
  floor: unary,
  add: binary,
  sub: binary,
  mul: binary,
  div: binary,
  pow: binary,
  max: binary,
  min: binary,
  less: binary,
  lessEqual: binary,
  equal: binary,
  select: ternary,
  detach: unary,
  relu: unary,
  sigmoid: unary,
  softplus: unary,
  softmax: alongAxis,
  logSoftmax: alongAxis,
  logSumExp: alongAxis,
  sum: reduction,
  reduceMax: reduction,
  reduceMin: reduction,
  spread: unary,
  take: (n) => selection(n, n.attributes.axis),
  put: (n) => selection(n, n.attributes.as),
  shift: (n) => firstOf(alongAxis(n), whole("its step", [n.attributes.by], Number.NEGATIVE_INFINITY)),
  unshift: (n) => firstOf(alongAxis(n), whole("its step", [n.attributes.by], Number.NEGATIVE_INFINITY)),
  window: (n) => firstOf(alongAxis(n), whole("its reach", [n.attributes.before, n.attributes.after], 0)),
  convolve: (n) => {
    const { axes, sizes, values } = n.attributes;
    return firstOf(
      unary(n),
      unless(axes.length > 0 && new Set(axes).size === axes.length, "it must name some axes, each once"),
      has(n.args[0], axes),
      unless(sizes.length === axes.length, "its kernel needs one size for each axis"),
      unless(
        sizes.every((size) => size > 0 && size % 2 === 1),
        "a size of its kernel must be odd, so that there is a centre",
      ),
      unless(
        values.length === sizes.reduce((a, b) => a * b, 1),
        "its kernel does not have as many values as its sizes say",
      ),
    );
  },
  gather: (n) => firstOf(binary(n), has(n.args[0], n.attributes.space)),
  scatter: (n) => {
    const { over } = n.attributes;
    const all = n.args.flatMap((arg) => arg.axes);
    return firstOf(
      binary(n),
      unless(
        over.every((axis) => all.includes(axis)),
        "it sums over an axis its arguments lack",
      ),
      unless(
        all.every((axis) => !isSpatial(axis) || over.includes(axis)),
        "a spatial axis of its arguments must be summed over",
      ),
    );
  },
  distance: (n) => {
    const [mask, ...spacing] = n.args;
    return firstOf(
      has(mask, n.attributes.space),
      unless(spacing.length === n.attributes.space.length, "it needs one spacing for each spatial axis"),
      unless(
        spacing.every((unit) => unit.axes.length === 0),
        "a spacing must be a scalar",
      ),
    );
  },
  persistence: overSpace,
  matching: (n) => {
    const [image, other] = n.args;
    return firstOf(
      binary(n),
      has(image, n.attributes.space),
      unless(image?.axes.join() === other?.axes.join(), "its two images must have the same axes"),
    );
  },
  components: overSpace,
  skeleton: overSpace,
  order: (n) => firstOf(unary(n), sideBySide(n)),
  accumulate: (n) => {
    const [keys, values] = n.args;
    return firstOf(
      binary(n),
      unless(keys?.axes.join() === values?.axes.join(), "its keys and values must have the same axes"),
      sideBySide(n),
    );
  },
  polygon: (n) => firstOf(contour(n, 6), inPlane(n), scalars(n.args.slice(2))),
  triangulate: (n) => contour(n, 2),
  rasterise: (n) => firstOf(drawing(n, 7), scalars(n.args.slice(5))),
  rasteriseSlope: (n) => {
    const { points, space } = n.attributes;
    const pixels = [...(n.args[0]?.axes ?? []).filter((axis) => axis !== points), ...space];
    return firstOf(
      drawing(n, 6),
      unless(n.args[5]?.axes.join() === pixels.join(), "its slope must have an entry for each pixel"),
    );
  },
  result: (n) =>
    firstOf(
      unary(n),
      unless(n.args[0] !== undefined && isRoutine(n.args[0].op), "its argument is not a routine"),
      whole("its index", [n.attributes.index], 0),
      unless(n.attributes.index < resultsOf(n.args[0]), `\`${n.args[0]?.op}\` has no such result`),
    ),
} satisfies Table<Op, [], Verdict>;
