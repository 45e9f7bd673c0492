import { afterEach, describe, expect, it } from "vitest";
import { referenceBackend } from "../../src/backends/reference/index.js";
import { Graph } from "../../src/graph/graph.js";
import { type Search, TargetCache } from "../../src/run/target-cache.js";

/** A tensor, whose content is told by a word. */
interface Told {
  readonly content?: string;
  gone?: boolean;
}

const graph = new Graph();
const input = graph.node("input", [], { name: "target", axes: [] });
const node = graph.node("neg", [input], {});
const looks = { count: 0 };
const host = {
  backend: referenceBackend,
  identityOf: (told: Told) => told,
  shapeOf: () => [8],
  digest: ({ content }: Told) => {
    looks.count++;
    return content;
  },
  isDisposed: ({ gone }: Told) => gone === true,
};
const caches: TargetCache<Told, ReturnType<typeof referenceBackend.upload>>[] = [];
const made = () => {
  const cache = new TargetCache<Told, ReturnType<typeof referenceBackend.upload>>(host);
  caches.push(cache);
  return cache;
};
afterEach(() => {
  for (const cache of caches.splice(0)) cache.dispose();
});

/** A value that says it is large; the cache never looks inside. */
const claiming = (entries: number) => ({ shape: [entries], data: new Float64Array(0) });

type Cache = ReturnType<typeof made>;
const subject = (target: Told, layout = "2d;1,1", name = "target") => ({
  tensors: [[name, target] as const],
  layout,
});

function learn(cache: Cache, target: Told, entries = 1, search: Search = "keep"): void {
  const known = cache.lookUp(subject(target), search);
  known.values.set(node, claiming(entries));
  cache.release(known);
}
function knows(
  cache: Cache,
  ...[target, layout, name, search = "content"]: [Told, string?, string?, Search?]
): boolean {
  const known = cache.lookUp(subject(target, layout, name), search);
  const found = known.values.size > 0;
  cache.release(known);
  return found;
}

describe("the cache of what depends on targets", () => {
  it("knows a target by its tensors, their roles and the layout", () => {
    const cache = made();
    const [a, b] = [{}, {}];
    learn(cache, a);
    expect(knows(cache, a)).toBe(true);
    expect(knows(cache, b)).toBe(false);
    expect(knows(cache, a, "2d;1,1", "mask:m")).toBe(false);
    expect(knows(cache, a, "2d;1,2")).toBe(false);
  });

  it("knows a target by its content in other tensors, if it is asked to look", () => {
    const cache = made();
    learn(cache, { content: "x" });
    expect(knows(cache, { content: "x" })).toBe(true);
    expect(knows(cache, { content: "y" })).toBe(false);
    expect(knows(cache, { content: "x" }, "2d;1,2")).toBe(false);
    expect(knows(cache, { content: "x" }, undefined, undefined, "identity")).toBe(false);
    const before = looks.count;
    learn(cache, { content: "z" }, 1, "identity");
    expect(looks.count).toBe(before);
  });

  it("goes on by content with what it has known by identity", () => {
    const cache = made();
    const target = { content: "x" };
    learn(cache, target, 1, "identity");
    expect(knows(cache, target)).toBe(true);
    expect(knows(cache, { content: "x" })).toBe(true);
  });

  it("forgets with the tensor what it knows by identity, or of a content seen for the first time", () => {
    const cache = made();
    const [bare, first]: Told[] = [{}, { content: "x" }];
    learn(cache, bare!, 1, "content");
    learn(cache, first!, 1, "content");
    bare!.gone = true;
    first!.gone = true;
    expect(knows(cache, {})).toBe(false);
    expect(cache.bytes).toBe(0);
  });

  it("keeps what it knows of a content from the second time on, or if it is told to", () => {
    const cache = made();
    const again = (content: string, search: Search) => {
      const target: Told = { content };
      const known = knows(cache, target, undefined, undefined, search);
      if (!known) learn(cache, target, 1, search);
      target.gone = true;
      return known;
    };
    expect([1, 2, 3, 4].map(() => again("x", "content"))).toEqual([false, false, true, true]);
    expect([1, 2, 3].map(() => again("y", "keep"))).toEqual([false, true, true]);
  });

  it("leaves what was copied of a tensor to whoever comes with the next", () => {
    const cache = made();
    const target: Told = { content: "x" };
    learn(cache, target, 5);
    const known = cache.lookUp(subject(target), "content");
    known.values.set(input, claiming(8));
    cache.release(known);
    expect(cache.bytes).toBe(4 * (5 + 8));
    target.gone = true;
    expect(knows(cache, { content: "x" })).toBe(true);
    expect(cache.bytes).toBe(4 * 5);
  });

  it("keeps what two tensors share when either is gone", () => {
    const cache = made();
    const [one, other]: Told[] = [{ content: "x" }, { content: "x" }];
    learn(cache, one!, 1, "content");
    expect(knows(cache, other!)).toBe(true);
    one!.gone = true;
    other!.gone = true;
    expect(knows(cache, { content: "x" })).toBe(true);
  });

  it("lets go of the target that was not needed for longest, by number", () => {
    const cache = made();
    const targets = Array.from({ length: 1030 }, (_, i) => ({ content: `${i}` }));
    for (const target of targets.slice(0, 1024)) learn(cache, target);
    expect(knows(cache, targets[0]!)).toBe(true);
    for (const target of targets.slice(1024)) learn(cache, target);
    expect(cache.bytes).toBe(4 * 1024);
    expect(knows(cache, targets[0]!)).toBe(true);
    expect(knows(cache, targets[7]!)).toBe(true);
    expect(knows(cache, targets[1]!)).toBe(false);
  });

  it("has one bound in bytes for all caches, which the latest and those in use may exceed", () => {
    const [one, other] = [made(), made()];
    const large = 40 * 2 ** 20;
    learn(one, { content: "a" }, large);
    learn(other, { content: "b" }, large);
    expect(knows(one, { content: "a" })).toBe(false);
    expect(knows(other, { content: "b" })).toBe(true);

    const used = other.lookUp(subject({ content: "b" }), "content");
    learn(one, { content: "c" }, large);
    expect(used.values.size).toBe(1);
    expect(knows(one, { content: "c" })).toBe(true);
    other.release(used);
    expect(knows(other, { content: "b" })).toBe(true);
    expect(knows(one, { content: "c" })).toBe(false);
  });

  it("frees what was learnt after it was disposed of", () => {
    const cache = made();
    const known = cache.lookUp(subject({ content: "x" }), "content");
    cache.dispose();
    known.values.set(node, claiming(1));
    cache.release(known);
    expect(known.values.size).toBe(0);
    expect(cache.bytes).toBe(0);
  });
});
