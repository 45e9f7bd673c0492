import { describe, expect, it } from "vitest";
import { z } from "zod";
import { inputsOf } from "../../src/check/term-inputs.js";
import type { Summary } from "../../src/cli/gradcheck/catalogue.js";
import { catalogue, checkAll } from "../../src/cli/gradcheck/catalogue.js";
import { compare } from "../../src/cli/gradcheck/differences.js";
import { checked, gradcheck } from "../../src/cli/gradcheck/gradcheck.js";
import { readableSummaries } from "../../src/cli/gradcheck/readable.js";
import { defineLoss, type Expr, fieldName, headName, type LossDeclaration } from "../../src/loss.js";
import type { Program, ProgramTerm, ResolvedTask } from "../../src/program/program.js";
import { random } from "../../src/random.js";
import { memoryHost } from "./memory-host.js";

const span = { file: "<inline>", start: 0, end: 0 };
const term = (loss: string, more: Partial<ProgramTerm> = {}): ProgramTerm => ({
  loss,
  label: loss,
  params: {},
  sees: { kind: "all" },
  inputs: inputsOf(library.get(loss)!, more.params ?? {}),
  span,
  ...more,
});

const programOf = (terms: readonly ProgramTerm[], task: Partial<ResolvedTask> = {}): Program => ({
  task: { prediction: "logits", heads: [], masks: [], fields: [], ...task },
  terms,
  phases: [],
  params: {},
  timing: {},
});

const declared = (name: string, body: (p: Expr, g: Expr) => Expr): LossDeclaration =>
  defineLoss({
    name,
    group: "region",
    summary: "",
    formula: "",
    params: z.object({}),
    inputs: { p: "probabilities", g: "onehot" },
    range: [0, 1],
    cost: "linear",
    reference: "",
    advice: "",
    edges: "",
    examples: [],
    body: ({ p, g }) => body(p, g),
  });

const losses = [
  declared("brier", (p, g) => p.sub(g).square().mean("space")),
  declared("half_asleep", (p, g) => p.mul(p.detach()).sub(g).mean("space")),
  declared("corner", (p) => p.sub(0.5).abs().mean("space")),
  declared("hollow", (p, g) => p.mul(g).sum("space").div(g.sum("space")).sum("class")),
  declared("deaf", (_, g) => g.mean("space")),
];
const library = new Map(losses.map((loss) => [loss.name, loss]));
const extent = { tolerance: 1e-4, points: 30, seed: 1 };

describe("gradcheck", () => {
  it("passes a gradient that is right, on every kind of batch, for one class and three", () => {
    const verdicts = [...gradcheck(programOf([term("brier")]), library, extent)];
    expect(verdicts.map((v) => `${v.scenario} ${v.shape.at(-1)}`)).toEqual(
      [1, 3].flatMap((c) => checked.map((s) => `${s} ${c}`)),
    );
    for (const v of verdicts) {
      expect(v.ok, v.scenario).toBe(true);
      expect(v.error).toBeLessThan(1e-6);
      expect(v.points).toBe(v.scenario === "tied" ? 0 : 30);
    }
  });

  it("catches a gradient that forgets a factor", () => {
    const [first] = gradcheck(programOf([term("half_asleep")]), library, extent);
    expect(first).toMatchObject({ ok: false, scenario: "random" });
    expect(first!.error).toBeGreaterThan(0.1);
  });

  it("catches a value that is no number on an empty mask, and says so", () => {
    const verdicts = [...gradcheck(programOf([term("hollow")]), library, extent)];
    const empty = verdicts.find((v) => v.scenario === "empty mask")!;
    expect(empty.ok).toBe(false);
    expect(empty.note).toMatch(/not finite/);
    expect(verdicts.find((v) => v.scenario === "full mask" && v.shape.at(-1) === 1)!.ok).toBe(true);
  });

  it("says when there is nothing to check", () => {
    const [first, ...more] = gradcheck(programOf([term("deaf")]), library, { ...extent, shapes: [[1, 4, 4, 1]] });
    expect(first).toMatchObject({ ok: true, points: 0 });
    expect(first!.note).toBeDefined();
    expect(more).toEqual([]);
  });

  it("keeps to the task: classes, dimensions, masks, ignored labels, heads", () => {
    const task = {
      classes: ["a", "b"],
      exclusive: true,
      space: 3,
      masks: ["roi"],
      heads: ["main", "aux"],
      ignore: 255,
    } as const;
    const program = programOf([term("brier", { mask: "roi", head: "aux" })], task);
    const verdicts = [...gradcheck(program, library, extent)];
    expect(verdicts).toHaveLength(checked.length);
    for (const v of verdicts) {
      expect(v.ok, `${v.scenario} ${v.note ?? v.error}`).toBe(true);
      expect(v.shape).toHaveLength(5);
      expect(v.shape.at(-1)).toBe(2);
    }
  });

  it("says the same twice", () => {
    const once = () => JSON.stringify([...gradcheck(programOf([term("brier")]), library, extent)]);
    expect(once()).toBe(once());
  });
});

