import { coverage, outline, triangulation } from "../../src/graph/contours.js";
import type { Axis } from "../../src/graph/ops/axes.js";
import { without } from "../../src/graph/ops/axes.js";
import type { Node, Op } from "../../src/graph/ops.js";
import {
  accumulate,
  connectedComponents,
  distanceTransform,
  matching,
  persistence,
  ranks,
  skeleton,
} from "../../src/graph/routines.js";
import { Expr } from "../../src/graph/trace.js";
import type { World } from "./world.js";

/** Builds a value that uses an operation, away from its kinks. */
export type Case = readonly [name: string, build: (world: World) => Expr];

/** Pairs of axes: equal, one of them lacking each axis in turn, neither having all, and scalars. */
const pairs = (world: World): (readonly [readonly Axis[], readonly Axis[]])[] => [
  [world.full, world.full],
  ...world.full.flatMap((axis) => {
    const rest = without(world.full, [axis]);
    return [[world.full, rest] as const, [rest, world.full] as const];
  }),
  [world.scope.space, ["batch", "class"]],
  [["class"], world.pixels],
  [world.full, []],
  [[], ["x"]],
];

/** Values of all pairs, joined into one. */
const forPairs = (world: World, f: (a: readonly Axis[], b: readonly Axis[]) => Expr): Expr =>
  pairs(world)
    .map(([a, b]) => world.weighted(f(a, b)))
    .reduce((a, b) => a.add(b));

type Range = readonly [number, number];

const unary = (f: (x: Expr) => Expr, [low, high]: Range = [-2, 2]): readonly Case[] => [
  ["of a tensor", (w) => f(w.value(w.full, low, high))],
  ["of a scalar", (w) => f(w.value([], low, high))],
];

const binary = (f: (a: Expr, b: Expr) => Expr, a: Range = [-2, 2], b: Range = [-2, 2]): readonly Case[] => [
  ["over all pairs of axes", (w) => forPairs(w, (p, q) => f(w.value(p, ...a), w.value(q, ...b)))],
  [
    "of a value with itself",
    (w) => {
      const x = w.value(w.full, Math.max(a[0], b[0]), Math.min(a[1], b[1]));
      return f(x, x.mul(0.5).add(0.3));
    },
  ],
];

const reduction = (f: (x: Expr, axes: readonly Axis[]) => Expr): readonly Case[] =>
  (
    [
      ["over one axis each", (w) => w.full.map((axis) => [axis])],
      ["over space", (w) => [w.scope.space]],
      [
        "over axes that do not lie side by side",
        () => [
          ["batch", "class"],
          ["batch", "x"],
        ],
      ],
      ["over everything", (w) => [w.full]],
    ] satisfies [string, (w: World) => (readonly Axis[])[]][]
  ).map(([name, axes]) => [
    name,
    (w) =>
      axes(w)
        .map((some) => w.weighted(f(w.value(w.full), some)))
        .reduce((a, b) => a.add(b)),
  ]);

const everyAxis = (w: World, f: (axis: Axis) => Expr): Expr =>
  w.scope.space.map((axis) => w.weighted(f(axis))).reduce((a, b) => a.add(b));

const steps = [1, -1, 2, -2, 3, -7];

const along = (f: (x: Expr, axis: Axis) => Expr): readonly Case[] => [
  ["along the last axis", (w) => f(w.value(w.full), "class")],
  ["along another axis", (w) => f(w.value(w.full), "y")],
  ["of large values", (w) => f(w.value(w.full, -60, 60), "class")],
];

/** Positions within the 12 or 24 pixels of a world, with repeats and nowhere. */
const somewhere = [3, 0, -1, 11, 3, 7, 5];
const list = (w: World, axes: readonly Axis[]) => w.fixed(axes, somewhere);

const gathered = (w: World, own: readonly Axis[], axes: readonly Axis[]) => w.value(own).gather(list(w, axes));
const scattered = (w: World, own: readonly Axis[], axes: readonly Axis[], over: readonly Axis[]) =>
  w.value(own).make("scatter", [w.value(own).node, list(w, axes).node], { space: w.scope.space, over });

const mask = (w: World) => w.fixed(w.pixels, [1, 0, 1, 1, 1]);

