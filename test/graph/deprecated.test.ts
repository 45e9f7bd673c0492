import { expect, it } from "vitest";
import { z } from "zod";
import { Graph } from "../../src/graph/graph.js";
import { Expr } from "../../src/graph/trace.js";
import { components, connectedComponents, defineLoss, distance, distanceTransform } from "../../src/loss.js";
import { stdlib } from "../../stdlib/index.js";

/* Names that changed still mean what they meant, for one release. */

const graph = new Graph();
const scope = { graph, space: ["y", "x"] };
const input = (name: string, axes: readonly string[]) => new Expr(scope, graph.node("input", [], { name, axes }));

it("values have their old methods", () => {
  const [x, c] = [input("x", ["batch", "y", "x"]), input("c", ["batch"])];
  expect(c.choose(x, 0).node).toBe(c.where(x, 0).node);
  expect(c.spread(["batch", "x"]).node).toBe(c.broadcast(["batch", "x"]).node);
  expect(x.window("x", "max", 2).node).toBe(x.reduceWindow("x", "max", 2).node);
});

it("routines have their old names", () => {
  expect(distance).toBe(distanceTransform);
  expect(components).toBe(connectedComponents);
});

it("a declaration may say `sees` for `inputs`, and has both", () => {
  const { name, group, summary, formula, range, cost, reference, advice, edges, examples } = stdlib[0]!;
  const common = { name, group, summary, formula, range, cost, reference, advice, edges, examples };
  const params = z.object({});
  const asked = { p: "probabilities", g: "onehot" } as const;
  const before = defineLoss({ ...common, params, sees: asked, body: ({ p, g }) => p.sub(g).square().mean("space") });
  const now = defineLoss({ ...common, params, inputs: asked, body: ({ p, g }) => p.sub(g).square().mean("space") });
  for (const loss of [before, now]) expect([loss.inputs, loss.sees]).toEqual([asked, asked]);
});
