import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { NonFiniteError } from "../../src/index.js";
import { defineLoss, type LossDeclaration } from "../../src/loss.js";
import { BrokenContract, contractOf } from "../../src/testing.js";

/** The suite must catch what it is there for: each of these losses breaks one promise. */

const sees = { x: "logits", p: "probabilities", g: "onehot" } as const;
type Body = Parameters<typeof defineLoss<z.ZodObject, typeof sees>>[0]["body"];

const brier = (body: Body, range: readonly [number, number] = [0, 1]): LossDeclaration =>
  defineLoss({
    name: "brier",
    group: "distribution",
    summary: "The squared error of the probability.",
    formula: String.raw`\frac{1}{N}\sum_i (p_i - g_i)^2`,
    params: z.object({}),
    sees,
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
  "has the slope of central differences": brier(({ p, g }) => p.sub(g).mul(p.sub(g).detach()).mean("space")),
  "is finite at the extremes": brier(({ p, g }) => g.mul(p.log()).mean("space").neg()),
  "does not care for the order of the batch": brier(({ p, g }) => p.sub(g).square().take("batch", [0]).mean("space")),
  "is the same in a volume of one slice": brier(({ p, g }, _, { space }) =>
    p.sub(g).square().mean("space").div(space.length),
  ),
  // Logits are not 0 under a mask, and this sum does not honour it.
  "does not see masked pixels": brier(({ x }, _, { space }) => x.sigmoid().sumOver(space).mul(0.001)),
  "is least at the perfect prediction": brier(({ p, g }) => p.sub(g.not()).square().mean("space")),
};

/** What was found by the checks of one promise, or of all. */
async function findings(loss: LossDeclaration, promise = ""): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const check of contractOf(loss).filter(({ name }) => name.startsWith(promise)))
    await check.run().catch((error: unknown) => found.push(error));
  return found;
}

describe("the contract", () => {
  beforeAll(async () => {
    await tf.setBackend("cpu");
  });

  it("is kept by a sound loss", async () => {
    expect(await findings(sound)).toEqual([]);
  });

  it.each(Object.entries(broken))("notices a loss of which this is not true: %s", async (promise, loss) => {
    const found = await findings(loss, promise);
    expect(found.some((error) => error instanceof BrokenContract || error instanceof NonFiniteError)).toBe(true);
  });
});
