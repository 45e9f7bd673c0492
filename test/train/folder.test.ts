import { encode } from "fast-png";
import { describe, expect, it } from "vitest";
import { readPng, writePng } from "../../src/cli/readers/png.js";
import { type NamedFile, pairFolder } from "../../src/train/folder.js";
import { DataError } from "../../src/train/samples.js";

const grey = (name: string, width: number, height: number, value: number | number[]): NamedFile => {
  const values = typeof value === "number" ? Array<number>(width * height).fill(value) : value;
  return { name, bytes: writePng(width, height, 1, Uint8Array.from(values)) };
};
const other = (name: string): NamedFile => ({ name, bytes: new Uint8Array([1, 2, 3]) });
const pair = (images: NamedFile[], masks: NamedFile[]) => pairFolder(images, masks, readPng);

function complaint(images: NamedFile[], masks: NamedFile[]): string {
  try {
    pair(images, masks);
  } catch (error) {
    expect(error).toBeInstanceOf(DataError);
    return (error as Error).message;
  }
  throw new Error("nothing was thrown");
}

describe("pairFolder", () => {
  it("pairs by name, in order of name, whatever order the files come in", () => {
    const folder = pair(
      [grey("b.png", 2, 1, [51, 102]), grey("a.PNG", 1, 1, 0)],
      [grey("a.png", 1, 1, 255), grey("b.png", 2, 1, [0, 255])],
    );
    expect(folder.cases.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(folder.cases[1]).toEqual({
      name: "b",
      height: 1,
      width: 2,
      channels: 1,
      image: Float32Array.of(0.2, 0.4),
      mask: Float32Array.of(0, 1),
    });
    expect(folder).toMatchObject({ channels: 1, classes: 1, unused: [] });
  });

  it("takes a mask whose name continues the image's, but not another image's mask", () => {
    const folder = pair(
      [grey("case_1.png", 1, 1, 10), grey("case_1_2.png", 1, 1, 20), grey("case_12.png", 1, 1, 30)],
      [grey("case_1_mask.png", 1, 1, 255), grey("case_1_2-mask.png", 1, 1, 0), grey("case_12.png", 1, 1, 0)],
    );
    expect(folder.cases.map(({ name, mask }) => [name, mask[0]])).toEqual([
      ["case_1", 1],
      ["case_12", 0],
      ["case_1_2", 0],
    ]);
  });

  it("makes three channels of all images if one is coloured", () => {
    const colour = { name: "b.png", bytes: writePng(1, 1, 4, Uint8Array.of(255, 0, 51, 7)) };
    const folder = pair([grey("a.png", 1, 1, 51), colour], [grey("a.png", 1, 1, 0), grey("b.png", 1, 1, 1)]);
    expect(folder.channels).toBe(3);
    expect([...folder.cases[0]!.image]).toEqual([...Float32Array.of(0.2, 0.2, 0.2)]);
    expect([...folder.cases[1]!.image]).toEqual([...Float32Array.of(1, 0, 0.2)]);
  });

  it("reads 16 bits", () => {
    const deep = {
      name: "a.png",
      bytes: encode({ width: 1, height: 1, channels: 1, depth: 16, data: Uint16Array.of(13107) }),
    };
    expect(pair([deep], [grey("a.png", 1, 1, 1)]).cases[0]!.image[0]).toBeCloseTo(0.2, 6);
  });

  it("tells binary masks from labels by all masks together", () => {
    const images = [grey("a.png", 2, 1, 0), grey("b.png", 2, 1, 0)];
    const binary = pair(images, [grey("a.png", 2, 1, [0, 7]), grey("b.png", 2, 1, 0)]);
    expect([binary.classes, [...binary.cases[0]!.mask]]).toEqual([1, [0, 1]]);
    const labels = pair(images, [grey("a.png", 2, 1, [0, 1]), grey("b.png", 2, 1, [3, 0])]);
    expect([labels.classes, [...labels.cases[1]!.mask]]).toEqual([4, [3, 0]]);
  });

  it("lists what it did not use", () => {
    const folder = pair(
      [grey("a.png", 1, 1, 0), other("notes.txt")],
      [grey("a.png", 1, 1, 1), grey("z.png", 1, 1, 1), other(".DS_Store")],
    );
    expect(folder.unused).toEqual(["notes.txt", "z.png", ".DS_Store"]);
  });
});

describe("pairFolder says what is wrong", () => {
  it("everything at once, each by name", () => {
    const message = complaint(
      [
        grey("alone.png", 1, 1, 0),
        other("broken.png"),
        grey("large.png", 3, 2, 0),
        grey("two.png", 1, 1, 0),
        grey("red.png", 1, 1, 0),
      ],
      [
        grey("broken.png", 1, 1, 0),
        grey("large.png", 2, 3, 0),
        grey("two_a.png", 1, 1, 0),
        grey("two_b.png", 1, 1, 0),
        { name: "red.png", bytes: writePng(1, 1, 3, Uint8Array.of(255, 0, 0)) },
      ],
    );
    expect(message.split("\n")).toEqual([
      "these images and masks cannot be used:",
      "  - alone.png: no mask of this name",
      expect.stringMatching(/^ {2}- broken\.png: this is not a readable PNG/),
      "  - large.png is 3×2 pixels, its mask large.png 2×3",
      expect.stringMatching(/^ {2}- red\.png is coloured; a mask has one value per pixel/),
      "  - two.png: several masks match: two_a.png, two_b.png",
    ]);
  });

  it("but no more than a screen of it", () => {
    const images = Array.from({ length: 30 }, (_, i) => grey(`${10 + i}.png`, 1, 1, 0));
    const lines = complaint(images, [grey("x.png", 1, 1, 0)]).split("\n");
    expect(lines).toHaveLength(22);
    expect(lines.at(-1)).toBe("  - and 10 more");
  });

  it("empty folders, and folders of other files", () => {
    expect(complaint([], [grey("a.png", 1, 1, 0)])).toBe("there are no images: the folder is empty");
    expect(complaint([grey("a.png", 1, 1, 0)], [])).toBe("there are no masks: the folder is empty");
    const photos = ["a.jpg", "b.jpg", "c.jpg", "d.jpg", "e.jpg", "f.jpg"].map(other);
    expect(complaint(photos, [grey("a.png", 1, 1, 0)])).toMatch(
      /found a\.jpg, b\.jpg, c\.jpg, d\.jpg, e\.jpg and 1 more; images must be PNG/,
    );
  });

  it("masks that hold nothing, or greys", () => {
    expect(complaint([grey("a.png", 1, 1, 0)], [grey("a.png", 1, 1, 0)])).toMatch(/every mask is empty/);
    expect(complaint([grey("a.png", 3, 1, 0)], [grey("a.png", 3, 1, [0, 128, 255])])).toMatch(
      /2 values besides 0 \(128, 255\).*number the classes 0, 1, 2/,
    );
  });
});
