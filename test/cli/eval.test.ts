import { encode } from "fast-png";
import { gzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { runCommandLine } from "../../src/cli/commands/program.js";
import { readNpy, writeNpy } from "../../src/data/formats/npy.js";
import { writePng } from "../../src/data/formats/png.js";
import { niftiFile } from "../data/nifti-file.js";
import { type Memory, memoryHost } from "./memory-host.js";

const shape = [2, 4, 3, 1];
const count = 24;
const logits = Float32Array.from({ length: count }, (_, i) => Math.fround(3 * Math.sin(1 + 2.7 * i)));
const mask = Float32Array.from({ length: count }, (_, i) => (i % 12 < 5 ? 1 : 0));

const disk = (more: Record<string, string | Uint8Array> = {}) =>
  memoryHost({ "p.npy": writeNpy(shape, logits), "t.npy": writeNpy(shape, mask), ...more });

async function evaluate(args: readonly string[], host: Memory = disk(), spec: readonly string[] = ["-e", "dice"]) {
  const files = args.includes("--prediction") ? [] : ["--prediction", "p.npy", "--target", "t.npy"];
  const code = await runCommandLine(["eval", ...spec, ...files, ...args], host);
  return { code, out: host.printed(), err: host.complained(), host };
}
const asJson = async (spec: string, args: readonly string[] = [], host = disk()) => {
  const { code, out, err } = await evaluate(["--json", ...args], host, ["-e", spec]);
  expect([code, err]).toEqual([0, ""]);
  return JSON.parse(out);
};

/** Computed here from the formula, sample by sample. */
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const diceOf = (p: (i: number) => number, g: (i: number) => number, from: number, to: number, s = 1e-5) => {
  let [overlap, extent] = [0, 0];
  for (let i = from; i < to; i++) {
    overlap += p(i) * g(i);
    extent += p(i) + g(i);
  }
  return 1 - (2 * overlap + s) / (extent + s);
};
const p = (i: number) => sigmoid(logits[i]!);
const g = (i: number) => mask[i]!;
const dice = (diceOf(p, g, 0, 12) + diceOf(p, g, 12, 24)) / 2;
const bce =
  Array.from({ length: count }, (_, i) => Math.log1p(Math.exp(logits[i]!)) - logits[i]! * g(i)).reduce(
    (a, b) => a + b,
  ) / count;

describe("eval --json", () => {
  it("prints the promised object and nothing else", async () => {
    const result = await asJson("0.5*dice + 2*bce then@epoch40 dice");
    expect(Object.keys(result)).toEqual(["value", "reference", "terms", "phase", "backend", "kernels"]);
    expect(result.terms.map((t: object) => Object.keys(t))).toEqual(
      [1, 2].map(() => ["loss", "label", "weight", "value"]),
    );
    expect(result).toMatchObject({ phase: 0, backend: "tfjs" });
    expect(result.kernels).toBeGreaterThan(3);
    expect(result.terms).toMatchObject([
      { loss: "dice", label: "dice", weight: 0.5 },
      { loss: "bce", label: "bce", weight: 2 },
    ]);
  });

  it("agrees with the formulas", async () => {
    const result = await asJson("0.5*dice + 2*bce then@epoch40 dice");
    expect(result.value).toBeCloseTo(0.5 * dice + 2 * bce, 5);
    expect(result.reference).toBeCloseTo(dice, 6);
    expect(result.terms[0].value).toBeCloseTo(dice, 6);
    expect(result.terms[1].value).toBeCloseTo(bce, 6);
  });

  it("goes with the clock", async () => {
    const spec = "0.5*dice + 2*bce then@epoch40 dice";
    const late = await asJson(spec, ["--epoch", "40"]);
    expect(late).toMatchObject({ phase: 1, terms: [{ label: "dice", weight: 1 }] });
    expect(late.value).toBeCloseTo(dice, 6);
    const moved = await asJson("param late = epoch40\nminimize bce then@late dice", [
      "--epoch",
      "40",
      "--set",
      "late=epoch60",
    ]);
    expect(moved.phase).toBe(0);
    expect((await asJson("bce then@step10 dice", ["--step", "10"])).phase).toBe(1);
  });

  it("says which time is missing, and that it is not losslang's fault", async () => {
    const { code, err } = await evaluate(["--step", "5"], disk(), ["-e", "bce then@epoch10 dice"]);
    expect(code).toBe(2);
    expect(err).toMatch(/the clock gives only the step/);
    expect(err).not.toMatch(/Internal error/);
  });

  it("agrees between backends", async () => {
    const spec = "dice + hd_dt(alpha=2) + betti";
    const [exact, usual] = [await asJson(spec, ["--backend", "reference"]), await asJson(spec)];
    expect(exact.backend).toBe("reference");
    expect(usual.value).toBeCloseTo(exact.value, 5);
  });

  it("counts only where the mask is set", async () => {
    const roi = Float32Array.from({ length: count }, (_, i) => (i < 12 ? 1 : i % 2));
    const host = disk({ "roi.npy": writeNpy([2, 4, 3], roi) });
    const { value } = await asJson("bce where roi", ["--task", '{"masks": ["roi"]}', "--mask", "roi=roi.npy"], host);
    let [sum, n] = [0, 0];
    for (let i = 0; i < count; i++) {
      sum += roi[i]! * (Math.log1p(Math.exp(logits[i]!)) - logits[i]! * g(i));
      n += roi[i]!;
    }
    expect(value).toBeCloseTo(sum / n, 5);
  });

  it("measures distances in the unit of the spacing", async () => {
    const one = (await asJson("hd_dt(alpha=2)")).value;
    expect((await asJson("hd_dt(alpha=2)", ["--spacing", "2,2"])).value / one).toBeCloseTo(4, 4);
  });

  it("reads pictures as a batch of one", async () => {
    const grey = Uint8Array.from({ length: 12 }, (_, i) => 20 * i);
    const white = Uint8Array.from({ length: 12 }, (_, i) => (i > 6 ? 255 : 0));
    const host = memoryHost({ "p.png": writePng(3, 4, 1, grey), "t.png": writePng(3, 4, 1, white) });
    const args = ["--prediction", "p.png", "--target", "t.png", "--task", '{"prediction": "probabilities"}'];
    const { value } = await asJson("dice", args, host);
    expect(value).toBeCloseTo(
      diceOf(
        (i) => grey[i]! / 255,
        (i) => white[i]! / 255,
        0,
        12,
      ),
      5,
    );
  });

  it("has one value for the same labels in any file", async () => {
    const space = [4, 3];
    const values = [0, 0, 2, 2, 1, 1, 0, 255, 2, 0, 1, 1];
    const prediction = Float32Array.from({ length: 36 }, (_, i) => Math.sin(3 * i));
    const targets: Record<string, Uint8Array> = {
      "t.npy": writeNpy([1, ...space], Float32Array.from(values)),
      "t.png": writePng(3, 4, 1, Uint8Array.from(values)),
      "rgb.png": writePng(3, 4, 3, Uint8Array.from(values.flatMap((v) => [v, v, v]))),
      "deep.png": encode({ width: 3, height: 4, channels: 1, depth: 16, data: Uint16Array.from(values) }),
      "t.nii": niftiFile(space, values, [1, 1]),
      "t.nii.gz": gzipSync(niftiFile(space, values, [1, 1])),
      "t.npz": zipSync({ "t.npy": writeNpy([1, ...space], Float32Array.from(values)) }),
    };
    const host = () => memoryHost({ "p.npy": writeNpy([1, ...space, 3], prediction), ...targets });
    const task = ["--task", '{"classes": ["a", "b", "c"], "ignore": 255}', "--prediction", "p.npy"];
    const results = await Promise.all(
      Object.keys(targets).map(async (name) => (await asJson("dice + ce", [...task, "--target", name], host())).value),
    );
    expect(results[0]).toBeGreaterThan(0);
    expect(results.map((value) => value / results[0])).toEqual(results.map(() => 1));
  });

  it("takes spacing and orientation from the header of a volume", async () => {
    const space = [2, 3, 4];
    const values = Float32Array.from({ length: 24 }, (_, i) => ((i * 7) % 13 < 4 ? 1 : 0));
    // Voxels of one plane are read backwards where the axis i points to the other side.
    const mirrored = values.map((_, i) => values[i - (i % 4) + 3 - (i % 4)]!);
    const files = {
      "p.nii": niftiFile(
        space,
        values.map((v) => 0.8 * v + 0.1),
        [3, 1, 0.5],
      ),
      "same.nii": niftiFile(space, values, [3, 1, 0.5]),
      "left.nii": niftiFile(space, mirrored, [3, 1, 0.5], [-1, 1, 1]),
    };
    const measured = async (target: string, task: object, ...more: string[]) => {
      const args = ["--json", "--prediction", "p.nii", "--target", target, ...more];
      const given = JSON.stringify({ prediction: "probabilities", ...task });
      const { out, err } = await evaluate([...args, "--task", given], memoryHost(files), ["-e", "hd_dt(alpha=2)"]);
      return { value: JSON.parse(out).value as number, err };
    };
    const own = await measured("same.nii", {});
    expect(own.err).toBe("");
    expect(own.value).toBeCloseTo((await measured("same.nii", { spacing: [3, 1, 0.5] })).value, 6);
    const flag = await measured("same.nii", { spacing: [1, 1, 1] }, "--spacing", "3,1,0.5");
    expect(own.value).toBeCloseTo(flag.value, 6);
    const other = await measured("same.nii", { spacing: [1, 1, 1] });
    expect(Math.abs(own.value - other.value)).toBeGreaterThan(1e-3);
    expect(other.err).toBe("Warning: the task's spacing (1, 1, 1) counts, and the files say 3, 1, 0.5.\n");
    const turned = await measured("left.nii", {});
    expect(turned.value).toBeCloseTo(own.value, 6);
    expect(turned.err).toBe("Warning: left.nii: its axes point to LAS and were turned to RAS.\n");
  });

  it("leaves numbers of instances in a picture as they are", async () => {
    const ids = [0, 1, 1, 0, 2, 2, 0, 3, 3, 0, 0, 0];
    const files = {
      "p.npy": writeNpy(
        [1, 4, 3, 1],
        Float32Array.from(ids, (id) => (id ? 2 : -2)),
      ),
      "t.png": writePng(3, 4, 1, Uint8Array.from(ids)),
      "t.npy": writeNpy([1, 4, 3], Float32Array.from(ids)),
    };
    const value = async (target: string) =>
      (await asJson("blob(instances=true)", ["--prediction", "p.npy", "--target", target], memoryHost(files))).value;
    expect(await value("t.png")).toBe(await value("t.npy"));
    expect(await value("t.png")).toBeGreaterThan(0);
  });

  it("says of labels in a picture what training says", async () => {
    const host = () =>
      memoryHost({
        "p.npy": writeNpy([1, 4, 3, 3], new Float32Array(36)),
        "t.png": writePng(
          3,
          4,
          1,
          Uint8Array.from({ length: 12 }, (_, i) => (i % 5 === 4 ? 255 : i % 3)),
        ),
      });
    const wrong = await evaluate(["--prediction", "p.npy", "--target", "t.png"], host(), ["-e", "dice"]);
    expect([wrong.code, wrong.err]).toEqual([
      2,
      expect.stringMatching(
        /the prediction has 3 channels, 0 to 2, and the masks hold 255 \(in t\.png\): write `ignore: 255` in the task/,
      ),
    ]);
    const labels = await evaluate(
      ["--prediction", "p.npy", "--target", "t.png", "--task", '{"labels": ["a", "b", "c"]}'],
      host(),
      ["-e", "dice"],
    );
    expect([labels.code, labels.err]).toEqual([
      2,
      expect.stringMatching(/labels a, b, c may overlap.*a plane for each label.*or name `classes:`/),
    ]);
  });

  it("hands fields to the losses that name them", async () => {
    const n = Float32Array.from({ length: 2 * count }, (_, i) => (i % 2 ? 0 : 1));
    const host = disk({ "n.npy": writeNpy([2, 4, 3, 2], n), "flat.npy": writeNpy([2, 4, 3], new Float32Array(count)) });
    const task = ["--task", '{"fields": ["normals"]}'];
    const { terms } = await asJson("nms_edge(normals=normals)", [...task, "--field", "normals=n.npy"], host);
    expect(terms[0].value).toBeGreaterThan(0);
    const wrong = await evaluate([...task, "--field", "normals=flat.npy"], host, ["-e", "nms_edge(normals=normals)"]);
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringMatching(/field `normals` has the shape/)]);
    const missing = await evaluate(task, disk(), ["-e", "nms_edge(normals=normals)"]);
    expect([missing.code, missing.err]).toEqual([2, expect.stringMatching(/add it to `fields`/)]);
    const twice = await evaluate([...task, "--field", "n=n.npy", "--field", "n=n.npy"], disk());
    expect([twice.code, twice.err]).toEqual([2, expect.stringMatching(/field n was given twice/)]);
  });

  it("tells heads apart", async () => {
    const host = disk({ "flat.npy": writeNpy(shape, new Float32Array(count)) });
    const args = ["--prediction", "main=p.npy", "--prediction", "aux=flat.npy", "--target", "t.npy"];
    const { terms } = await asJson("bce on main + bce on aux", [...args, "--task", '{"heads": ["main", "aux"]}'], host);
    expect(terms[0].value).toBeCloseTo(bce, 5);
    expect(terms[1].value).toBeCloseTo(Math.log(2), 5);
  });
});

