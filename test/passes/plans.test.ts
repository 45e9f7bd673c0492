import { describe, expect, it } from "vitest";
import { execute } from "../../src/backends/interpret.js";
import { type Abilities, legalize } from "../../src/backends/legalize.js";
import { referenceBackend as reference } from "../../src/backends/reference/index.js";
import { gradient } from "../../src/graph/gradient.js";
import { Graph, topologicalOrder } from "../../src/graph/graph.js";
import { inputName } from "../../src/graph/inputs.js";
import { derivedOps, type Node } from "../../src/graph/ops.js";
import { print } from "../../src/graph/print.js";
import { verify } from "../../src/graph/verify.js";
import { type Layout, views } from "../../src/graph/views.js";
import { type Expr, from } from "../../src/loss.js";
import { forwardPasses, optimised } from "../../src/passes/index.js";
import { stdlib } from "../../stdlib/index.js";
import { expectSame } from "../backends/agreement.js";
import { scattered } from "../backends/world.js";
import { cpuTime } from "../cpu-time.js";
import { layout, planned, unoptimised, workOf } from "./counts.js";

const all: Abilities = { derived: Object.fromEntries(derivedOps.map((op) => [op, true])) };
const none: Abilities = { derived: {} };

const lengths = { batch: 2, y: 5, x: 6 };

/** The contents of roots for one batch. */
function contents(roots: readonly Node[], of: Layout, logits?: (i: number) => number): number[][] {
  const pixels = lengths.batch * lengths.y * lengths.x;
  const shape = [lengths.batch, lengths.y, lengths.x];
  const given = scattered(pixels * of.classes, -3, 3, 2);
  const prediction = reference.upload(logits ? given.map((_, i) => logits(i)) : given, [...shape, of.classes]);
  const labels = Array.from({ length: pixels }, (_, i) => Math.floor(i / 4) % Math.max(2, of.classes));
  const target = reference.upload(labels, of.target === "labels" ? shape : [...shape, 1]);
  const inputs = topologicalOrder(roots).flatMap((node) => (node.op === "input" ? [node.attributes.name] : []));
  const scalars = new Map(
    inputs.filter((name) => /^(weight|spacing):/.test(name)).map((name) => [name, name.endsWith("x") ? 1.25 : 1.5]),
  );
  const results = execute(reference, roots, {
    tensors: new Map([
      [inputName({ kind: "prediction" }), prediction],
      [inputName({ kind: "target" }), target],
      [inputName({ kind: "field" }), target],
    ]),
    scalars,
    sizes: new Map([...Object.entries(lengths), ["class", of.classes]]),
  });
  return results.map(({ data }) => [...data]);
}

const binary: Layout = { ...layout, classes: 1, exclusive: false, target: "onehot" };
const vectors: Layout = { ...binary, classes: 2 };

/** Contours, further heads and fields are other tensors than the ones made here; the contract tests make them. */
const plain = stdlib.filter(
  ({ channels, inputs }) => channels !== "contour" && Object.values(inputs).every((view) => typeof view === "string"),
);

describe.each(plain.map((loss) => [loss.name, loss] as const))("the plan of %s", (name, loss) => {
  const layouts = loss.channels === "space" ? [vectors] : [layout, binary];
  it.each(layouts)("has the value and the gradient that the loss says, at no more cost (%#)", (of) => {
    if (of.classes === 2) return; // a vector field needs a target of two channels, which the contract tests give it
    const before = unoptimised(name, none, of);
    const { roots } = planned(name, none, of);
    verify(roots);
    expectSame(contents(roots, of), contents(before, of), 1e-9);
    expect(workOf(roots).cost).toBeLessThanOrEqual(workOf(before).cost);
  });
});

