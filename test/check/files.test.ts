import { describe, expect, it } from "vitest";
import { type CheckOptions, checkSource } from "../../src/check/check.js";
import { joinPath } from "../../src/modules/load.js";
import { losses } from "./losses.js";

type Files = Readonly<Record<string, string>>;

/** Check `main.loss` of some files; the host finds files as a file system would. */
const seen = (files: Files, options: Partial<CheckOptions> = {}) =>
  checkSource(
    { file: "main.loss", text: files["main.loss"]! },
    {
      library: losses,
      resolve: (path, from) => {
        const text = files[joinPath(from, path)];
        if (text === undefined) throw new Error("there is no such file");
        return text;
      },
      ...options,
    },
  );

const brief = ({ diagnostics }: ReturnType<typeof seen>) =>
  diagnostics.map(({ code, span, message }) => `${code} ${span.file}:${span.start} ${message}`);

const codes = (result: ReturnType<typeof seen>) => result.diagnostics.map(({ code }) => code);

describe("files that use files", () => {
  it("sees the definitions of a used file, and those alone", () => {
    const shared = "param w = 0.25 def region(v = 2) = v*w*dice";
    const good = seen({ "main.loss": 'use "./a/shared.loss" minimize region + region(v=4)', "a/shared.loss": shared });
    expect(brief(good)).toEqual([]);
    expect(good.program!.phases[0]!.weights).toEqual([{ term: 0, weight: { kind: "constant", value: 1.5 } }]);
    expect(good.program!.params).toEqual({});
    expect([...good.sources.keys()]).toEqual(["main.loss", "a/shared.loss"]);
    const bad = seen({ "main.loss": 'use "./a/shared.loss" minimize w*region', "a/shared.loss": shared });
    expect(codes(bad)).toEqual(["L201"]);
  });

  it("finds files relative to the file that uses them", () => {
    const result = seen({
      "main.loss": 'use "a/one.loss" minimize one',
      "a/one.loss": 'use "../b/two.loss" def one = two + ce',
      "b/two.loss": "def two = dice",
    });
    expect(brief(result)).toEqual([]);
  });

  it("reports mistakes in a used file in that file, and nothing at its uses", () => {
    const result = seen({ "main.loss": 'use "a.loss" minimize f + g', "a.loss": "def f = dise def g = dice + " });
    expect(result.diagnostics.map(({ code, span }) => [code, span.file])).toEqual([
      ["L201", "a.loss"],
      ["L102", "a.loss"],
    ]);
    expect(result.program).toBeUndefined();
  });

  it("reports a circle of files once, where it closes", () => {
    const result = seen({
      "main.loss": 'use "a.loss" minimize f',
      "a.loss": 'use "b.loss" def f = g',
      "b.loss": 'use "a.loss" def g = dice',
    });
    expect(brief(result)).toEqual([
      "L212 b.loss:4 These files use each other in a circle: `a.loss` → `b.loss` → `a.loss`.",
    ]);
    expect(codes(seen({ "main.loss": 'use "main.loss" minimize dice' }))).toEqual(["L212"]);
  });

  it("says why a file was not read", () => {
    expect(brief(seen({ "main.loss": 'use "no.loss" minimize dice' }))).toEqual([
      "L211 main.loss:4 I could not read `no.loss`: there is no such file.",
    ]);
    const alone = checkSource({ file: "main.loss", text: 'use "no.loss" minimize dice' }, { library: losses });
    expect(alone.diagnostics[0]!.message).toContain("no function to read files was given");
    for (const path of ["/etc/passwd", "https://x.org/a", "C:\\a.loss", ""]) {
      const text = `use "${path.replaceAll("\\", "\\\\")}" minimize dice`;
      expect(codes(seen({ "main.loss": text }))).toEqual(["L213"]);
    }
  });

  it("refuses a program or a task in a used file", () => {
    const files = { "main.loss": 'use "a.loss" minimize f', "a.loss": "task { space: 2d } def f = dice minimize f" };
    expect(codes(seen(files))).toEqual(["L219", "L220"]);
  });

  it("refuses one name from two places", () => {
    const a = "def f = dice";
    expect(codes(seen({ "main.loss": 'use "a.loss" def f = ce minimize f', "a.loss": a }))).toEqual(["L208"]);
    expect(codes(seen({ "main.loss": 'use "a.loss" use "b.loss" minimize f', "a.loss": a, "b.loss": a }))).toEqual([
      "L208",
    ]);
    expect(codes(seen({ "main.loss": 'use "a.loss" use "./a.loss" minimize f', "a.loss": a }))).toEqual([]);
  });

  it("puts recipes in scope everywhere, without a word about those nobody uses", () => {
    const recipes = [
      { file: "recipes/dice_ce.loss", text: "def dice_ce(w = 0.5) = w*dice + (1 - w)*ce def other = dice_ce" },
    ];
    const result = seen({ "main.loss": "dice_ce(w=0.25)" }, { recipes });
    expect(brief(result)).toEqual([]);
    expect(result.program!.phases[0]!.weights.map(({ weight }) => weight)).toEqual([
      { kind: "constant", value: 0.25 },
      { kind: "constant", value: 0.75 },
    ]);
    expect(codes(seen({ "main.loss": "def dice_ce = ce minimize dice_ce" }, { recipes }))).toEqual(["L209"]);
    expect(codes(seen({ "main.loss": "dice_cee" }, { recipes }))).toEqual(["L201"]);
  });
});

