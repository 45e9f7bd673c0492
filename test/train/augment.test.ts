import { describe, expect, it } from "vitest";
import { augmentationOf } from "../../src/cli/train/augment.js";
import { random } from "../../src/random.js";
import { type Augmentation, randomCrops } from "../../src/train/crops.js";

describe("what is done to crops", () => {
  /** Which of the eight ways to lay the square 0 1 2 3 come up. */
  const poses = (augment?: Augmentation) => {
    const square = Float32Array.of(0, 1, 2, 3);
    const item = { name: "a", height: 2, width: 2, channels: 1, image: square, mask: square };
    const { images, masks } = randomCrops([item], { count: 200, size: 2, ...(augment && { augment }) }, random(1));
    expect(images).toEqual(masks);
    return [...new Set(Array.from({ length: 200 }, (_, i) => images.subarray(4 * i, 4 * i + 4).join("")))].sort();
  };

  it("is nothing, mirroring, or all eight ways", () => {
    expect(poses("none")).toEqual(["0123"]);
    expect(poses("flip")).toEqual(["0123", "1032"]);
    expect(poses("dihedral")).toHaveLength(8);
    expect(poses()).toHaveLength(8);
  });
});

describe("the choice of augmentation", () => {
  const chosen = (wanted: Augmentation | undefined, names?: string[], spacing?: number[]) =>
    augmentationOf(wanted, names, spacing).augment;

  it("is dihedral, unless something stands against it", () => {
    expect(chosen(undefined)).toBe("dihedral");
    expect(chosen(undefined, ["background", "vessel"], [0.5, 0.5])).toBe("dihedral");
    expect(chosen("none", ["left_lung"])).toBe("none");
  });
  it("keeps sides apart, in any spelling", () => {
    for (const names of [
      ["bg", "left_lung"],
      ["bg", "LungRight"],
      ["bg", "kidney_l", "kidney_r"],
      ["bg", "lung-Left"],
    ]) {
      expect(chosen(undefined, names)).toBe("none");
      expect(() => augmentationOf("dihedral", names, undefined)).toThrow(
        /name sides, and in a mirrored image left is right/,
      );
      expect(() => augmentationOf("flip", names, undefined)).toThrow(/--augment flip/);
    }
    // Words that only begin like sides, and single letters without a counterpart.
    expect(chosen(undefined, ["bg", "leftover", "bright", "type_l"])).toBe("dihedral");
  });
  it("keeps rows and columns apart where a pixel is not square", () => {
    expect(chosen(undefined, undefined, [3, 0.5, 0.8])).toBe("flip");
    expect(chosen("flip", undefined, [0.5, 0.8])).toBe("flip");
    expect(chosen("none", undefined, [0.5, 0.8])).toBe("none");
    expect(() => augmentationOf("dihedral", undefined, [0.5, 0.8])).toThrow(
      /rows and columns have different spacing \(0\.5 and 0\.8\)/,
    );
    expect(chosen(undefined, undefined, [0.5, 0.501])).toBe("dihedral");
  });
});
