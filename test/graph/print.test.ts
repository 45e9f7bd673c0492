import { describe, expect, it } from "vitest";
import { Graph } from "../../src/graph/graph.js";
import { dot, print } from "../../src/graph/print.js";
import { persistence } from "../../src/graph/routines.js";
import { constant, Expr, type Scope } from "../../src/graph/trace.js";

function world() {
  const graph = new Graph();
  const scope: Scope = { graph, space: ["y", "x"] };
  return {
    scope,
    input: (name: string, ...axes: string[]) => new Expr(scope, graph.node("input", [], { name, axes })),
  };
}

describe("print", () => {
  it("shows each shared value once and leaves where they are used", () => {
    const { input } = world();
    const p = input("prediction", "batch", "y", "x", "class").softmax("class");
    const g = input("target", "batch", "y", "x", "class");
    const overlap = p.mul(g).sum("space").mul(2);
    expect(print([overlap.div(p.sum("space").add(g.sum("space"))).node])).toBe(
      [
        "%1 = softmax[class] prediction : batch y x class",
        "%2 = mul %1 target : batch y x class",
        "%3 = sum[y x] %2 : batch class",
        "%4 = mul %3 2 : batch class",
        "%5 = sum[y x] %1 : batch class",
        "%6 = sum[y x] target : batch class",
        "%7 = add %5 %6 : batch class",
        "%8 = div %4 %7 : batch class",
        "return %8",
      ].join("\n"),
    );
  });

  it("prints equal graphs alike, whatever else their graph holds", () => {
    const texts = [0, 1].map((others) => {
      const { input } = world();
      for (let i = 0; i < others; i++) input("other").exp();
      const x = input("x", "y");
      return print([x.exp().add(x).node]);
    });
    expect(texts[0]).toBe(texts[1]);
  });

  it("says what each operation carries", () => {
    const { scope, input } = world();
    const x = input("x", "batch", "y", "x", "class");
    const [components] = persistence(x, "vertex");
    const perClass = x.make("vector", [], { axis: "class", values: [0.5, -0] });
    const text = print([
      x.shift("x", -1, "edge").node,
      x.shift("y", 2, -0).node,
      x.shift("y", -1, "wrap").node,
      x.add(x.make("iota", [], { axis: "y" })).node,
      x.reduceWindow("y", "min").node,
      x.convolve({ axes: ["y", "x"], sizes: [1, 3], values: [-1, 0, 0.5] }).node,
      x.convolve({ axes: ["x"], sizes: [31], values: new Array<number>(31).fill(2) }).node,
      x.take("class", [0, 2]).node,
      x.mul(perClass).node,
      x.mul(x.make("axisSize", [], { axis: "batch" })).node,
      constant(scope, 1).broadcast(["x"]).node,
      x.gather(components!.births).make("scatter", [x.gather(components!.births).node, components!.births.node], {
        space: ["y", "x"],
        over: [components!.births.axes[1]!],
      }).node,
      x.make("result", [x.make("argsort", [x.node], { axes: ["x"], descending: true }).node], {
        index: 1,
        axes: x.axes,
      }).node,
    ]);
    const item = components!.births.axes[1]!;
    expect(text).toBe(
      [
        "%1 = shift[x -1 edge] x : batch y x class",
        "%2 = shift[y +2 -0] x : batch y x class",
        "%3 = shift[y -1 wrap] x : batch y x class",
        "%4 = add x iota(y) : batch y x class",
        "%5 = reduceWindow[min y -1+1] x : batch y x class",
        "%6 = convolve[y x 1×3 -1 0 0.5] x : batch y x class",
        "%7 = convolve[x 31 Σ 62] x : batch y x class",
        "%8 = take[class 0,2] x : batch y x class:0,2",
        "%9 = mul x class(0.5 -0) : batch y x class",
        "%10 = mul x |batch| : batch y x class",
        "%11 = broadcast[x] 1 : x",
        "%12 = persistence[vertex] x",
        `%13 = result[0] %12 : batch item(1) class`,
        `%14 = gather x %13 : batch item(1) class`,
        `%15 = scatter[over item(1)] %14 %13 : batch y x class`,
        "%16 = argsort[x descending] x",
        "%17 = result[1] %16 : batch y x class",
        "return %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %15, %17",
      ].join("\n"),
    );
    expect(text).not.toContain(item);
  });

  it("draws each value once, with its arguments numbered where their order matters", () => {
    const { input } = world();
    const x = input("x", "y");
    expect(dot([x.exp().sub(x).node])).toBe(
      [
        "digraph {",
        "  node [shape=box, fontname=monospace];",
        '  n1 [label="x : y", style=rounded];',
        '  n2 [label="exp : y"];',
        '  n3 [label="sub : y", penwidth=2];',
        "  n1 -> n2;",
        '  n2 -> n3 [label="1"];',
        '  n1 -> n3 [label="2"];',
        "}",
      ].join("\n"),
    );
  });
});
