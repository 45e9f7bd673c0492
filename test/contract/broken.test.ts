import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { NonFiniteError } from "../../src/index.js";
import { defineLoss, type Expr, fieldName, from, headName, type LossDeclaration } from "../../src/loss.js";
import { BrokenContract, contractOf } from "../../src/testing/index.js";

/** The suite must catch what it is there for: each of these losses breaks one promise. */

const inputs = { x: "logits", p: "probabilities", g: "onehot" } as const;
type Body = Parameters<typeof defineLoss<z.ZodObject, typeof inputs>>[0]["body"];

const brier = (body: Body, range: readonly [number, number] = [0, 1]): LossDeclaration =>
  defineLoss({
    name: "brier",
    group: "distribution",
    summary: "The squared error of the probability.",
    formula: String.raw`\frac{1}{N}\sum_i (p_i - g_i)^2`,
    params: z.object({}),
    inputs,
    range,
    cost: "linear",
    reference: "Brier. Monthly Weather Review 1950.",
    advice: "For tests.",
    edges: "None.",
    examples: ["brier", "0.5*brier"],
    body,
  });

const sound = brier(({ p, g }) => p.sub(g).square().mean("space"));

const broken: Readonly<Record<string, LossDeclaration>> = {
  "stays in its range": brier(({ p, g }) => p.sub(g).square().mean("space"), [0, 0.1]),
  "has the gradient of central differences": brier(({ p, g }) => p.sub(g).mul(p.sub(g).detach()).mean("space")),
  // No form of it that the compiler knows has a number for it: the value itself is beyond all of them.
  "is finite at the extremes": brier(({ x, g }) => x.exp().sub(g).square().mean("space")),
  "does not care for the order of the batch": brier(({ p, g }) => p.sub(g).square().take("batch", [0]).mean("space")),
  "is the same in a volume of one slice": brier(({ p, g }, _, { space }) =>
    p.sub(g).square().mean("space").div(space.length),
  ),
  // Logits are not 0 under a mask, and this sum does not honour it.
  "does not see masked pixels": brier(({ x }, _, { space }) => x.sigmoid().sumOver(space).mul(0.001)),
  // The mean is taken over all samples, also over those that were not measured.
  "leaves out a sample of which nothing counts": brier(({ p, g }) => {
    const all = p.sub(g).square().mean("space").sum("batch");
    return all.div(g.make("axisSize", [], { axis: "batch" }));
  }),
  "is least at the perfect prediction": brier(({ p, g }) => p.sub(g.not()).square().mean("space")),
};

/** A loss with a further head and a field: a gated projection on given directions. */
const gated = (body: (seen: { p: Expr; gate: Expr; n: Expr | undefined }) => Expr): LossDeclaration =>
  defineLoss({
    name: "gated",
    group: "annotation",
    summary: "For tests.",
    formula: "0",
    params: z.object({ gate: headName(), normals: fieldName().optional() }),
    inputs: {
      p: "probabilities",
      gate: { view: "values", head: "gate", channels: "one" },
      n: { field: "normals", form: "vectors" },
    },
    range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    cost: "linear",
    reference: "none",
    advice: "For tests.",
    edges: "None.",
    examples: ["task { heads: main, gate } minimize gated(gate=gate)"],
    body,
  });

const projected = (n: Expr | undefined): Expr => {
  const last = n?.scope.space.length;
  return n && last ? n.take("class:axes", [last - 1]).sumOver([`class:${last - 1}`]) : from(1);
};
const soundGate = gated(({ p, gate, n }) => p.mul(gate.sigmoid()).mul(projected(n)).mean("space"));

const brokenGates: Readonly<Record<string, LossDeclaration>> = {
  "has the gradient of central differences": gated(({ p, gate, n }) =>
    p.mul(gate.sigmoid().detach()).mul(projected(n)).mean("space"),
  ),
  "is finite at the extremes": gated(({ p, gate }) => p.mul(gate.exp()).mean("space")),
  "does not care for the order of the batch": gated(({ p, gate }) =>
    p
      .mean("space")
      .sumOver(["batch"])
      .add(gate.take("batch", [0]).mean("space").sumOver(["batch:0"])),
  ),
  "is the same in a volume of one slice": gated(({ p, n }) =>
    p.mul(n ? n.take("class:axes", [0]).sumOver(["class:0"]) : from(1)).mean("space"),
  ),
  "does not see masked pixels": gated(({ p, gate }) => p.mean("space").add(gate.sumOver(gate.scope.space).mul(0.001))),
};

/** What was found by the checks of one promise, or of all. */
async function findings(loss: LossDeclaration, promise = ""): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const check of contractOf(loss).filter(({ name }) => name.startsWith(promise)))
    await check.run().catch((error: unknown) => found.push(error));
  return found;
}

describe("the contract of a loss that reads more than one head", () => {
  beforeAll(async () => {
    await tf.setBackend("cpu");
  });

  it("is kept by a sound loss", async () => {
    expect(await findings(soundGate)).toEqual([]);
  });

  it.each(Object.entries(brokenGates))("notices a loss of which this is not true: %s", async (promise, loss) => {
    const found = await findings(loss, promise);
    expect(found.some((error) => error instanceof BrokenContract || error instanceof NonFiniteError)).toBe(true);
  });
});

describe("the contract", () => {
  beforeAll(async () => {
    await tf.setBackend("cpu");
  });

  it("is kept by a sound loss", async () => {
    expect(await findings(sound)).toEqual([]);
  });

  // The compiler takes the logarithm of a probability from its logit, so that there is no 0·log 0.
  it("is kept at the extremes by a cross-entropy naively written", async () => {
    const naive = brier(({ p, g }) => g.mul(p.log()).mean("space").neg());
    expect(await findings(naive, "is finite at the extremes")).toEqual([]);
  });

  it.each(Object.entries(broken))("notices a loss of which this is not true: %s", async (promise, loss) => {
    const found = await findings(loss, promise);
    expect(found.some((error) => error instanceof BrokenContract || error instanceof NonFiniteError)).toBe(true);
  });
});
