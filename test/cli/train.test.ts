import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runCommandLine } from "../../src/cli/commands/program.js";
import { nodeHost } from "../../src/cli/node.js";
import { writePng } from "../../src/data/formats/png.js";
import { random } from "../../src/random.js";
import { type Memory, memoryHost } from "./memory-host.js";

const side = 24;

/** A picture of a bright bar on noise, and the mask of the bar. */
function pair(seed: number, size = side): { image: Uint8Array; mask: Uint8Array } {
  const draw = random(seed);
  const image = Uint8Array.from({ length: size * size }, () => draw.below(60));
  const mask = new Uint8Array(size * size);
  const top = 2 + draw.below(size - 10);
  for (let y = top; y < top + 5; y++) {
    for (let x = 3; x < size - 3; x++) {
      image[y * size + x] = 200 + draw.below(50);
      mask[y * size + x] = 255;
    }
  }
  return { image: writePng(size, size, 1, image), mask: writePng(size, size, 1, mask) };
}

function folders(count = 5, size = side): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = {};
  for (let i = 0; i < count; i++) {
    const { image, mask } = pair(i + 1, size);
    files[`in/${i}.png`] = image;
    files[`out/${i}_mask.png`] = mask;
  }
  return files;
}

const spec = "dice + 0.5*bce then@epoch1 dice + 0.5*bce + 0.2*cldice(iterations=2) + 0.01*betti";
const small = ["--epochs", "2", "--train", "16", "--batch", "4", "--features", "4,8", "--learning-rate", "0.01"];
const onFolders = ["--images", "in", "--masks", "out", "--crop", "16"];

async function train(args: readonly string[], host: Memory = memoryHost(folders())) {
  const code = await runCommandLine(["train", ...args], host);
  return { code, out: host.printed(), err: host.complained(), host };
}