describe("eval", () => {
  it("writes the gradient of the value", async () => {
    const { code, host } = await evaluate(["--grad", "grad.npy"], disk(), ["-e", "0.5*bce"]);
    expect(code).toBe(0);
    const gradient = readNpy(host.files.get("grad.npy") as Uint8Array, "grad.npy");
    expect(gradient).toMatchObject({ shape, dtype: "float32" });
    for (let i = 0; i < count; i++) expect(gradient.data[i]).toBeCloseTo((0.5 * (p(i) - g(i))) / count, 6);
  });

  it("prints a table for people", async () => {
    const { out, err } = await evaluate([], disk(), ["-e", "0.5*dice + bce then@epoch40 dice"]);
    expect(err).toBe("");
    const [head, ...rows] = out.split("\n");
    expect(head).toMatch(/^ {2}term +weight +value +weighted$/);
    expect(rows[0]).toMatch(/^ {2}dice +0\.5 +0\.\d+ +0\.\d+$/);
    expect(rows[2]).toMatch(/^ {2}total +\d\.\d+$/);
    expect(out).toContain("with the weights of the end of training: 0.");
    expect(out).toMatch(/phase 0 · tfjs · \d+ kernels/);
  });

  it("reads specifications that use others", async () => {
    const host = disk({
      "specs/a.loss": 'use "./shared/b.loss"\nminimize region',
      "specs/shared/b.loss": "def region = dice",
    });
    expect((await evaluate([], host, ["specs/a.loss"])).code).toBe(0);
  });
});

