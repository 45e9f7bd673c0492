import { expect, it } from "vitest";
import { checkSource } from "../../src/check/check.js";
import { topologicalOrder } from "../../src/graph/graph.js";
import type { Layout } from "../../src/graph/views.js";
import { forwardPasses, gradientPasses } from "../../src/passes/index.js";
import { Planner } from "../../src/run/plan.js";
import { stdlib } from "../../stdlib/index.js";

const layout: Layout = { rank: 2, classes: 3, exclusive: true, prediction: "logits", target: "labels" };
const library = new Map(stdlib.map((loss) => [loss.name, loss]));

function plannerOf(text: string): Planner {
  const { program } = checkSource({ file: "x.loss", text }, { library: stdlib });
  return new Planner(program!, library, layout, { derived: {} });
}

it("names the rules that are applied on the way to a plan, in the order of the passes, whatever was planned before", () => {
  const planner = plannerOf("dice + focal");
  const fresh = planner.rewrites([0, 1]);
  const size = planner.graph.size;
  planner.plan([0, 1]);
  expect(size).toBe(0);
  const said = ({ pass, rule }: (typeof fresh)[number]) => `${pass}: ${rule}`;
  expect(planner.rewrites([0, 1]).map(said)).toEqual(fresh.map(said));
  const passes = [...forwardPasses, ...gradientPasses];
  for (const { pass, before, after } of fresh) {
    expect(passes.map(({ name }) => name)).toContain(pass);
    expect(after).not.toBe(before);
    expect(topologicalOrder([before, after]).length).toBeGreaterThan(1);
  }
  expect(fresh.filter(({ pass }) => pass === "stability").length).toBeGreaterThan(0);
  expect(fresh.findIndex(({ pass }) => pass === "gradients")).toBeGreaterThan(
    fresh.findLastIndex(({ pass }) => pass === "stability"),
  );
});

it("tells of sums that are made of others", () => {
  const rules = plannerOf("dice + dice(batch=true)").rewrites([0, 1]);
  expect(rules.filter(({ pass }) => pass === "reuse").map(({ rule }) => rule)).toContain(
    "a sum over more axes is made of one over fewer",
  );
});