describe("train on folders", () => {
  const done = train(["-e", spec, ...onFolders, ...small, "--out", "r.html"]);

  it("says what it does, and a line for every epoch with every term and score", async () => {
    const { code, out, err } = await done;
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("random 16×16 crops of 4 images to train on, 16 in an epoch; 1 image held out (");
    expect(out).toContain("from epoch 0   dice + 0.5*bce\n");
    const lines = out.split("\n").filter((line) => line.startsWith("epoch "));
    expect(lines.map((line) => line.slice(0, 9))).toEqual(["epoch 0/2", "epoch 1/2", "epoch 2/2"]);
    for (const line of lines)
      expect(line).toMatch(/ {2}\| reference [\d.]+ {2}Dice [\d.]+ {2}clDice [\d.]+ {2}Betti error [\d.]+ /);
    expect(lines[1]).toMatch(/dice [\d.]+×1 +bce [\d.]+×0\.5 +cldice\(iterations=2\) – +betti – /);
    expect(lines[2]).toMatch(/dice [\d.]+×1 +bce [\d.]+×0\.5 +cldice\(iterations=2\) [\d.]+×0\.2 +betti [\d.]+×0\.01 /);
  });

  it("learns: the reference falls", async () => {
    const { out } = await done;
    const [before, after] = /reference loss +([\d.]+) +([\d.]+)/.exec(out)!.slice(1).map(Number);
    expect(after).toBeLessThan(before!);
  });

  it("writes a report that is complete in itself", async () => {
    const { out, host } = await done;
    expect(out).toMatch(/Report: r\.html\n$/);
    const html = String(host.files.get("r.html"));
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    // Names of XML namespaces aside, no address leads anywhere.
    expect(html.replaceAll("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:|<script|<link|url\(|@import/i);
    for (const [, address] of html.matchAll(/(?:src|href)="([^"]*)"/g)) expect(address).toMatch(/^data:image\//);
    const pngs = [...html.matchAll(/src="data:image\/png;base64,([^"]+)"/g)];
    expect(pngs).toHaveLength(5);
    for (const [, data] of pngs) expect(atob(data!).slice(1, 4)).toBe("PNG");
    for (const part of ["Loss", "Terms", "Overlap", "Betti error"]) expect(html).toContain(`<h3>${part}</h3>`);
    for (const label of ["dice", "bce", "cldice(iterations=2)", "betti"])
      expect(html).toContain(`<th scope="col">${label}</th>`);
    const timeline = /src="data:image\/svg\+xml;base64,([^"]+)"/.exec(html)![1]!;
    expect(atob(timeline)).toContain("<svg ");
    expect(html).toContain("prefers-color-scheme: dark");
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("gives the same figures again", async () => {
    const again = await train(["-e", spec, ...onFolders, ...small, "--out", "r.html"]);
    const figures = (out: string) => out.replaceAll(/[\d.]+ m?s\b/g, "");
    expect(figures(again.out)).toBe(figures((await done).out));
  });

  it("shows the progress of steps on a terminal only", async () => {
    const { err } = await train(
      ["-e", "dice", ...onFolders, ...small, "--epochs", "1"],
      memoryHost(folders(), { terminal: true }),
    );
    expect(err).toMatch(/step 1\/4 {2}dice [\d.]+ {2}\d+ ms\/step {2}[\d.]+ s left/);
    expect(err.endsWith("\r\u001b[K")).toBe(true);
  });

  it("takes masks of class numbers", async () => {
    const files = folders(4);
    for (let i = 0; i < 4; i++)
      files[`out/${i}_mask.png`] = writePng(
        side,
        side,
        1,
        Uint8Array.from({ length: side * side }, (_, at) => (at % side < 8 ? 1 : at % side < 16 ? 2 : 0)),
      );
    const task = "task { classes: ground, left, middle }\nminimize dice + ce";
    const { code, out, host } = await train(["-e", task, ...onFolders, ...small, "--out", "r.html"], memoryHost(files));
    expect(code).toBe(0);
    expect(out).toMatch(/epoch 2\/2 {2}dice [\d.]+×1 +ce [\d.]+×1/);
    expect(String(host.files.get("r.html"))).toContain("<h2>Held-out images</h2>");
  });
});

describe("train says what the data is", () => {
  const folder = (of: (i: number) => Uint8Array, more: Record<string, Uint8Array> = {}) => {
    const files = { ...folders(4), ...more };
    for (let i = 0; i < 4; i++) files[`out/${i}_mask.png`] = of(i);
    return memoryHost(files);
  };
  const bands = (...labels: number[]) =>
    writePng(
      side,
      side,
      1,
      Uint8Array.from({ length: side * side }, (_, at) => labels[Math.floor((at % side) / (side / labels.length))]!),
    );
  const shown = async (spec: string, host: Memory, ...args: string[]) =>
    train(["-e", spec, ...onFolders, ...small, "--epochs", "1", ...args], host);

  it("in a table: images, pairs, what was left out, classes, void", async () => {
    const host = folder(() => bands(0, 1, 0, 255), {
      "in/.DS_Store": new Uint8Array(3),
      "out/old/9.png": pair(9).mask,
    });
    const { code, out } = await shown("task { classes: ground, tree  ignore: 255 }\nminimize dice + ce", host);
    expect(code).toBe(0);
    expect(out).toContain("Images   4 PNG, 1 channel of 8 bit, 24×24 pixels\n");
    expect(out).toContain("Pairs    0.png + 0_mask.png, 1.png + 1_mask.png, 2.png + 2_mask.png and 1 more\n");
    expect(out).toContain("Left out .DS_Store (hidden file), old (folder; what is inside is not read)\n");
    expect(out).toContain("Masks    binary: 0 is ground, 1 is tree\n");
    expect(out).toMatch(/\n {6}0 {2}ground {3}1,152 {2}50\.0 % {2}4 of 4\n/);
    expect(out).toMatch(/\n {4}255 {2}void {7}576 {2}25\.0 % {2}4 of 4\n/);
    expect(out).toContain(
      "Seen as  1 channel, moved and scaled to mean 0 and deviation 1 in each image; crops mirrored and turned",
    );
    expect(out).not.toContain("Warning");
  });

  it("warns of what may be otherwise than was meant, and refuses what cannot be", async () => {
    const ids = await shown(
      "dice + ce",
      folder(() => bands(0, 7, 26, 33)),
    );
    expect([ids.code, ids.out]).toEqual([
      0,
      expect.stringMatching(/Warning: no mask holds 1–6, 8–25, 27–32, and the network learns 34 classes/),
    ]);
    const unmarked = await shown(
      "dice + ce",
      folder(() => bands(0, 1, 2, 255)),
    );
    expect([unmarked.code, unmarked.err]).toEqual([2, expect.stringMatching(/write `ignore: 255` in the task/)]);
    const two = await shown(
      "task { labels: a, b }\nminimize dice",
      folder(() => bands(0, 1, 2)),
    );
    expect([two.code, two.err]).toEqual([
      2,
      expect.stringMatching(/labels a, b may overlap.*a plane for each label.*or name `classes:`/),
    ]);
    const same = await train(["-e", "dice", "--images", "in", "--masks", "./in/", ...small]);
    expect([same.code, same.err]).toEqual([2, expect.stringMatching(/lie in one folder, and their names do not tell/)]);
  });

  it("shows names of files so that neither terminal nor page acts on them", async () => {
    const name = "\u001b[2J<img src=x onerror=alert(1)>";
    const files: Record<string, Uint8Array> = {};
    for (let i = 0; i < 3; i++) {
      files[`in/${name}${i}.png`] = pair(i).image;
      files[`out/${name}${i}.png`] = pair(i).mask;
    }
    files["in/\u001b]0;title\u0007.txt"] = new Uint8Array(1);
    const { code, out, err, host } = await train(
      ["-e", "dice", ...onFolders, ...small, "--epochs", "1", "--out", "r.html"],
      memoryHost(files),
    );
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("␛[2J<img");
    expect(out).toContain("␛]0;title␇.txt (not an image)");
    expect(out).not.toContain("\u001b");
    expect(String(host.files.get("r.html"))).not.toContain("<img src=x");
    const refused = await train(
      ["-e", "dice", ...onFolders, ...small],
      memoryHost({ ...files, [`in/${name}9.png`]: pair(1).image }),
    );
    expect(refused.err).toContain("␛[2J<img src=x onerror=alert(1)>9.png: no mask of this name");
    expect(refused.err).not.toContain("\u001b");
    expect([...refused.host.files.keys()].sort()).toEqual([...Object.keys(files), `in/${name}9.png`].sort());
  });

  it("takes images and masks of one folder where names tell", async () => {
    const files = Object.fromEntries(
      Object.entries(folders(4)).map(([path, bytes]) => [path.replace(/^(in|out)/, "all"), bytes]),
    );
    const { code, out } = await train(
      ["-e", "dice", "--images", "all", "--masks", "all", ...small, "--epochs", "1"],
      memoryHost(files),
    );
    expect([code, out]).toEqual([0, expect.stringContaining("Pairs    0.png + 0_mask.png")]);
  });

  it("prints – where held-out images hold nothing and nothing is found", async () => {
    // One image in four has a bar; the others are black, and their masks empty.
    const black = writePng(side, side, 1, new Uint8Array(side * side).fill(9));
    const files = folders(4);
    for (let i = 0; i < 4; i++) {
      files[`in/${i}.png`] = black;
      files[`out/${i}_mask.png`] = writePng(side, side, 1, new Uint8Array(side * side));
    }
    files["out/0_mask.png"] = pair(1).mask;
    for (const seed of ["1", "2", "3"]) {
      const { out, host } = await train(
        ["-e", "dice + bce", ...onFolders, ...small, "--seed", seed, "--held-out", "1", "--out", "r.html"],
        memoryHost(files),
      );
      if (/held out \(0\)/.test(out)) continue;
      const last = out.split("\n").find((line) => line.startsWith("epoch 2/2"))!;
      // Either nothing is found, or what is found is wrong: never 1.
      expect(last).toMatch(/Dice (–|0\.000) {2}clDice (–|0\.000) /);
      expect(String(host.files.get("r.html"))).not.toMatch(/NaN|undefined/);
    }
  });

  it("does to crops what was asked for, unless it would teach wrong labels", async () => {
    const sided = "task { classes: ground, kidney_left, kidney_right }\nminimize dice";
    const host = () => folder(() => bands(0, 1, 2));
    expect((await shown(sided, host())).out).toMatch(
      /crops upright .*Warning: crops are neither mirrored nor turned: the labels kidney_left, kidney_right name sides/s,
    );
    const refused = await shown(sided, host(), "--augment", "flip");
    expect([refused.code, refused.err]).toEqual([
      2,
      expect.stringMatching(
        /`--augment flip` does not fit: the labels kidney_left, kidney_right name sides.*\nHint: give --augment none/,
      ),
    ]);
    expect((await shown(sided, host(), "--augment", "none")).code).toBe(0);
    expect((await shown("dice", memoryHost(folders(4)), "--augment", "flip")).out).toContain(
      "crops mirrored left to right at random",
    );
    expect((await train(["-e", "dice", "--digits", "--augment", "none"], memoryHost())).err).toMatch(
      /digits are not cropped/,
    );
  });
});

describe("train on digits", () => {
  it("does the main job on few canvases", async () => {
    const few = ["--digits", "--train", "8", "--held-out", "3", "--batch", "4", "--epochs", "1", "--features", "4,8"];
    const { code, out, err } = await train(["-e", "dice", ...few], memoryHost());
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain(
      "8 canvases of 64×64 pixels with handwritten digits to train on; 3 held out, of other digits",
    );
    expect(out).toMatch(/\nepoch 1\/1 {2}dice /);
  });
});

describe("train says what is wrong", () => {
  const strange = () => memoryHost({ ...folders(2), "in/9.png": pair(9).image });
  it.each<[string, string[], number, RegExp, (() => Memory)?]>([
    ["no training data", ["-e", "dice"], 2, /No training data was given\.\nHint: give --images DIR and --masks DIR/],
    ["half a folder", ["-e", "dice", "--images", "in"], 2, /`--masks` is missing/],
    ["both", ["-e", "dice", "--digits", ...onFolders], 2, /Both `--digits` and folders were given/],
    ["a missing folder", ["-e", "dice", "--images", "nowhere", "--masks", "out"], 2, /cannot read `nowhere`/],
    ["an image without a mask", ["-e", "dice", ...onFolders], 2, /9\.png: no mask of this name/, strange],
    [
      "too large crops",
      ["-e", "dice", "--images", "in", "--masks", "out", "--crop", "32"],
      2,
      /24×24 pixels, too small for crops of 32×32/,
    ],
    [
      "odd crops",
      ["-e", "dice", "--images", "in", "--masks", "out", "--crop", "18"],
      2,
      /Crops of 18×18 do not fit the network\.\nHint: give a --crop that 4 divides/,
    ],
    ["odd canvases", ["-e", "dice", "--digits", "--size", "65"], 2, /give a --size that 4 divides/],
    ["small canvases", ["-e", "dice", "--digits", "--size", "32"], 2, /too small for digits/],
    ["holding out all", ["-e", "dice", ...onFolders, "--held-out", "5"], 2, /5 images cannot be held out of 5/],
    ["a wrong program", ["-e", "dise", "--digits"], 1, /Did you mean `dice`|did you mean `dice`/i],
    [
      "classes that are not there",
      ["-e", "task { classes: a, b, c }\nminimize dice", ...onFolders],
      2,
      /names 3 classes \(a, b, c\), and the masks are binary/,
    ],
    [
      "divergence",
      ["-e", "dice + bce", ...onFolders, ...small, "--learning-rate", "1e12"],
      1,
      /Training diverged in step \d of epoch 0/,
    ],
    ["features", ["-e", "dice", "--digits", "--features", "8,x"], 2, /It must be up to eight whole numbers/],
    ["a rate", ["-e", "dice", "--digits", "--learning-rate", "0"], 2, /It must be a positive number/],
  ])("%s", async (_, args, code, message, host = () => memoryHost(folders())) => {
    const result = await train(args, host());
    expect(result.err).toMatch(message);
    expect(result.code).toBe(code);
    expect(result.err).not.toMatch(/\n {4}at |itself is at fault/);
  });
});

describe("the disk", () => {
  const root = mkdtempSync(join(tmpdir(), "losslang-"));
  afterAll(() => rmSync(root, { recursive: true }));

  it("lists what is in a folder in order, with its kind", () => {
    mkdirSync(join(root, "images/inner"), { recursive: true });
    for (const name of ["b.png", "a.png"]) writeFileSync(join(root, "images", name), pair(1).image);
    symlinkSync(join(root, "images/nowhere"), join(root, "images/c.png"));
    expect(nodeHost().listFolder(join(root, "images"))).toEqual([
      { name: "a.png", kind: "file" },
      { name: "b.png", kind: "file" },
      { name: "c.png", kind: "other" },
      { name: "inner", kind: "folder" },
    ]);
    expect(() => nodeHost().listFolder(join(root, "none"))).toThrow(/there is no such file or folder/);
    expect(() => nodeHost().listFolder(join(root, "images/a.png"))).toThrow(/a part of its path is a file/);
  });
});
