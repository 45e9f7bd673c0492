import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { referenceBackend as reference } from "../../src/backends/reference/index.js";
import type { Node } from "../../src/graph/ops.js";
import { Expr } from "../../src/graph/trace.js";
import { verify } from "../../src/graph/verify.js";
import { algebra } from "../../src/passes/algebra.js";
import { gradients } from "../../src/passes/gradients.js";
import type { Holds, Pass, Rule } from "../../src/passes/rewrite.js";
import { stability } from "../../src/passes/stability.js";
import { expectSame } from "../backends/agreement.js";
import { compute, World } from "../backends/world.js";
import { type Choose, type Filling, instance } from "./instances.js";

const passes: readonly Pass[] = [stability, algebra, gradients];
/** Each rule with the first pass that has it. */
const table = [
  ...new Map(passes.toReversed().flatMap((pass) => pass.rules.map((rule) => [rule.name, { pass, rule }] as const))),
];

const ordinary: Filling = { numbers: [0.5, -1.25, 2, -0.3, 1.7, -2, 0.8, 1.1, -0.6], constants: [0.3, -0.7, 2, 3] };
/** With zeros and equal numbers, where functions have kinks. */
const kinks: Filling = { numbers: [0, 1, -1, 0, 2, 1, -0.5], constants: [0, 1, -2] };
const special: Filling = {
  numbers: [0, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 1, -1, 0.5, -2],
  constants: [0, 1, -2, 0.5],
};
const logits: Filling = { numbers: [1e4, -1e4, 300, -300, 20, -20, 0, 3], constants: [2] };

interface Drawn {
  readonly world: World;
  readonly left: Node;
}

/** Instances of a rule's left side. */
const drawn = (rule: Rule, filling: Filling): fc.Arbitrary<Drawn | undefined> =>
  fc.array(fc.nat(5039), { minLength: 24, maxLength: 24 }).map((choices) => {
    let next = 0;
    const choose: Choose = (list) => list[choices[next++ % choices.length]! % list.length]!;
    const world = new World();
    const left = rule.pattern
      ? instance(rule.pattern, world, choose, filling)
      : without[rule.name]!(world, choose, filling);
    return left && { world, left };
  });

/** Rules that are no pattern. */
const without: Readonly<Record<string, (world: World, choose: Choose, filling: Filling) => Node>> = {
  "of known numbers, the number": (world, choose, { constants }) => {
    const vector = world.number(0).make("vector", [], { axis: "class", values: [0.5, -1, 2] });
    const known = () => choose([vector, world.number(choose(constants))]);
    const op = choose(["neg", "exp", "sin", "floor", "abs"] as const);
    const two = choose(["add", "sub", "mul", "max", "less", "equal"] as const);
    const [a, b, c] = [known(), known(), known()];
    return choose([
      a.make(op, [a.node], {}),
      a.make(two, [a.node, b.node], {}),
      a.make("select", [a.node, b.node, c.node], {}),
    ]).node;
  },
  "what is repeated anyway need not be spread": (world, choose, filling) => {
    const value = (axes: readonly string[]) => world.fixed(axes, filling.numbers.slice(0, 1 + choose([2, 4, 6])));
    const [x, y, z] = [value(["class"]).broadcast(["batch", "class"]), value(["batch", "y", "x"]), value(["x"])];
    return choose([x.add(y), y.sub(x), x.mul(z.broadcast(["y"])), y.where(x, z), z.where(y, x.broadcast(["x"]))]).node;
  },
};

const spread = (world: World, node: Node, like: Node): Node => new Expr(world.scope, node).broadcast(like.axes).node;
const contents = (world: World, nodes: readonly Node[]) => compute(reference, world, nodes);
const finite = (list: readonly number[]) => list.every(Number.isFinite);

/** How many of many instances the rule applies to; each is shown to `look`. */
function applied(rule: Rule, filling: Filling, look: (world: World, left: Node, right: Node) => void, numRuns = 120) {
  let times = 0;
  fc.assert(
    fc.property(drawn(rule, filling), (instance) => {
      if (!instance) return;
      const { world, left } = instance;
      const next = rule.apply(world.graph, left);
      if (!next) return;
      const right = spread(world, next, left);
      times++;
      verify([left, right]);
      look(world, left, right);
    }),
    { numRuns, seed: 20261125 },
  );
  return times;
}

/** Where the left side has a value. */
const sameWhereFinite = (found: readonly number[], wanted: readonly number[], tolerance: number) => {
  const kept = wanted.map((value, i) => (Number.isFinite(value) ? found[i]! : value));
  expectSame([kept], [[...wanted]], tolerance);
};

const sameValue = (world: World, left: Node, right: Node) => {
  const [before, after] = contents(world, [left, right]);
  sameWhereFinite(after!, before!, 1e-12);
};

describe.each(table)("%s", (_, { pass, rule }) => {
  it("gives the same value", () => {
    expect(applied(rule, ordinary, sameValue)).toBeGreaterThan(2);
    applied(rule, kinks, sameValue);
  });

  it.runIf(rule.holds === ("everywhere" satisfies Holds))("gives the same value for ±0, ±∞ and NaN", () => {
    expect(
      applied(rule, special, (world, left, right) => {
        const [before, after] = contents(world, [left, right]);
        const unsigned = (list: readonly number[]) => list.map((value) => value + 0);
        expectSame([unsigned(after!)], [unsigned(before!)], 1e-12);
      }),
    ).toBeGreaterThan(2);
  });

  it.runIf(rule.holds === ("stable" satisfies Holds))("is finite for logits of any size", () => {
    expect(
      applied(rule, logits, (world, left, right) => {
        const [before, after] = contents(world, [left, right]);
        expect(finite(after!)).toBe(true);
        // What the naive form still holds of numbers up to 20 is 1 − 1/e²⁰, to seven digits.
        before!.forEach((value, i) => {
          const held = Number.isFinite(value) && Math.abs(value) < 21;
          if (held && Math.abs(after![i]!) < 21) expect(after![i]).toBeCloseTo(value, 6);
        });
      }),
    ).toBeGreaterThan(2);
  });

  it.runIf(pass !== gradients)("keeps the gradients, at kinks too, where there were any", () => {
    const look = (world: World, left: Node, right: Node) => {
      const [before, after] = [left, right].map((node) =>
        contents(world, world.gradients(world.weighted(new Expr(world.scope, node)))),
      );
      before!.forEach((list, k) => {
        sameWhereFinite(after![k]!, list, 1e-11);
      });
    };
    applied(rule, ordinary, look, 40);
    applied(rule, kinks, look, 40);
  });

  it("applies within its pass, which keeps the value", () => {
    const fired = new Set<Pick<Rule, "name">>();
    fc.assert(
      fc.property(drawn(rule, ordinary), (instance) => {
        if (!instance) return;
        const { world, left } = instance;
        const [after] = pass.run(world.graph, [left], (rule) => fired.add(rule));
        verify([after!]);
        expect(after!.axes).toEqual(left.axes);
        expect(pass.run(world.graph, [after!])[0]).toBe(after);
        sameValue(world, left, after!);
      }),
      { numRuns: 120, seed: 20261125 },
    );
    expect(fired).toContain(rule);
  });
});
