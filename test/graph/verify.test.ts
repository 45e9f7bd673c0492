import { describe, expect, it } from "vitest";
import { Graph, topologicalOrder } from "../../src/graph/graph.js";
import type { Attributes, Node, Op } from "../../src/graph/ops.js";
import { verify } from "../../src/graph/verify.js";
import { type Case, cases } from "../backends/op-cases.js";
import { World } from "../backends/world.js";

const graph = new Graph();
const input = (...axes: string[]) => graph.node("input", [], { name: "x", axes });
const image = input("batch", "y", "x", "class");
const scalar = input();

/** A node as a faulty pass might make it. */
const forged = <O extends Op>(op: O, args: readonly Node[], attributes: Attributes[O], axes: readonly string[]): Node =>
  ({ id: -1, op, args, attributes, axes }) as Node;
const order = graph.node("argsort", [image], { axes: ["x"], descending: true });
const space = ["y", "x"];
const [list, faces, corner] = [input("batch", "item:p"), input("batch", "item:f"), input("item:f")];
const drawn = { points: "item:p", faces: "item:f", space };
const triangulated = (points: string, y: Node, x: Node) => graph.node("triangulate", [y, x], { points });

describe("verify", () => {
  for (const [op, list] of Object.entries<readonly Case[]>(cases))
    it(`accepts ${op}, its slope and what it uses`, () => {
      for (const [, build] of list) {
        const world = new World();
        const root = world.weighted(build(world));
        const roots = [root.node, ...world.gradients(root)];
        expect(topologicalOrder(roots).length).toBeGreaterThan(1);
        verify(roots);
      }
    });

  it.each<[string, Node, string]>([
    ["too many arguments", forged("exp", [scalar, scalar], {}, []), "it has 2 arguments instead of 1"],
    ["an unknown axis", input("time"), "there is no axis `time`"],
    ["two axes of a kind", input("class", "class:1"), "two of its axes are of one kind"],
    ["axes out of order", input("class", "batch"), "do not lie in memory order"],
    ["axes that do not follow", forged("exp", [image], {}, ["batch"]), "its axes should be (batch y x class)"],
    ["a sum over nothing", graph.node("sum", [image], { axes: [] }), "it must name some axes"],
    ["a sum over an absent axis", graph.node("sum", [image], { axes: ["z"] }), "has no axis `z`"],
    ["a softmax along an absent axis", graph.node("softmax", [scalar], { axis: "class" }), "has no axis `class`"],
    [
      "an index below zero",
      graph.node("take", [image], { axis: "class", indices: [-1], as: "class:-1" }),
      "must be whole and not negative",
    ],
    [
      "no indices",
      graph.node("take", [image], { axis: "class", indices: [], as: "class:" }),
      "it must name some indices",
    ],
    ["a change of kind", graph.node("take", [image], { axis: "class", indices: [0], as: "item:0" }), "not of one kind"],
    ["half a step", graph.node("shift", [image], { axis: "x", by: 0.5, border: 0 }), "its step must be whole"],
    [
      "a window that misses its centre",
      graph.node("reduceWindow", [image], { axis: "x", kind: "max", before: -1, after: 2 }),
      "its reach must be whole",
    ],
    [
      "a kernel without a centre",
      graph.node("convolve", [image], { axes: ["x"], sizes: [2], values: [1, 1] }),
      "must be odd",
    ],
    [
      "a kernel with weights left over",
      graph.node("convolve", [image], { axes: ["x"], sizes: [1], values: [1, 1] }),
      "as many values as its sizes say",
    ],
    [
      "a kernel along an absent axis",
      graph.node("convolve", [image], { axes: ["z"], sizes: [1], values: [1] }),
      "has no axis `z`",
    ],
    [
      "a kernel with a size too few",
      graph.node("convolve", [image], { axes: ["y", "x"], sizes: [1], values: [1] }),
      "one size for each axis",
    ],
    ["positions in what has no space", graph.node("gather", [scalar, scalar], { space }), "has no axis `y`"],
    ["a scatter that keeps space", graph.node("scatter", [image, scalar], { space, over: [] }), "must be summed over"],
    [
      "a distance without spacing",
      graph.node("distanceTransform", [image], { space }),
      "one spacing for each spatial axis",
    ],
    [
      "a spacing per class",
      graph.node("distanceTransform", [image, scalar, input("class")], { space }),
      "must be a scalar",
    ],
    ["a result of what is no routine", graph.node("result", [image], { index: 0, axes: [] }), "is not a routine"],
    [
      "a result there is not",
      graph.node("result", [order], { index: 2, axes: image.axes }),
      "`argsort` has no such result",
    ],
    ["an order over nothing", graph.node("argsort", [image], { axes: [], descending: true }), "it must name some axes"],
    [
      "an order over axes that are apart",
      graph.node("argsort", [image], { axes: ["batch", "x"], descending: true }),
      "do not lie side by side",
    ],
    [
      "an order along an absent axis",
      graph.node("argsort", [image], { axes: ["z"], descending: true }),
      "has no axis `z`",
    ],
    [
      "sums of what is not there",
      graph.node("accumulate", [image, scalar], { axes: ["x"], descending: true }),
      "its keys and values must have the same axes",
    ],
    ["a contour whose points lie inside", triangulated("batch", list, list), "do not lie along the last axis"],
    ["coordinates that differ in their axes", triangulated("item:p", list, input("item:p")), "must have the same axes"],
    [
      "triangles that are not listed for each contour",
      graph.node("rasterise", [list, list, corner, corner, corner, scalar, scalar], drawn),
      "must be listed for each of its contours",
    ],
    [
      "an image of one axis",
      graph.node("polygon", [list, list, scalar, scalar, scalar, scalar], { points: "item:p", space: ["x"] }),
      "has two axes",
    ],
    [
      "a length per sample",
      graph.node("polygon", [list, list, input("batch"), scalar, scalar, scalar], { points: "item:p", space }),
      "must be a scalar",
    ],
    [
      "a gradient without pixels",
      graph.node("rasteriseVjp", [list, list, faces, faces, faces, scalar], drawn),
      "an entry for each pixel",
    ],
    ["a routine in place of its result", graph.node("neg", [order], {}), "not one of its results"],
  ])("refuses %s", (_, node, message) => {
    expect(() => verify([node])).toThrow(message);
  });

  it("prints the node", () => {
    expect(() => verify([graph.node("sum", [image], { axes: ["z"] })])).toThrow("sum[z] (x : batch y x class)");
  });
});
