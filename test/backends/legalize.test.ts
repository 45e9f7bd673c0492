import { describe, expect, it } from "vitest";
import { legalize } from "../../src/backends/legalize.js";
import { topologicalOrder } from "../../src/graph/graph.js";
import { derivedOps, isDerived } from "../../src/graph/ops.js";
import { verify } from "../../src/graph/verify.js";
import { type Case, cases } from "./op-cases.js";
import { World } from "./world.js";

const nothing = { derived: {} };

describe("expand", () => {
  it.each(derivedOps)("says %s in operations every backend has", (op) => {
    for (const [, build] of cases[op] as readonly Case[]) {
      const world = new World();
      const root = world.weighted(build(world));
      const roots = legalize(world.graph, nothing, [root.node, ...world.gradients(root)]);
      expect(topologicalOrder(roots).filter((node) => isDerived(node))).toEqual([]);
      verify(roots);
    }
  });

  it("leaves alone what a backend has, and what holds nothing derived", () => {
    const world = new World();
    const x = world.value(world.full);
    const roots = [x.sigmoid().exp().node, x.exp().log().node];
    expect(legalize(world.graph, { derived: { sigmoid: true } }, roots)).toEqual(roots);
    const [changed, same] = legalize(world.graph, nothing, roots);
    expect(changed).not.toBe(roots[0]);
    expect(same).toBe(roots[1]);
  });

  it("gives the same nodes when asked again, and leaves its own result alone", () => {
    const world = new World();
    const roots = [world.value(world.full).logSoftmax("class").node];
    const once = legalize(world.graph, nothing, roots);
    const { size } = world.graph;
    expect(legalize(world.graph, nothing, roots)[0]).toBe(once[0]);
    expect(legalize(world.graph, nothing, once)[0]).toBe(once[0]);
    expect(world.graph.size).toBe(size);
  });

  it("keeps the lists of routines named as they were", () => {
    const world = new World();
    const image = world.value(world.full).sigmoid();
    const order = image.make("argsort", [image.node], { axes: ["x"], descending: true });
    const ranks = order.make("result", [order.node], { index: 1, axes: image.axes });
    expect(legalize(world.graph, nothing, [ranks.node])[0]!.axes).toEqual(image.axes);
  });
});
