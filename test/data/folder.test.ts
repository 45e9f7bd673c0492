import { readFileSync } from "node:fs";
import { encode } from "fast-png";
import { gzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { DataError } from "../../src/data/case.js";
import type { FolderEntry } from "../../src/data/files.js";
import { readFolder } from "../../src/data/folder.js";
import { writeNpy } from "../../src/data/formats/npy.js";
import { writePng } from "../../src/data/formats/png.js";
import type { LabelTask } from "../../src/data/labels.js";

import { niftiFile } from "./nifti-file.js";

const entry = (name: string, bytes: Uint8Array): FolderEntry => ({ name, kind: "file", read: () => bytes });
const grey = (name: string, width: number, height: number, value: number | number[]): FolderEntry => {
  const values = typeof value === "number" ? Array<number>(width * height).fill(value) : value;
  return entry(name, writePng(width, height, 1, Uint8Array.from(values)));
};
const other = (name: string): FolderEntry => entry(name, new Uint8Array([1, 2, 3]));
const pair = (images: FolderEntry[], masks?: FolderEntry[], task?: LabelTask) => readFolder(images, masks, task);

function complaint(images: FolderEntry[], masks?: FolderEntry[], task?: LabelTask): string {
  try {
    pair(images, masks, task);
  } catch (error) {
    expect(error).toBeInstanceOf(DataError);
    return (error as Error).message;
  }
  throw new Error("nothing was thrown");
}

/** Images of a name each, 2×1, and masks 0 and 255. */
const named = (...names: string[]) => names.map((name, i) => grey(name, 2, 1, [10 + i, 20]));
const masked = (...names: string[]) => names.map((name) => grey(name, 2, 1, [0, 255]));
const pairsOf = (images: string[], masks: string[]) =>
  Object.fromEntries(pair(named(...images), masked(...masks)).pairs);

describe("a folder", () => {
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
    expect(folder).toMatchObject({ channels: 1, labelling: { classes: 1 }, skipped: [] });
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
    const colour = entry("b.png", writePng(1, 1, 4, Uint8Array.of(255, 0, 51, 7)));
    const folder = pair([grey("a.png", 1, 1, 51), colour], [grey("a.png", 1, 1, 0), grey("b.png", 1, 1, 1)]);
    expect(folder.channels).toBe(3);
    expect([...folder.cases[0]!.image]).toEqual([...Float32Array.of(0.2, 0.2, 0.2)]);
    expect([...folder.cases[1]!.image]).toEqual([...Float32Array.of(1, 0, 0.2)]);
  });

  it("reads 16 bits", () => {
    const deep = entry("a.png", encode({ width: 1, height: 1, channels: 1, depth: 16, data: Uint16Array.of(13107) }));
    expect(pair([deep], [grey("a.png", 1, 1, 1)]).cases[0]!.image[0]).toBeCloseTo(0.2, 6);
  });

  it("tells binary masks from labels by all masks together", () => {
    const images = [grey("a.png", 2, 1, 0), grey("b.png", 2, 1, 0)];
    const binary = pair(images, [grey("a.png", 2, 1, [0, 7]), grey("b.png", 2, 1, 0)]);
    expect([binary.labelling.classes, [...binary.cases[0]!.mask]]).toEqual([1, [0, 1]]);
    const labels = pair(images, [grey("a.png", 2, 1, [0, 1]), grey("b.png", 2, 1, [3, 0])]);
    expect([labels.labelling.classes, [...labels.cases[1]!.mask]]).toEqual([4, [3, 0]]);
  });

  it("accounts for every entry", () => {
    const folder = pair(
      [
        grey("a.png", 1, 1, 9),
        other("notes.txt"),
        other("._a.png"),
        other("scan.dcm"),
        { name: "more", kind: "folder", read: () => expect.fail("a folder was read") },
        { name: "pipe.png", kind: "other", read: () => expect.fail("a pipe was read") },
      ],
      [grey("a.png", 1, 1, 1), grey("z.png", 1, 1, 1), other(".DS_Store"), other("Thumbs.db")],
    );
    expect(Object.fromEntries(folder.skipped.map(({ name, reason }) => [name, reason]))).toEqual({
      "notes.txt": "not an image",
      "._a.png": "resource fork of macOS",
      "scan.dcm": "DICOM is not read; convert it to PNG, TIFF or NIfTI",
      more: "folder; what is inside is not read",
      "pipe.png": "not a regular file",
      ".DS_Store": "hidden file",
      "Thumbs.db": "system file of Windows",
      "z.png": "a mask without an image of its name",
    });
    expect(folder.pairs).toEqual([["a.png", "a.png"]]);
  });

  it("takes arrays and volumes, slice by slice", () => {
    const volume = writeNpy(
      [2, 2, 3],
      Float32Array.from({ length: 12 }, (_, i) => i - 4),
    );
    const labels = writeNpy([2, 2, 3], Float32Array.of(0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0));
    const folder = pair([entry("v.npy", volume)], [entry("v.npy", labels)]);
    expect(folder.volumes).toBe(1);
    expect(folder.cases.map(({ name, height, width, volume: of }) => [name, height, width, of])).toEqual([
      ["v[0]", 2, 3, "v"],
      ["v[1]", 2, 3, "v"],
    ]);
    expect([...folder.cases[1]!.mask]).toEqual([1, 1, 1, 0, 0, 0]);
    // Measurements are shown from their least to their largest.
    expect(folder.cases[0]!.image[0]).toBe(0);
    expect(folder.cases[1]!.image[5]).toBe(1);
  });
});

