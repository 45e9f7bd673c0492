import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { compile } from "../../src/index.js";

/** Three peaks around a pass at which all of them merge: the highest lives on, two die at the same pixel. */
const probabilities = [
  [0.9, 0.2, 0.8],
  [0.1, 0.5, 0.3],
  [0.15, 0.7, 0.25],
];
const separate = [
  [1, 0, 1],
  [0, 0, 0],
  [0, 1, 0],
];
const logit = (p: number) => Math.log(p / (1 - p));
const logits = probabilities.map((row) => row.map(logit));
const [second, third, pass] = [0.8, 0.7, 0.5];

async function judge(target: readonly (readonly number[])[], parameters = "") {
  const loss = compile(`hu_topology(${parameters})`, { backend: "reference" });
  const tensor = (image: readonly (readonly number[])[]) => tf.tensor4d(image.flat(), [1, 3, 3, 1]);
  const { value, gradient } = await loss.valueAndGrad({ prediction: tensor(logits), target: tensor(target) });
  return { value, gradient: Array.from(await gradient.data()) };
}

describe("hu_topology", () => {
  it("draws what it keeps at the wrong way round, a shared pixel once", async () => {
    const { value, gradient } = await judge(separate);
    expect(value).toBeCloseTo(logit(second) ** 2 + logit(third) ** 2 + (logit(pass) - 1) ** 2, 5);
    expect(gradient[2]).toBeCloseTo(2 * logit(second), 5);
    expect(gradient[4]).toBeCloseTo(2 * (logit(pass) - 1), 5);
    expect(gradient.filter((slope) => slope !== 0)).toHaveLength(3);
  });

  it("lets the shorter-lived of two have the shared pixel", async () => {
    const two = separate.with(2, [0, 0, 0]);
    const { value } = await judge(two);
    expect(value).toBeCloseTo(logit(second) ** 2 + (logit(third) - pass) ** 2 + (logit(pass) - third) ** 2, 5);
  });

  it("leaves alone what lives too short, and what is perfect", async () => {
    const two = separate.with(2, [0, 0, 0]);
    const { value } = await judge(two, "min_persistence=0.25, perfect=0.25");
    expect(value).toBe(0);
  });

  it("judges nothing where nothing of the target dies, and removes everything where it has but a loop", async () => {
    const ring = separate.map((row, y) => row.map((_, x) => Number(y !== 1 || x !== 1)));
    expect((await judge(separate.map((row) => row.map(() => 0)))).value).toBe(0);
    expect((await judge(separate.map((row) => row.map(() => 1)))).value).toBe(0);
    const removed = (logit(second) - pass) ** 2 + (logit(third) - pass) ** 2 + (logit(pass) - third) ** 2;
    expect((await judge(ring)).value).toBeCloseTo(removed, 5);
  });

  it("passes the slope through what a superfluous component is drawn to, on request", async () => {
    const two = separate.with(2, [0, 0, 0]);
    const [held, free] = [await judge(two), await judge(two, "detach=false")];
    expect(free.value).toBe(held.value);
    const further = -2 * (logit(third) - pass) * pass * (1 - pass);
    expect(free.gradient[4]! - held.gradient[4]!).toBeCloseTo(further, 5);
  });
});