describe("parameters and the host", () => {
  const text = "param w = 0.5 param late = epoch40 minimize w*dice then@late ce";

  it("replaces values by the host's, read as the language reads them", () => {
    const { program, diagnostics } = seen({ "main.loss": text }, { params: { w: 2, late: "epoch60" } });
    expect(diagnostics).toEqual([]);
    expect(program!.params).toEqual({ w: 2, late: { unit: "epoch", value: 60 } });
    expect(program!.phases[1]!.from).toEqual({ unit: "epoch", value: 60 });
    expect(seen({ "main.loss": text }, { params: { w: "0.125" } }).program!.params.w).toBe(0.125);
  });

  it("refuses values of another kind, and unknown names", () => {
    const says = (params: Record<string, number | string>) => brief(seen({ "main.loss": text }, { params }));
    expect(says({ late: 60 })[0]).toMatch(/^L328 .*`late` is a moment.*`60`, a number/);
    expect(says({ w: "epoch60" })[0]).toMatch(/^L328 .*`w` is a number/);
    expect(says({ w: "1 minimize dice" })[0]).toMatch(/^L328/);
    expect(says({ w: ") +" })[0]).toMatch(/^L328/);
    expect(says({ lte: "epoch60" })[0]).toMatch(/^L207 .*`lte`/);
  });

  it("takes a text as it is", () => {
    const { program } = seen(
      { "main.loss": 'param side = "both" minimize hd_dt(sides=side)' },
      { params: { side: "target" } },
    );
    expect(program!.terms[0]!.params.sides).toBe("target");
  });

  it("needs the length of an epoch and of training where units mix, and orders by them", () => {
    const mixed = { "main.loss": "dice then@epoch2 ce then@step900 bce" };
    expect(codes(seen(mixed, { stepsPerEpoch: 300 }))).toEqual([]);
    expect(codes(seen(mixed, { stepsPerEpoch: 1000 }))).toEqual(["L401"]);
    const part = { "main.loss": "dice then@50% ce then@epoch9 bce" };
    expect(codes(seen(part, { epochs: 10 }))).toEqual([]);
    expect(codes(seen(part, { epochs: 20 }))).toEqual(["L401"]);
    expect(codes(seen({ "main.loss": "dice then@epoch9 bce" }, { epochs: 9 }))).toEqual(["L402"]);
  });

  it("refuses impossible options with a report, not an exception", () => {
    expect(codes(seen({ "main.loss": "dice" }, { epochs: -1, stepsPerEpoch: Number.NaN }))).toEqual(["L330", "L330"]);
    const task = { space: "5d", clases: ["a"] } as never;
    expect(codes(seen({ "main.loss": "dice" }, { task })).sort()).toEqual(["L206", "L330"]);
    expect(codes(seen({ "main.loss": "dice" }, { task: 7 as never }))).toEqual(["L330"]);
  });
});

