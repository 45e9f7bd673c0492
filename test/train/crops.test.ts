import { describe, expect, it } from "vitest";
import type { Case } from "../../src/data/case.js";
import { random } from "../../src/random.js";
import { prepared, preparedTogether } from "../../src/train/batches.js";
import { anyPose, holdOut, type Pose, paddedToMultiple, posed, randomCrops } from "../../src/train/crops.js";

/** A case in which every pixel says where it is, in two channels and in the mask. */
function located(name: string, height: number, width: number): Case {
  const pixels = height * width;
  const image = Float32Array.from({ length: pixels * 2 }, (_, i) => (i % 2 === 0 ? i >> 1 : 1000 + (i >> 1)));
  return { name, height, width, channels: 2, image, mask: Float32Array.from({ length: pixels }, (_, i) => i) };
}

describe("slices of a volume", () => {
  it("are standardised together, each image by itself", () => {
    const slice = (name: string, ...values: number[]) => ({
      ...{ name, height: 1, width: 2, channels: 1, mask: new Float32Array(2) },
      image: Float32Array.from(values),
    });
    const [empty, full] = preparedTogether([slice("v[0]", 0, 0), slice("v[1]", 0, 4)]);
    // Mean 1, deviation √3.
    expect([...empty!.image, ...full!.image]).toEqual([-1, -1, -1, 3].map((x) => expect.closeTo(x / Math.sqrt(3), 6)));
    const alone = slice("a", 1, 5);
    expect([...preparedTogether([alone])[0]!.image]).toEqual([...prepared(alone).image]);
  });
});

describe("randomCrops", () => {
  it("cuts image and mask at the same place and lays them the same way", () => {
    const crops = randomCrops([located("a", 9, 7), located("b", 5, 12)], { count: 40, size: 5 }, random(1));
    expect([crops.count, crops.height, crops.width, crops.channels]).toEqual([40, 5, 5, 2]);
    for (let i = 0; i < crops.masks.length; i++) {
      expect(crops.images[2 * i]).toBe(crops.masks[i]);
      expect(crops.images[2 * i + 1]).toBe(1000 + crops.masks[i]!);
    }
  });

  it("cuts contiguous squares, everywhere in the image", () => {
    const crops = randomCrops([located("a", 6, 5)], { count: 200, size: 4, augment: "none" }, random(3));
    const corners = new Set<number>();
    for (let i = 0; i < 200; i++) {
      const corner = crops.masks[i * 16]!;
      corners.add(corner);
      const expected = Array.from({ length: 16 }, (_, k) => corner + Math.floor(k / 4) * 5 + (k % 4));
      expect([...crops.masks.subarray(i * 16, (i + 1) * 16)]).toEqual(expected);
    }
    expect([...corners].sort((a, b) => a - b)).toEqual([0, 1, 5, 6, 10, 11]);
  });

  it("is reproducible", () => {
    const crops = (seed: number) => randomCrops([located("a", 20, 20)], { count: 8, size: 4 }, random(seed)).masks;
    expect(crops(5)).toEqual(crops(5));
    expect(crops(5)).not.toEqual(crops(6));
  });

  it("refuses images that are too small, by name", () => {
    expect(() => randomCrops([located("tiny", 4, 9)], { count: 1, size: 5 }, random(1))).toThrow(
      /tiny is 9×4 pixels, too small for crops of 5×5/,
    );
    expect(() => randomCrops([], { count: 1, size: 5 }, random(1))).toThrow(/no images to crop/);
  });
});

describe("poses", () => {
  const square = Float32Array.of(1, 2, 3, 4);
  it("turn counter-clockwise, after mirroring", () => {
    const in_ = (turns: Pose["turns"], mirrored: boolean) => [...posed(square, 2, 1, { turns, mirrored })];
    expect(in_(0, false)).toEqual([1, 2, 3, 4]);
    expect(in_(1, false)).toEqual([2, 4, 1, 3]);
    expect(in_(2, false)).toEqual([4, 3, 2, 1]);
    expect(in_(3, false)).toEqual([3, 1, 4, 2]);
    expect(in_(0, true)).toEqual([2, 1, 4, 3]);
    expect(in_(1, true)).toEqual([1, 3, 2, 4]);
  });
  it("are eight, all of which occur", () => {
    const source = random(1);
    const seen = new Set(Array.from({ length: 200 }, () => [...posed(square, 2, 1, anyPose(source))].join("")));
    expect(seen.size).toBe(8);
  });
});

describe("holdOut", () => {
  const items = Array.from({ length: 8 }, (_, i) => i);
  it("divides without loss or overlap", () => {
    const { training, heldOut } = holdOut(items, 0.25, random(4));
    expect(heldOut).toHaveLength(2);
    expect([...training, ...heldOut].sort()).toEqual(items);
  });
  it("keeps at least one on each side", () => {
    expect(holdOut(items, 0, random(1)).heldOut).toHaveLength(1);
    expect(holdOut(items, 1, random(1)).training).toHaveLength(1);
    expect(() => holdOut([1], 0.2, random(1))).toThrow(/one image is too few/);
    expect(() => holdOut([], 0.2, random(1))).toThrow(/no images are too few/);
  });
});

describe("paddedToMultiple", () => {
  it("repeats the last row and column", () => {
    const padded = paddedToMultiple(Float32Array.of(1, 2, 3, 4, 5, 6), { height: 2, width: 3, channels: 1 }, 4);
    expect([padded.height, padded.width]).toEqual([4, 4]);
    expect([...padded.data]).toEqual([1, 2, 3, 3, 4, 5, 6, 6, 4, 5, 6, 6, 4, 5, 6, 6]);
  });
  it("leaves what fits as it is", () => {
    const data = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    expect(paddedToMultiple(data, { height: 2, width: 2, channels: 2 }, 2)).toEqual({ height: 2, width: 2, data });
  });
});
