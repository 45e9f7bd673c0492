import { describe, expect, it } from "vitest";
import { referenceBackend } from "../../src/backends/reference/index.js";
import { Graph } from "../../src/graph/graph.js";
import { TargetCache } from "../../src/run/target-cache.js";

const node = new Graph().node("input", [], { name: "target", axes: [] });
const made = () => new TargetCache<object, ReturnType<typeof referenceBackend.upload>>(referenceBackend, () => false);

/** A value that says it is large; the cache never looks inside. */
const claiming = (entries: number) => ({ shape: [entries], data: new Float64Array(0) });

describe("the cache of what depends on targets", () => {
  it("knows a target by its tensors, their roles and the spacing", () => {
    const cache = made();
    const [a, b] = [{}, {}];
    cache.of([["target", a]], [1, 1]).values.set(node, claiming(1));
    expect(cache.of([["target", a]], [1, 1]).values.size).toBe(1);
    expect(cache.of([["target", b]], [1, 1]).values.size).toBe(0);
    expect(cache.of([["mask:m", a]], [1, 1]).values.size).toBe(0);
    expect(cache.of([["target", a]], [1, 2]).values.size).toBe(0);
  });

  it("lets go of the target that was not needed for longest, by number and by bytes", () => {
    const cache = made();
    const targets = Array.from({ length: 20 }, () => ({}));
    for (const target of targets) cache.of([["target", target]], []).values.set(node, claiming(1));
    expect(cache.bytes).toBe(4 * 16);
    const large = { shape: [40 * 2 ** 20] };
    const [first, second] = [{}, {}];
    cache.of([["target", first]], []).values.set(node, claiming(large.shape[0]!));
    cache.of([["target", second]], []).values.set(node, claiming(large.shape[0]!));
    expect(cache.of([["target", second]], []).values.size).toBe(1);
    expect(cache.of([["target", first]], []).values.size).toBe(0);
  });
});