describe("bad input to eval is told in a sentence", () => {
  const labels = (value: number) =>
    writeNpy(
      [2, 4, 3],
      Float32Array.from({ length: count }, () => value),
    );
  const two = writeNpy([2, 4, 3, 2], new Float32Array(2 * count));
  it.each<[string, string[], Record<string, Uint8Array | string>, RegExp, number]>([
    ["a file that is not there", ["--prediction", "none.npy", "--target", "t.npy"], {}, /cannot read `none\.npy`/, 2],
    ["not a .npy", [], { "p.npy": "hello" }, /p\.npy/, 2],
    [
      "an unknown kind of file",
      ["--prediction", "p.bmp", "--target", "t.npy"],
      { "p.bmp": "BM" },
      /\.npy, \.npz, PNG, JPEG, TIFF or NIfTI/,
      2,
    ],
    ["too few axes", [], { "p.npy": writeNpy([4, 6], logits) }, /\[4, 6\].*\[batch, h, w, class\]/, 2],
    ["a target of another size", [], { "t.npy": writeNpy([2, 3, 4, 1], mask) }, /\[2, 3, 4, 1\].*\[2, 4, 3, 1\]/, 2],
    ["labels out of range", [], { "p.npy": two, "t.npy": labels(2) }, /label 2 .*0 to 1/, 2],
    ["a target that is not one-hot", [], { "p.npy": two, "t.npy": two }, /not one-hot/, 2],
    [
      "a mask of 255s",
      [],
      {
        "t.npy": writeNpy(
          shape,
          mask.map((x) => 255 * x),
        ),
      },
      /255.*Divide by 255/,
      2,
    ],
    [
      "NaN",
      [],
      {
        "p.npy": writeNpy(
          shape,
          logits.map((x, i) => (i === 5 ? Number.NaN : x)),
        ),
      },
      /NaN at \[0, 1, 2, 0\]/,
      2,
    ],
    ["spacing of another rank", ["--spacing", "1,1,1"], {}, /spacing.*3 numbers.*2 spatial axes/, 2],
    [
      "heads without names",
      ["--prediction", "p.npy", "--prediction", "p.npy", "--target", "t.npy"],
      {},
      /name of a head.*\nHint: write --prediction main=/,
      2,
    ],
    ["a backend that is not there yet", ["--backend", "webgpu"], {}, /\[L5\d\d\]/, 1],
    ["an unwritable gradient", ["--grad", ""], {}, /cannot write/, 2],
  ])("%s", async (_, args, files, sentence, expected) => {
    const host = disk(files);
    const write = host.write;
    const guarded = Object.assign(host, {
      write: (path: string, content: string | Uint8Array) => {
        if (path === "")
          throw Object.assign(new Error("I cannot write ``: there is no such file."), { name: "ReadError" });
        write(path, content);
      },
    });
    const { code, out, err } = await evaluate(args, guarded);
    expect(err).toMatch(sentence);
    expect(err).not.toMatch(/\n\s+at /);
    expect(out).toBe("");
    expect(code).toBe(expected);
  });

  it("looks at the program before the files", async () => {
    const { code, err } = await evaluate(["--prediction", "none.npy", "--target", "none.npy"], disk(), ["-e", "dize"]);
    expect(code).toBe(1);
    expect(err).toContain("dize");
  });

  it("says that a sound program cannot run yet, once", async () => {
    const { code, err } = await evaluate([], disk(), ["-e", "balance(dice, bce, by=uncertainty)"]);
    expect(code).toBe(1);
    expect(err.match(/L502/g)).toHaveLength(1);
    expect(err).toMatch(/\nerror: This program is correct, but uses a feature that cannot run yet\.\n$/);
  });

  it("wants the masks that the program names", async () => {
    const { code, err } = await evaluate(["--task", '{"masks": ["roi"]}'], disk(), ["-e", "dice where roi"]);
    expect([code, err]).toEqual([2, expect.stringMatching(/roi/)]);
  });
});
