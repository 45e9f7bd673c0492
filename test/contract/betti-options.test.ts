import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { compile } from "../../src/index.js";

/** Components (0.9, 0), (0.8, 0.5) and (0.7, 0.5), which merge in the middle; no loop. */
const prediction = [
  [0.1, 0.9, 0.1],
  [0.8, 0.5, 0.1],
  [0.1, 0.7, 0.1],
];
const one = [
  [0, 1, 0],
  [0, 0, 0],
  [0, 0, 0],
];
const three = [
  [0, 1, 0],
  [1, 0, 0],
  [0, 1, 0],
];
const four = three.with(1, [1, 0, 1]);
const none = one.map((row) => row.map(() => 0));

async function cost(parameters: string, target: readonly (readonly number[])[]): Promise<number> {
  const loss = compile(`betti(dimensions=[0], ${parameters})`, {
    task: { prediction: "probabilities" },
    backend: "reference",
  });
  const tensor = (image: readonly (readonly number[])[]) => tf.tensor4d(image.flat(), [1, 3, 3, 1]);
  return (await loss.valueAndGrad({ prediction: tensor(prediction), target: tensor(target) })).value;
}

describe("the options of betti, by hand", () => {
  const found = 0.1 ** 2;
  const [secondKept, thirdKept] = [0.2 ** 2 + 0.5 ** 2, 0.3 ** 2 + 0.5 ** 2];
  const [secondRemoved, thirdRemoved] = [0.3 ** 2 / 2, 0.2 ** 2 / 2];

  it("leaves alone features that live shorter than `min_persistence`, which then match nothing", async () => {
    expect(await cost("min_persistence=0", one)).toBeCloseTo(found + secondRemoved + thirdRemoved, 6);
    expect(await cost("min_persistence=0.25", one)).toBeCloseTo(found + secondRemoved, 6);
    expect(await cost("min_persistence=0", three)).toBeCloseTo(found + secondKept + thirdKept, 6);
    expect(await cost("min_persistence=0.25", three)).toBeCloseTo(found + secondKept + 0.5, 6);
  });

  it("charges `unmatched` for each feature of the target that is lacking", async () => {
    const matched = found + secondKept + thirdKept;
    expect(await cost("unmatched=0", four)).toBeCloseTo(matched, 6);
    expect(await cost("unmatched=2", four)).toBeCloseTo(matched + 2, 6);
    expect(await cost("unmatched=2", three)).toBeCloseTo(matched, 6);
  });

  it("draws what is not wanted to the diagonal, or one component of it to an empty target's own", async () => {
    const others = secondRemoved + thirdRemoved;
    expect(await cost("unmatched=2", none)).toBeCloseTo(0.9 ** 2 / 2 + others, 6);
    expect(await cost('unmatched=2, empty="component"', none)).toBeCloseTo(0.9 ** 2 + others, 6);
    expect(await cost('empty="component"', three)).toBeCloseTo(found + secondKept + thirdKept, 6);
  });
});