describe("a plan", () => {
  const five = "dice + ce + focal + tversky(alpha=0.3, beta=0.7) + generalized_dice";

  it("does less on whole images than its losses say", () => {
    expect(workOf(unoptimised(five, all))).toEqual({ operations: 37, cost: 82 });
    expect(workOf(planned(five, all).roots)).toEqual({ operations: 27, cost: 63 });
    expect(workOf(unoptimised(five, none))).toEqual({ operations: 48, cost: 75 });
    expect(workOf(planned(five, none).roots)).toEqual({ operations: 38, cost: 56 });
  });

  it("costs a further overlap nothing on whole images", () => {
    const many = Array.from({ length: 60 }, (_, i) => `${i + 1}*tversky(alpha=${i / 100})`).join(" + ");
    expect(workOf(planned(many, none).roots)).toEqual(workOf(planned("tversky", none).roots));
  });

  it("is made quickly for three hundred terms", () => {
    const names = ["tversky(alpha=", "focal_tversky(alpha=", "focal(alpha="];
    const many = Array.from({ length: 300 }, (_, i) => `${i + 1}*${names[i % 3]}${i / 300})`).join(" + ");
    const taken = (work: () => unknown): number => {
      const start = cpuTime();
      work();
      return cpuTime() - start;
    };
    planned(many, none);
    // A third of it is checking the program and tracing it, which both do.
    expect(taken(() => planned(many, none))).toBeLessThan(6 * taken(() => unoptimised(many, none)) + 500);
  });

  it("holds nothing of a term whose weight is 0", () => {
    const alone = planned("dice", all);
    const { plan, roots } = planned("dice + 0*hd_dt + 0*focal", all);
    expect(plan.live).toHaveLength(1);
    expect(print(roots)).toBe(print(alone.roots));
    const later = planned("dice + ramp(0, 1, over=5)*betti then@epoch10 ce", all);
    expect(print(later.roots)).not.toContain("logSoftmax");
  });
});

describe("a loss written naively", () => {
  const forms: Readonly<Record<string, (x: Expr, t: Expr) => Expr>> = {
    "cross-entropy of a softmax by hand": (x, t) => x.exp().div(x.exp().sum("class")).log().mul(t).neg().mean("space"),
    "of a softmax that was made safe": (x, t) => {
      const e = x.sub(x.largest("class")).exp();
      return e.div(e.sum("class")).log().mul(t).neg().mean("space");
    },
    "cross-entropy of a sigmoid": (x, t) => {
      const p = x.sigmoid();
      return t.mul(p.log()).add(t.not().mul(p.not().log())).neg().mean("space");
    },
    "of a sigmoid by hand": (x, t) => {
      const p = from(1).div(x.neg().exp().add(1));
      return t.mul(p.log()).add(t.not().mul(p.not().log())).neg().mean("space");
    },
    "of logits, with log(1 + e)": (x, t) => x.exp().add(1).log().sub(x.mul(t)).mean("space"),
    "of logits, as TensorFlow has it": (x, t) => x.max(0).sub(x.mul(t)).add(x.abs().neg().exp().log1p()).mean("space"),
    "of logits, with log Σ e": (x, t) => x.exp().sum("class").log().sub(x.mul(t).sum("class")).mean("space"),
  };

  it.each(Object.entries(forms))("%s is finite for any logits, and so is its gradient", (name, form) => {
    const graph = new Graph();
    const { see } = views(graph, layout, {});
    const written = form(see("logits"), see("onehot"));
    const scalar = (x: Expr) => x.sumOver(x.axes).node;
    const prediction = see("logits").node;
    const slopes = (root: Node) => [root, ...gradient(graph, root, [prediction])];
    const naive = slopes(scalar(written));
    const stable = slopes(optimised(forwardPasses, graph, [naive[0]!])[0]!);
    const ready = (roots: readonly Node[]) => legalize(graph, none, roots);
    expectSame(contents(ready(stable), layout), contents(ready(naive), layout), 1e-11);
    const extreme = contents(ready(stable), layout, (i) => [1e4, -1e4, 800, -3][i % 4]!);
    expect(extreme.flat().every(Number.isFinite), name).toBe(true);
  });
});