describe("the task", () => {
  const all =
    "task { prediction: probabilities classes: a, b space: 3d spacing: 1, 0.5, 0.5 heads: main masks: roi ignore: 255 }";

  it("says what the data looks like", () => {
    expect(seen({ "main.loss": `${all} minimize dice` }).program!.task).toEqual({
      prediction: "probabilities",
      classes: ["a", "b"],
      exclusive: true,
      space: 3,
      spacing: [1, 0.5, 0.5],
      heads: ["main"],
      masks: ["roi"],
      fields: [],
      ignore: 255,
    });
    expect(seen({ "main.loss": "dice" }).program!.task).toEqual({
      prediction: "logits",
      heads: [],
      masks: [],
      fields: [],
    });
  });

  it("lets the file win over the host where both speak", () => {
    const host = { labels: ["x", "y", "z"], space: "2d", masks: ["m"] } as const;
    const task = { ...host, labels: [...host.labels], masks: [...host.masks] };
    const merged = seen({ "main.loss": "task { classes: a, b } minimize dice[b] where m" }, { task }).program!.task;
    expect(merged).toEqual({
      prediction: "logits",
      classes: ["a", "b"],
      exclusive: true,
      space: 2,
      heads: [],
      masks: ["m"],
      fields: [],
    });
    expect(seen({ "main.loss": "dice[z]" }, { task }).program!.terms[0]!.classes).toEqual({
      negated: false,
      indices: [2],
    });
  });
});

describe("selections", () => {
  const term = (text: string) => seen({ "main.loss": text }).program!.terms[0]!;
  const task = "task { classes: a, b, c, d heads: main, aux masks: roi } minimize ";

  it("resolves names, ranges and negation", () => {
    expect(term(`${task}dice[d, a]`).classes).toEqual({ negated: false, indices: [0, 3] });
    expect(term(`${task}dice[1..3]`).classes).toEqual({ negated: false, indices: [1, 2, 3] });
    expect(term(`${task}dice[!a, 2]`).classes).toEqual({ negated: false, indices: [1, 3] });
    expect(term("dice[!0]").classes).toEqual({ negated: true, indices: [0] });
  });

  it("keeps what every selection names", () => {
    expect(term("(dice[1..3])[2..5]").classes).toEqual({ negated: false, indices: [2, 3] });
    expect(term("(dice[!1])[!3]").classes).toEqual({ negated: true, indices: [1, 3] });
    expect(term("(dice[!1])[1..3]").classes).toEqual({ negated: false, indices: [2, 3] });
  });

  it("reaches every term of sums and definitions", () => {
    const { program } = seen({
      "main.loss": `task { heads: main, aux masks: roi } def f = dice + ce then@epoch5 bce minimize 2*f[1] on aux where roi`,
    });
    expect(program!.terms.map(({ label }) => label)).toEqual([
      "dice[1] on aux where roi",
      "ce[1] on aux where roi",
      "bce[1] on aux where roi",
    ]);
  });

  it("labels terms by what differs from the declaration", () => {
    const { program } = seen({
      "main.loss": `${task}dice + cldice[b](iterations=20) + cldice[b] + tversky(beta=0.7, alpha=0.5) + hd_dt(sides=target)`,
    });
    expect(program!.terms.map(({ label }) => label)).toEqual([
      "dice",
      "cldice[b](iterations=20)",
      "cldice[b]",
      "tversky(beta=0.7)",
      "hd_dt(sides=target)",
    ]);
  });

  it("takes equal terms together, however they are written", () => {
    const { program } = seen({ "main.loss": "tversky + tversky(alpha=0.5) + 0.5*tversky(beta=0.5, alpha=1/2)" });
    expect(program!.terms).toHaveLength(1);
    expect(program!.phases[0]!.weights[0]!.weight).toEqual({ kind: "constant", value: 2.5 });
  });
});