describe("volumes of a folder", () => {
  const values = Float32Array.from({ length: 24 }, (_, i) => (i % 5 === 0 ? 1 : 0));
  const scan = values.map((v, i) => 100 * v + i);
  const mirrored = values.map((_, i) => values[i - (i % 4) + 3 - (i % 4)]!);

  it("lie as their images do, and say their spacing", () => {
    const folder = pair(
      [
        entry("a_0000.nii.gz", gzipSync(niftiFile([2, 3, 4], scan, [3, 1, 0.5]))),
        entry("b_0000.nii", niftiFile([2, 3, 4], scan, [3, 1, 0.5])),
      ],
      [
        entry("a.nii.gz", gzipSync(niftiFile([2, 3, 4], values, [3, 1, 0.5]))),
        entry("b.nii", niftiFile([2, 3, 4], mirrored, [3, 1, 0.5], [-1, 1, 1])),
      ],
    );
    expect(Object.fromEntries(folder.pairs)).toEqual({ "a_0000.nii.gz": "a.nii.gz", "b_0000.nii": "b.nii" });
    expect(folder.spacing).toEqual([1, 0.5]);
    expect(folder.volumes).toBe(2);
    expect(folder.cases.slice(2).map(({ mask }) => [...mask])).toEqual(
      folder.cases.slice(0, 2).map(({ mask }) => [...mask]),
    );
    expect(folder.warnings).toEqual(["b.nii: its axes point to LAS and were turned to RAS"]);
  });
  it("say when spacings differ", () => {
    const folder = pair(
      [entry("a.nii", niftiFile([2, 3, 4], scan, [3, 1, 0.5])), entry("b.nii", niftiFile([2, 3, 4], scan, [3, 2, 2]))],
      [
        entry("a.nii", niftiFile([2, 3, 4], values, [3, 1, 0.5])),
        entry("b.nii", niftiFile([2, 3, 4], values, [3, 2, 1])),
      ],
    );
    expect(folder.spacing).toBeUndefined();
    expect(folder.warnings).toEqual([
      "b.nii has a spacing of 3, 2, 2, its mask b.nii of 3, 2, 1; the image's is used",
      expect.stringMatching(/the spacing differs between files \(1, 0\.5 and 2, 2\): distances are in pixels/),
    ]);
  });
  it("do not go with masks of another size, or values that are none", () => {
    expect(
      complaint(
        [entry("a.nii", niftiFile([2, 3, 4], scan, [1, 1, 1]))],
        [entry("a.nii", niftiFile([3, 2, 4], values, [1, 1, 1]))],
      ),
    ).toMatch(/a\.nii is 4×3×2 pixels, its mask a\.nii 4×2×3/);
    const holed = scan.slice();
    holed[7] = Number.NaN;
    expect(
      complaint(
        [entry("a.nii", niftiFile([2, 3, 4], holed, [1, 1, 1]))],
        [entry("a.nii", niftiFile([2, 3, 4], values, [1, 1, 1]))],
      ),
    ).toMatch(/a\.nii holds NaN at value 7: replace it, np\.nan_to_num\(image\)/);
  });
  it("channels that come first are named with the transposition", () => {
    const image = entry("a.npy", writeNpy([3, 4, 6], new Float32Array(72)));
    const mask = entry(
      "a.npy",
      writeNpy(
        [4, 6],
        Float32Array.from({ length: 24 }, (_, i) => i % 2),
      ),
    );
    expect(complaint([image], [mask])).toMatch(
      /the channels seem to come first: its shape is \(3, 4, 6\), and its mask is 6×4.*np\.moveaxis\(image, 0, -1\)/,
    );
    const last = entry(
      "a.npy",
      writeNpy(
        [4, 6, 3],
        Float32Array.from({ length: 72 }, (_, i) => i),
      ),
    );
    expect(pair([last], [mask])).toMatchObject({ channels: 3, cases: [{ height: 4, width: 6 }] });
  });
});