export const cases = {
  input: [["as it is", (w) => w.value(w.full)]],
  constant: [["beside a tensor", (w) => w.value(["x"]).add(w.number(3))]],
  vector: [
    [
      "per class",
      (w) => {
        const values = Array.from({ length: w.classes }, (_, c) => c + 0.5);
        return w.value(w.full).mul(w.number(0).make("vector", [], { axis: "class", values }));
      },
    ],
  ],
  axisSize: [["of an axis", (w) => w.value(["x"]).mul(w.number(0).make("axisSize", [], { axis: "y" }))]],
  iota: [["of each axis", (w) => everyAxis(w, (axis) => w.value(w.full).mul(w.number(0).make("iota", [], { axis })))]],

  neg: unary((x) => x.neg()),
  abs: unary((x) => x.abs()),
  sign: unary((x) => x.sign()),
  exp: unary((x) => x.exp()),
  log: unary((x) => x.log(), [0.1, 3]),
  log1p: unary((x) => x.log1p(), [-0.9, 3]),
  sqrt: unary((x) => x.sqrt(), [0.1, 3]),
  sin: unary((x) => x.sin()),
  cos: unary((x) => x.cos()),
  acos: unary((x) => x.acos(), [-0.9, 0.9]),
  atan: unary((x) => x.atan()),
  tanh: unary((x) => x.tanh(), [-3, 3]),
  floor: unary((x) => x.floor(), [0.013, 2.97]),
  add: binary((a, b) => a.add(b)),
  sub: binary((a, b) => a.sub(b)),
  mul: binary((a, b) => a.mul(b)),
  div: binary((a, b) => a.div(b), [-2, 2], [0.5, 2]),
  pow: [
    ...binary((a, b) => a.pow(b), [0.2, 2], [-1.5, 2.5]),
    ["a whole power of a negative number", (w) => w.value(w.full).pow(3)],
  ],
  max: binary((a, b) => a.max(b)),
  min: binary((a, b) => a.min(b)),
  less: binary((a, b) => a.less(b).mul(a)),
  lessEqual: binary((a, b) => a.lessEqual(b).mul(b)),
  equal: binary((a, b) => a.equal(b).add(a)),
  select: [
    ["over all pairs of axes", (w) => forPairs(w, (p, q) => w.fixed(p, [1, 0, 0, 1, 1]).where(w.value(q), w.value(p)))],
    [
      "by anything that is not 0",
      (w) => w.fixed(w.full, [0, 1e-9, -3, 0.5]).where(w.value(w.full), w.value(["class"])),
    ],
    ["between numbers", (w) => w.value(w.full).greater(0).where(w.value([]), 4)],
    ["beside NaN and infinity", (w) => w.value(w.full).less(9).where(w.value(w.full), w.number(Number.NaN))],
  ],
  detach: [["of half a product", (w) => w.value(w.full).mul(w.value(w.full).detach())]],

  relu: unary((x) => x.relu()),
  sigmoid: [...unary((x) => x.sigmoid()), ["of large values", (w) => w.value(w.full, -60, 60).sigmoid()]],
  softplus: [...unary((x) => x.softplus()), ["of large values", (w) => w.value(w.full, -60, 60).softplus()]],
  softmax: along((x, axis) => x.softmax(axis)),
  logSoftmax: along((x, axis) => x.logSoftmax(axis)),
  logSumExp: along((x, axis) => x.logSumExp(axis)),

  sum: [
    ...reduction((x, axes) => x.sumOver(axes)),
    ["along an axis it lacks", (w) => w.value(["class"]).sumOver(["x", "batch"])],
    ["where a mask counts", (w) => w.masked(mask(w))(w.value(w.full)).sum("space")],
    ["mean where a mask counts", (w) => w.masked(mask(w))(w.value(w.full).exp()).mean("batch", "space")],
    [
      "mean of what is constant over the masked pixels",
      (w) =>
        w
          .masked(mask(w))(w.value(["batch", "class"]))
          .mean("space"),
    ],
  ],
  reduceMax: [
    ...reduction((x, axes) => x.make("reduceMax", [x.node], { axes })),
    ["where a mask counts", (w) => w.masked(mask(w))(w.value(w.full)).largest("space")],
  ],
  reduceMin: [
    ...reduction((x, axes) => x.make("reduceMin", [x.node], { axes })),
    ["where a mask counts", (w) => w.masked(mask(w))(w.value(w.full)).smallest("space")],
  ],

  broadcast: [["along each axis", (w) => forPairs(w, (p) => w.value(p).broadcast(w.full))]],
  take: [
    [
      "of every axis",
      (w) => w.weighted(w.value(w.full).take("x", [3, 1]).mul(1)).add(w.weighted(w.value(w.full).take("batch", [1]))),
    ],
    ["in a row", (w) => w.value(w.full).take("x", [1, 2])],
    ["twice", (w) => w.value(w.full).take("x", [2, 0, 2])],
    ["of the last class", (w) => w.value(w.full).take("class", [w.classes - 1])],
  ],
  takeTranspose: [
    ["at some places", (w) => putBack(w, [3, 1])],
    ["at one place twice", (w) => putBack(w, [2, 0, 2])],
  ],

  shift: [
    ["beside a number", (w) => all(steps.map((by) => everyAxis(w, (axis) => w.value(w.full).shift(axis, by, 0.7))))],
    [
      "beside the nearest",
      (w) => all(steps.map((by) => everyAxis(w, (axis) => w.value(w.full).shift(axis, by, "edge")))),
    ],
    ["around a ring", (w) => all(steps.map((by) => everyAxis(w, (axis) => w.value(w.full).shift(axis, by, "wrap"))))],
    [
      "of what lacks axes",
      (w) =>
        w
          .value(["x"])
          .shift("x", 1, "edge")
          .mul(w.value(["x"]).shift("x", -1, 0)),
    ],
  ],
  shiftTranspose: [
    [
      "to the nearest",
      (w) =>
        all(
          steps.map((by) =>
            everyAxis(w, (axis) => {
              const x = w.value(w.full);
              return x.make("shiftTranspose", [x.node], { axis, by });
            }),
          ),
        ),
    ],
  ],
  reduceWindow: [
    ["largest", (w) => everyAxis(w, (axis) => w.value(w.full).reduceWindow(axis, "max"))],
    ["smallest", (w) => everyAxis(w, (axis) => w.value(w.full).reduceWindow(axis, "min"))],
    ["wide", (w) => everyAxis(w, (axis) => w.value(w.full).reduceWindow(axis, "max", 5))],
    [
      "lopsided",
      (w) => {
        const x = w.value(w.full);
        return x.make("reduceWindow", [x.node], { axis: "x", kind: "min", before: 2, after: 0 });
      },
    ],
  ],

  convolve: [
    [
      "along each axis, by weights that differ",
      (w) => everyAxis(w, (axis) => w.value(w.full).convolve({ axes: [axis], sizes: [3], values: [0.5, -1, 2] })),
    ],
    ["over space", (w) => w.value(w.full).convolve(kernelOver(w.scope.space, 3))],
    ["further than the image reaches", (w) => w.value(w.full).convolve(kernelOver(w.scope.space.slice(-2), 9))],
    [
      "over axes in another order, of another size each",
      (w) => w.value(w.pixels).convolve({ axes: ["x", "y"], sizes: [3, 1], values: [1, -0.5, 3] }),
    ],
    [
      "of what lacks axes",
      (w) =>
        w
          .value(["y", "x"])
          .convolve(kernelOver(["y", "x"], 3))
          .mul(w.value(["class"])),
    ],
  ],

  gather: [
    ["a list for each image", (w) => gathered(w, w.full, ["batch", "class"])],
    ["one list for all", (w) => gathered(w, w.full, [])],
    ["a list in a list", (w) => gathered(w, without(w.full, ["class"]), ["class"])],
    ["lists for one image", (w) => gathered(w, w.scope.space, ["batch", "class"])],
    ["a position at each pixel", (w) => gathered(w, w.full, w.pixels)],
    ["of what lacks space", (w) => gathered(w, ["batch", "class"], ["batch", "class"])],
  ],
  scatter: [
    ["the classes of each sample", (w) => scattered(w, ["batch", "class"], ["batch", "class"], ["class"])],
    ["kept apart by sample", (w) => scattered(w, ["batch", "class"], ["batch", "class"], [])],
    ["of one value at many positions", (w) => scattered(w, ["class"], ["batch", "class"], ["batch"])],
    ["of many values at one position", (w) => scattered(w, ["batch", "class"], ["class"], ["class"])],
    ["from pixels", (w) => scattered(w, w.full, w.pixels, w.scope.space)],
  ],

  distanceTransform: [
    [
      "weighed by a value",
      (w) => {
        const spacing = w.scope.space.map((_, i) => w.number(1 + i / 2));
        return distanceTransform(w.value(w.full, 0.02, 0.98), spacing).mul(w.value(w.full));
      },
    ],
  ],
  persistence: [
    ["gathered", (w) => all(persistence(w.value(w.full), "vertex").map((f) => lifetimes(w, f.births, f.deaths)))],
    [
      "of squares, over one class",
      (w) => all(persistence(w.value(w.pixels), "top").map((f) => lifetimes(w, f.births, f.deaths))),
    ],
    [
      "in patches",
      (w) => all(persistence(w.value(w.full), "vertex", { patch: 2 }).map((f) => lifetimes(w, f.births, f.deaths))),
    ],
  ],
  matching: [
    ["partners, and what is lost", (w) => matched(w, "vertex", "union", {})],
    ["of squares, in patches", (w) => matched(w, "top", "intersection", { patch: 3 })],
    ["relative to the border", (w) => matched(w, "vertex", "union", { relative: true })],
  ],
  connectedComponents: [
    [
      "sums over each piece",
      (w) => {
        const piece = connectedComponents(w.value(w.full).greater(0.2), "full");
        const x = w.value(w.full);
        return x.make("scatter", [x.node, piece.node], { space: w.scope.space, over: w.scope.space }).square();
      },
    ],
    [
      "handed back to the pixels",
      (w) =>
        w
          .value(w.full)
          .gather(connectedComponents(w.value(w.pixels).greater(0), "face"))
          .square(),
    ],
  ],
  skeleton: [["weighed by a value", (w) => skeleton(w.value(w.full).greater(-0.5)).mul(w.value(w.full)).square()]],
  argsort: [
    [
      "ranks as weights",
      (w) => {
        const x = w.value(w.full);
        return x.mul(ranks(x, "x")).add(x.mul(ranks(x, "batch", false)));
      },
    ],
    [
      "ranks among all of a sample, of a class, and of everything",
      (w) => {
        const x = w.value(w.full);
        const among = [w.scope.space, ["batch", ...w.scope.space], [...w.scope.space, "class"], w.full];
        return all(among.map((axes, i) => ranks(x, axes, i % 2 === 0))).mul(x);
      },
    ],
  ],
  accumulate: [
    [
      "sums as weights",
      (w) => {
        const [x, y] = [w.value(w.full), w.value(w.full).greater(0)];
        const among = [["x"], w.scope.space, ["batch", ...w.scope.space], w.full];
        return all(among.map((axes, i) => accumulate(x, y, axes, i % 2 === 0))).mul(x);
      },
    ],
    [
      "of what the keys alone have, and of ties",
      (w) => {
        const [x, y] = [w.value(w.full), w.value(w.pixels)];
        const [above, below] = [x.greater(0), y.less(0.3)];
        return accumulate(above, below, w.scope.space)
          .mul(x)
          .add(accumulate(y, above, ["y"]).mul(y));
      },
    ],
  ],
  polygon: [
    [
      "distances to the nearest edge, by the area it encloses",
      (w) => {
        const contour = triangle(w);
        const { inside, edge, share } = outline(contour, [w.number(1), w.number(1.5)]);
        const squares = [contour.y, contour.x].map((coordinate, i) => {
          const at = (x: Expr) => x.make("gather", [x.node, edge.node], { space: ["class"] });
          const [from, to] = [at(coordinate), at(coordinate.shift("class", 1, "wrap"))];
          const pixel = coordinate.make("iota", [], { axis: w.scope.space.at(i - 2)! });
          return pixel
            .sub(from.add(share.mul(to.sub(from))))
            .mul(1 + i / 2)
            .square();
        });
        return inside.mul(2).sub(1).mul(squares[0]!.add(squares[1]!));
      },
    ],
  ],
  triangulate: [
    [
      "corners gathered",
      (w) => {
        const contour = triangle(w);
        const at = (corner: Expr) => contour.y.make("gather", [contour.y.node, corner.node], { space: ["class"] });
        const [first, second, third] = triangulation(contour);
        const turn = at(first).sub(at(second)).mul(at(third)).square();
        return turn.sumOver(turn.axes);
      },
    ],
  ],
  rasterise: [
    [
      "weighed by a value",
      (w) => {
        const contour = fixedTriangle(w);
        return coverage(contour, triangulation(contour)).mul(w.value(w.pixels)).square();
      },
    ],
  ],
  rasteriseVjp: [
    [
      "weighed by a value",
      (w) => {
        const contour = fixedTriangle(w);
        const drawn = coverage(contour, triangulation(contour));
        const { args, attributes } = drawn.node as Node<"rasterise">;
        const slope = w.fixed(drawn.axes, [1, -0.5, 2, -1.5]);
        const routine = drawn.make("rasteriseVjp", [...args.slice(0, 5), slope.node], attributes);
        const by = (index: number) => drawn.make("result", [routine.node], { index, axes: contour.y.axes });
        return by(0).sub(by(1)).mul(w.value(contour.y.axes));
      },
    ],
  ],
  result: [
    [
      "the order itself",
      (w) => {
        const x = w.value(w.full);
        const order = x.make("argsort", [x.node], { axes: ["y", "x"], descending: true });
        return x.mul(order.make("result", [order.node], { index: 0, axes: x.axes }));
      },
    ],
  ],
} satisfies Record<Op, readonly Case[]>;

