import { describe, expect, it } from "vitest";
import { Graph, topologicalOrder } from "../../src/graph/graph.js";
import { kindOf, union } from "../../src/graph/ops/axes.js";
import type { Node } from "../../src/graph/ops.js";
import { constant, Expr, from, type Scope } from "../../src/graph/trace.js";

const graph = new Graph();
const scope: Scope = { graph, space: ["y", "x"] };
const input = (name: string, ...axes: string[]) => new Expr(scope, graph.node("input", [], { name, axes }));

describe("interning", () => {
  it("gives one node for one value, however it was built", () => {
    const x = input("x", "batch", "y");
    expect(x.exp().mul(2).node).toBe(input("x", "batch", "y").exp().mul(2).node);
    expect(x.sumOver(["y"]).node).not.toBe(x.sumOver(["batch"]).node);
    expect(x.sub(1).node).not.toBe(constant(scope, 1).sub(x).node);
  });

  it("tells numbers apart that JSON does not", () => {
    const numbers = [0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    const nodes = numbers.map((value) => graph.node("constant", [], { value }));
    expect(new Set(nodes).size).toBe(numbers.length);
    expect(nodes.map((node) => node.attributes.value)).toEqual(numbers);
  });

  it("keeps nodes from being changed", () => {
    expect(Object.isFrozen(input("x").node)).toBe(true);
  });
});

describe("a number by itself", () => {
  const x = input("x", "batch", "y");
  it.each<[string, () => Expr, () => Expr]>([
    ["as an operand", () => x.mul(from(2)), () => x.mul(2)],
    ["as the first operand", () => from(2).sub(x), () => constant(scope, 2).sub(x)],
    ["computed with before it meets a value", () => x.mul(from(2).exp()), () => x.mul(constant(scope, 2).exp())],
    ["computed with, as the first operand", () => from(2).exp().sub(x), () => constant(scope, 2).exp().sub(x)],
    ["as a condition", () => from(1).where(x, 0), () => constant(scope, 1).where(x, 0)],
    ["as a choice", () => x.where(from(2).exp(), x), () => x.where(constant(scope, 2).exp(), x)],
  ])("belongs to the graph where it is used, %s", (_, found, wanted) => {
    expect(found().node).toBe(wanted().node);
  });
});

describe("axes", () => {
  it("lie in memory order, whatever a value was built from", () => {
    expect(input("w", "class").mul(input("x", "batch", "y")).axes).toEqual(["batch", "y", "class"]);
    expect(union(["class"], ["item:3.0", "x"])).toEqual(["x", "item:3.0", "class"]);
  });

  it("of one kind cannot stand side by side", () => {
    const x = input("x", "batch", "class");
    expect(() => x.mul(x.take("class", [1, 2]))).toThrow("`class` and `class:1,2` are of one kind");
    expect(kindOf("class:1,2")).toBe("class");
  });
});

describe("topologicalOrder", () => {
  it("puts arguments before what uses them, each once", () => {
    const x = input("x");
    const [a, b] = [x.exp(), x.exp().add(x.exp().log())];
    const order = topologicalOrder([b.node, a.node]);
    expect(order.map((node) => node.op)).toEqual(["input", "exp", "log", "add"]);
  });

  it("leaves out what only a known value needs", () => {
    const y = input("x").exp();
    const order = topologicalOrder([y.log().node], new Set<Node>([y.node]));
    expect(order.map((node) => node.op)).toEqual(["exp", "log"]);
  });

  it("walks a graph too deep for recursion", () => {
    let x = input("x");
    for (let i = 0; i < 50_000; i++) x = x.neg();
    expect(topologicalOrder([x.node])).toHaveLength(50_001);
  });
});