describe("pairs by name", () => {
  it("whatever all names share before or after", () => {
    expect(
      pairsOf(
        ["21_training.png", "22_training.png", "3_training.png"],
        ["21_manual1.png", "22_manual1.png", "3_manual1.png"],
      ),
    ).toEqual({
      "21_training.png": "21_manual1.png",
      "22_training.png": "22_manual1.png",
      "3_training.png": "3_manual1.png",
    });
    expect(pairsOf(["image_03.png", "image_10.png"], ["mask_10.png", "mask_03.png"])).toEqual({
      "image_03.png": "mask_03.png",
      "image_10.png": "mask_10.png",
    });
    expect(pairsOf(["im0001.png", "im0002.png"], ["gt0001.png", "gt0002.png"])).toEqual({
      "im0001.png": "gt0001.png",
      "im0002.png": "gt0002.png",
    });
    expect(pairsOf(["case7-ct.png", "case8-ct.png"], ["case7-seg.png", "case8-seg.png"])).toEqual({
      "case7-ct.png": "case7-seg.png",
      "case8-ct.png": "case8-seg.png",
    });
    expect(pairsOf(["A.PNG", "B.png"], ["a.png", "b_mask.png"])).toEqual({ "A.PNG": "a.png", "B.png": "b_mask.png" });
    expect(pairsOf(["only_photo.png"], ["only_truth.png"])).toEqual({ "only_photo.png": "only_truth.png" });
  });
  it("of two sets with suffixes of their own", () => {
    expect(
      pairsOf(
        ["21_training.png", "22_training.png", "01_test.png", "02_test.png"],
        ["21_manual1.png", "22_manual1.png", "01_manual1.png", "02_manual1.png"],
      ),
    ).toMatchObject({ "01_test.png": "01_manual1.png", "22_training.png": "22_manual1.png" });
  });
  it("but never by a number alone that means something else", () => {
    const message = complaint(named("cat_1.png", "cat_2.png"), masked("dog_1.png", "bird_7.png"));
    expect(message).toContain("images without a mask: cat_1.png, cat_2.png");
    expect(message).toContain("masks without an image: bird_7.png, dog_1.png");
  });
  it("and asks where two annotators are there", () => {
    expect(
      complaint(
        named("21_training.png", "22_training.png"),
        masked("21_manual1.png", "22_manual1.png", "21_manual2.png", "22_manual2.png"),
      ),
    ).toMatch(/21_training\.png: several masks match: 21_manual1\.png, 21_manual2\.png/);
  });
  it("shows both lists where names do not match", () => {
    expect(complaint(named("a.png", "b.png"), masked("x.png", "y.png")).split("\n").slice(-2)).toEqual([
      "  images without a mask: a.png, b.png",
      "  masks without an image: x.png, y.png",
    ]);
  });
  it("never pairs a file with itself", () => {
    const files = named("a.png", "b.png");
    expect(complaint(files, files)).toMatch(/a\.png: the mask is a copy of the image a\.png/);
    expect(complaint(files)).toMatch(/one folder, and their names do not tell which is which: a\.png, b\.png/);
  });
  it("a JPEG beside a PNG of one name is one image twice", () => {
    expect(complaint([...named("a.png"), other("a.jpg")], masked("a_mask.png"))).toMatch(
      /images of one name: a\.jpg and a\.png: leave one of each/,
    );
  });
  it("in one folder, where names tell", () => {
    const both = (images: string[], masks: string[]) =>
      Object.fromEntries(pair([...named(...images), ...masked(...masks)]).pairs);
    expect(both(["1.png", "2.png"], ["1_mask.png", "2_mask.png"])).toEqual({
      "1.png": "1_mask.png",
      "2.png": "2_mask.png",
    });
    expect(both(["img_1.png", "img_2.png"], ["label_1.png", "label_2.png"])).toEqual({
      "img_1.png": "label_1.png",
      "img_2.png": "label_2.png",
    });
    expect(both(["1.png", "2.png"], ["1_x.png", "2_x.png"])).toEqual({ "1.png": "1_x.png", "2.png": "2_x.png" });
  });
});