/** A triangle for each sample, its vertices in the place of classes; in pixels. */
const triangle = (w: World) => ({
  y: inPlane(w.value(["batch", "class"], 0, 2)),
  x: inPlane(w.value(["batch", "class"], 0, 3)),
  points: "class",
});

/** The same, from −1 to 1, where no gradient is asked for. */
const fixedTriangle = (w: World) => ({
  y: inPlane(w.fixed(["batch", "class"], [-0.7, 0.13, 0.61, 0.8, -0.55, -0.2])),
  x: inPlane(w.fixed(["batch", "class"], [-0.52, 0.9, -0.33, 0.1, 0.71, -0.84])),
  points: "class",
});

/** Contours lie in a plane, also where there is a volume. */
const inPlane = (x: Expr) => new Expr({ ...x.scope, space: x.scope.space.slice(-2) }, x.node);

/** Features as a loss sees them: another image's values at the critical positions. */
const lifetimes = (w: World, births: Expr, deaths: Expr): Expr => {
  const image = w.value(w.full);
  const length = image.gather(births).sub(image.gather(deaths)).square();
  return length.sumOver(length.axes);
};

const matched = (w: World, construction: "vertex" | "top", comparison: "union" | "intersection", options: object) => {
  const [image, other] = [w.value(w.full), w.value(w.full)];
  const lengths = (of: Expr, births: Expr, deaths: Expr) => of.gather(births).sub(of.gather(deaths));
  return all(
    matching(image, other, construction, comparison, options).map(
      ({ births, deaths, partnerBirths, partnerDeaths, lost }) => {
        const here = lengths(image, births, deaths)
          .sub(lengths(other, partnerBirths, partnerDeaths))
          .square();
        const there = lengths(other, lost.births, lost.deaths).square();
        return here.sumOver(here.axes).add(there.sumOver(there.axes));
      },
    ),
  );
};

/** A kernel without symmetry, with weights of 0 in between. */
const kernelOver = (axes: readonly Axis[], size: number) => ({
  axes,
  sizes: axes.map(() => size),
  values: Array.from({ length: size ** axes.length }, (_, i) => ((i * 7) % 5) / 4 - (i % 3 ? 0 : 0.5)),
});

const all = (terms: readonly Expr[]): Expr => terms.reduce((a, b) => a.add(b));

const putBack = (w: World, indices: readonly number[]): Expr => {
  const as = `x:${indices.join(",")}`;
  const x = w.value(w.full).take("x", indices).exp();
  return x.make("takeTranspose", [x.node], { axis: "x", indices, as });
};