describe("the catalogue", () => {
  async function summaries(among: readonly LossDeclaration[]): Promise<{ found: Summary[]; complaints: string }> {
    const host = memoryHost();
    const found: Summary[] = [];
    const entries = catalogue(among, []);
    for await (const summary of checkAll(entries, among, { ...extent, points: 6 }, {}, { host, code: 0 }))
      found.push(summary);
    return { found, complaints: host.complained() };
  }

  it("has a line for each loss: how many checks, the worst of them, and where", async () => {
    const { found } = await summaries([losses[0]!]);
    expect(found).toEqual([
      {
        loss: "brier",
        ok: true,
        checks: 7,
        points: 42,
        kinks: 0,
        error: expect.any(Number),
        worst: expect.stringMatching(/^brier, .*, [13] channels?$/),
        failures: [],
      },
    ]);
    expect(found[0]!.error).toBeLessThan(1e-6);
    expect(found[0]!.error).toBeGreaterThan(0);
  });

  it("names every batch on which a loss fails", async () => {
    const { found } = await summaries(losses.slice(1, 4));
    expect(found.map((s) => s.ok)).toEqual([false, true, false]);
    expect(found[0]!.failures[0]).toBe("half_asleep, random, 1 channel: the gradient is another");
    expect(found[2]!.failures.join()).toMatch(/hollow, empty mask, 1 channel: .*not finite/);
  });

  it("fails a loss that has no gradient anywhere, for nothing was checked", async () => {
    const { found } = await summaries([losses[4]!, declared("level", (p) => p.mul(0).mean("space"))]);
    for (const summary of found) expect(summary).toMatchObject({ ok: false, checks: 0 });
    expect(found[0]!.failures).toEqual(["it has no gradient anywhere", "it does not depend on the prediction"]);
  });

  it("is printed as a table, and under it what failed", async () => {
    const { found } = await summaries(losses.slice(0, 2));
    const lines = readableSummaries(found, memoryHost()).split("\n");
    expect(lines[0]).toMatch(/loss +checks +points +kinks +error +at/);
    expect(lines[1]).toMatch(/brier +7 +42 +0 +\d\.\de-\d+ +\w+.*, \d channels? +ok$/);
    expect(lines[2]).toMatch(/half_asleep .* FAILED$/);
    expect(lines).toContain("  half_asleep: half_asleep, random, 1 channel: the gradient is another");
    expect(lines.at(-1)).toBe("  1 of 2 losses and recipes failed.");
    expect(readableSummaries(found.slice(0, 1), memoryHost())).toContain("All 1 losses and recipes passed.");
  });

  it("gives a loss the heads and fields it reads, and the true gradient where one is to be had", async () => {
    const reading = defineLoss({
      ...losses[0]!,
      name: "reading",
      params: z.object({ other: headName(), map: fieldName(), more: headName().optional(), detach: z.boolean() }),
      inputs: {
        x: "values",
        y: { view: "values", head: "other", channels: "one" },
        m: { field: "map", form: "image" },
      },
      body: ({ x, y, m }, { detach }) =>
        x
          .mul(detach ? y.detach() : y)
          .mul(m)
          .mean("space"),
    });
    expect(catalogue([reading], [{ file: "mine.loss", text: "" }])).toEqual([
      {
        name: "reading(other=other, map=map, detach=false)",
        text: "task {\nheads: main, other\nfields: map\n}\nminimize reading(other=other, map=map, detach=false) on main\n",
      },
      { name: "mine", text: "mine" },
    ]);
    const { found, complaints } = await summaries([reading]);
    expect(complaints).toBe("");
    expect(found[0]).toMatchObject({ ok: true, checks: 8 });
  });
});

describe("differences", () => {
  const options = { points: 10, tolerance: 1e-4, random: random(1) };
  const at = Float64Array.of(0, 1, -2);

  it("agree with a gradient that is right", () => {
    const { error, kinks, points } = compare((x) => x[0]! ** 2 + 3 * x[1]!, at, [0, 3, 0], options);
    expect(error).toBeLessThan(1e-8);
    expect([kinks, points]).toEqual([0, 3]);
  });

  it("measure how wrong a gradient is, in parts of the largest", () => {
    expect(compare((x) => 3 * x[1]!, at, [0, 3.3, 0], options).error).toBeCloseTo(0.3 / 3.3, 6);
  });

  it("accept at a kink what lies between its sides, and nothing else", () => {
    const corner = (x: Float64Array) => Math.max(0, x[0]!) + x[1]!;
    expect(compare(corner, at, [0, 1, 0], options)).toMatchObject({ error: expect.closeTo(0, 6), kinks: 1 });
    expect(compare(corner, at, [0.5, 1, 0], options).error).toBeLessThan(1e-8);
    expect(compare(corner, at, [1.5, 1, 0], options).error).toBeGreaterThan(0.5);
  });

  it("look where the gradient is largest", () => {
    const many = new Float64Array(10_000);
    const gradient = new Float64Array(10_000);
    gradient[777] = 1;
    expect(compare(() => 0, many, gradient, { ...options, points: 4 }).error).toBe(1);
  });
});