describe("what masks are taken for", () => {
  const mask = (...values: number[]) => grey("a.png", values.length, 1, values);
  const judge = (values: number[], task?: LabelTask) =>
    pair([grey("a.png", values.length, 1, 7)], [mask(...values)], task).labelling;
  const refused = (values: number[], task?: LabelTask) =>
    complaint([grey("a.png", values.length, 1, 7)], [mask(...values)], task);
  const range = (count: number) => Array.from({ length: count }, (_, i) => i);

  it("is told with counts and shares", () => {
    expect(judge([0, 0, 0, 255]).rows).toEqual([
      { value: 0, name: "background", pixels: 3, share: 0.75, masks: 1 },
      { value: 255, name: "foreground", pixels: 1, share: 0.25, masks: 1 },
    ]);
    expect(judge([0, 1, 1, 9], { classes: ["ground", "tree"], exclusive: true, ignore: 9 }).rows).toEqual([
      { value: 0, name: "ground", pixels: 1, share: 0.25, masks: 1 },
      { value: 1, name: "tree", pixels: 2, share: 0.5, masks: 1 },
      { value: 9, name: "void", pixels: 1, share: 0.25, masks: 1 },
    ]);
  });
  it("150 classes are 150 classes", () => {
    expect(judge(range(150)).classes).toBe(150);
    const task = { classes: range(151).map((i) => `c${i}`), exclusive: true };
    expect(judge([0, 3, 3, 150, 150], task)).toMatchObject({ classes: 151, summary: "class numbers, 0 to 150" });
  });
  it("0 to 6 and 255: the remedy is the task's `ignore`", () => {
    expect(refused([...range(7), 255])).toMatch(/the classes 0–6 and the value 255.*write `ignore: 255` in the task/);
    const labelling = judge([...range(7), 255], { ignore: 255 });
    expect([labelling.classes, labelling.label(255), labelling.label(6)]).toEqual([7, 255, 6]);
    expect(refused([0, 1, 2, 255], { classes: ["a", "b", "c"], exclusive: true })).toMatch(
      /names 3 classes \(a, b, c\), 0 to 2, and the masks hold 255 \(in a\.png\): write `ignore: 255`/,
    );
  });
  it("only one label of several that are named stays that label", () => {
    const labelling = judge([0, 2, 2, 0], { classes: ["a", "b", "c"], exclusive: true });
    expect([labelling.classes, labelling.label(2)]).toEqual([3, 2]);
    expect(labelling.warnings).toEqual(["no mask holds b (1)"]);
    expect(labelling.rows.map(({ name, pixels }) => [name, pixels])).toEqual([
      ["a", 2],
      ["b", 0],
      ["c", 2],
    ]);
  });
  it("two classes may be any two values", () => {
    const labelling = judge([0, 255, 255, 0], { classes: ["a", "b"], exclusive: true });
    expect([labelling.classes, labelling.label(255)]).toEqual([1, 1]);
  });
  it("ids with gaps are suspected, and refused where the task says otherwise", () => {
    expect(judge([0, 0, 7, 7, 26, 26, 33, 33]).warnings[0]).toMatch(
      /no mask holds 1–6, 8–25, 27–32, and the network learns 34 classes: if the values are ids, number/,
    );
    expect(refused([0, 7, 26, 33], { classes: ["a", "b", "c", "d"], exclusive: true })).toMatch(
      /masks hold 7, 26, 33 .*they look like ids with gaps; number the classes 0 to 3/,
    );
    // What a 16-bit file of instance ids holds: a network of 26,002 outputs is not built in silence.
    const ids = encode({
      width: 8,
      height: 1,
      channels: 1,
      depth: 16,
      data: Uint16Array.of(7, 7, 7, 0, 26001, 26001, 26001, 26000),
    });
    expect(complaint([grey("a.png", 8, 1, 7)], [entry("a.png", ids)])).toMatch(
      /ids or instance numbers rather than classes/,
    );
  });
  it("instance numbers are suspected", () => {
    const objects = (count: number) =>
      Array.from({ length: 20 }, (_, i) => (i % 2 === 1 && i < 2 * count ? (i + 1) / 2 : 0));
    const folder = pair(
      [grey("a.png", 20, 1, 7), grey("b.png", 20, 1, 8)],
      [grey("a.png", 20, 1, objects(5)), grey("b.png", 20, 1, objects(8))],
    );
    expect(folder.warnings.join()).toMatch(/each number is one connected piece: these look like instance numbers/);
    const classes = pair(
      [grey("a.png", 20, 1, 7), grey("b.png", 20, 1, 8)],
      [grey("a.png", 20, 1, objects(5)), grey("b.png", 20, 1, objects(5))],
    );
    expect(classes.warnings).toEqual([]);
  });
  it("labels that resampling made are suspected", () => {
    // Labels 0, 4 and 8, halved in size with linear interpolation.
    const row = [0, 0, 0, 1, 3, 4, 4, 4, 5, 7, 8, 8, 8, 6, 2, 0, 0];
    const values = [...row, ...row, ...row];
    const folder = pair([grey("a.png", 17, 3, 7)], [grey("a.png", 17, 3, values)]);
    expect(folder.warnings[0]).toMatch(
      /1–3, 5–7 occur only on borders between other labels: if the masks were resampled/,
    );
    expect(
      complaint([grey("a.png", 17, 3, 7)], [grey("a.png", 17, 3, values)], {
        classes: ["a", "b", "c"],
        exclusive: true,
      }),
    ).toMatch(/names 3 classes/);
    expect(refused([0, 0, 64, 191, 255, 255, 255])).toMatch(
      /64, 191 lie only on borders between others.*threshold them/,
    );
  });
  it("masks that JPEG has blurred are refused", () => {
    const blurred = new Uint8Array(readFileSync(new URL("./fixtures/pictures/grey.jpg", import.meta.url)));
    expect(complaint([grey("a.png", 32, 24, 7)], [entry("a.jpg", blurred)])).toMatch(
      /a\.jpg is a JPEG, whose compression has changed the labels: it holds \d+ values; make the masks again as PNG/,
    );
  });
  it("opacity is the mask where nothing else varies", () => {
    const png = writePng(2, 1, 4, Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 255));
    const folder = pair([grey("a.png", 2, 1, 7)], [entry("a.png", png)]);
    expect([...folder.cases[0]!.mask]).toEqual([0, 1]);
    expect(folder.warnings).toEqual(["a.png: its colour is the same everywhere, so its opacity is taken as the mask"]);
  });
  it("numbers that are no labels are refused with the remedy", () => {
    const floats = (...values: number[]) => [entry("a.npy", writeNpy([1, values.length], Float32Array.from(values)))];
    const image = [grey("a.png", 3, 1, 7)];
    expect(complaint(image, floats(0, 0.25, 1))).toMatch(
      /a\.npy holds 0\.25.*threshold a map of probabilities \(mask > 0\.5\)/,
    );
    expect(complaint(image, floats(0, -1, 1))).toMatch(/holds -1, which is no class: write `ignore: -1`/);
    expect([...pair(image, floats(0, -1, 1), { ignore: -1 }).cases[0]!.mask]).toEqual([0, -1, 1]);
  });
  it("labels that may overlap have no map: both remedies are named", () => {
    expect(refused([0, 1, 2], { classes: ["vessel", "lesion"], exclusive: false })).toMatch(
      /labels vessel, lesion may overlap.*give a plane for each label.*or name `classes:`/,
    );
    expect(refused([0, 1, 2], { classes: ["vessel"], exclusive: false })).toMatch(
      /names 1 label \(vessel\), 0 and one other value/,
    );
  });
  it("an ignored value never becomes the foreground", () => {
    expect(refused([0, 255, 255], { ignore: 255 })).toMatch(/nothing but 0 and 255, which the task ignores/);
    expect(refused([0, 1, 255], { ignore: 1 })).toMatch(
      /the foreground is 255, which becomes 1, and the task ignores 1/,
    );
  });
});

describe("a folder says what is wrong", () => {
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
        entry("red.png", writePng(1, 1, 3, Uint8Array.of(255, 0, 0))),
      ],
    );
    expect(message.split("\n")).toEqual([
      "these images and masks cannot be used:",
      "  - alone.png: no mask of this name",
      expect.stringMatching(/^ {2}- broken\.png: this is not a readable PNG/),
      "  - large.png is 3×2 pixels, its mask large.png 2×3",
      expect.stringMatching(
        /^ {2}- red\.png: the mask is coloured \(\(255, 0, 0\)\)\. Save it with one value per pixel/,
      ),
      "  - two.png: several masks match: two_a.png, two_b.png",
      "  images without a mask: alone.png",
      "  masks without an image: none",
    ]);
  });

  it("but no more than a screen of it", () => {
    const images = Array.from({ length: 30 }, (_, i) => grey(`${10 + i}.png`, 1, 1, 0));
    const lines = complaint(images, [grey("x.png", 1, 1, 0)]).split("\n");
    expect(lines).toHaveLength(24);
    expect(lines.at(-3)).toBe("  - and 10 more");
    expect(lines.at(-2)).toMatch(/images without a mask: 10\.png, .*19\.png and 20 more$/);
  });

  it("empty folders, and folders of other files", () => {
    expect(complaint([], [grey("a.png", 1, 1, 0)])).toBe("there are no images: the folder is empty");
    expect(complaint([grey("a.png", 1, 1, 0)], [])).toBe("there are no masks: the folder is empty");
    const photos = ["a.bmp", "b.bmp", "c.bmp", "d.bmp", "e.bmp", "f.bmp"].map(other);
    expect(complaint(photos, [grey("a.png", 1, 1, 0)])).toMatch(
      /found a\.bmp \(BMP is not read.*\), .* and 1 more; images must be PNG/,
    );
  });

  it("masks that hold nothing, or greys", () => {
    expect(complaint([grey("a.png", 1, 1, 0)], [grey("a.png", 1, 1, 0)])).toMatch(/every mask is empty/);
    expect(complaint([grey("a.png", 3, 1, 0)], [grey("a.png", 3, 1, [0, 128, 255])])).toMatch(
      /2 values besides 0 \(128, 255\).*number the classes 0, 1, 2/,
    );
  });
});
