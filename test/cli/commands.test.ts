import { describe, expect, it } from "vitest";
import { runCommandLine } from "../../src/cli/commands/program.js";
import { starter } from "../../src/cli/starter.js";
import { recipes, stdlib } from "../../stdlib/index.js";
import { type Memory, memoryHost } from "./memory-host.js";

async function losslang(args: readonly string[], host: Memory = memoryHost()) {
  const code = await runCommandLine(args, host);
  return { code, out: host.printed(), err: host.complained(), files: host.files };
}

const example = "0.5*dice + hd_dt(alpha=2) then@epoch40 betti";

describe("check", () => {
  it("is content with a right program, and says how large it is", async () => {
    const { code, out, err } = await losslang(["check", "-e", example]);
    expect([code, out]).toEqual([0, ""]);
    expect(err).toBe("<inline>: no errors (3 terms, 2 phases).\n");
  });

  it("prints reports to standard output and a summary to standard error", async () => {
    const { code, out, err } = await losslang(["check", "a.loss"], memoryHost({ "a.loss": "dice * ce" }));
    expect(code).toBe(1);
    expect(out).toContain("error[L310] PRODUCT OF LOSSES");
    expect(out).toContain("a.loss:1:1");
    expect(err).toBe("a.loss: 1 error.\n");
  });

  it("prints JSON in the promised shape", async () => {
    const { code, out, err } = await losslang(["check", "--json", "-e", "dice +\n dize"]);
    expect([code, err]).toEqual([1, ""]);
    const reports = JSON.parse(out);
    expect(reports).toHaveLength(1);
    expect(reports[0]).toMatchObject({
      code: expect.stringMatching(/^L2\d\d$/),
      severity: "error",
      title: expect.any(String),
      message: expect.stringContaining("dize"),
      file: "<inline>",
      start: { line: 2, column: 2 },
      end: { line: 2, column: 6 },
    });
  });

  it("prints an empty array for a clean program", async () => {
    expect((await losslang(["check", "--json", "-e", "dice"])).out).toBe("[]\n");
  });

  it("looks at every file and counts over all", async () => {
    const host = memoryHost({ "a.loss": "dice", "b.loss": "nothing_like_it", "c.loss": "dice dice" });
    const { code, out, err } = await losslang(["check", "a.loss", "b.loss", "c.loss"], host);
    expect(code).toBe(1);
    expect(out).toContain("b.loss:1:1");
    expect(out).toContain("c.loss:1:");
    expect(err).toMatch(/^3 files: \d errors\.\n$/);
  });

  it("takes the task, parameters and the length of training from the command line", async () => {
    const text = "param late = epoch40\nminimize dice[vessel] then@late dice[vessel] + ce";
    const task = '{"classes": ["background", "vessel"]}';
    expect((await losslang(["check", "-e", text, "--task", task, "--set", "late=epoch60"])).code).toBe(0);
    expect((await losslang(["check", "-e", text, "--task", '{"classes": ["background", "vesel"]}'])).code).toBe(1);
    expect((await losslang(["check", "-e", text, "--task", task, "--set", "lade=epoch60"])).code).toBe(1);
    expect((await losslang(["check", "-e", "dice then@30% ce"])).code).toBe(1);
    expect((await losslang(["check", "-e", "dice then@30% ce", "--epochs", "100"])).code).toBe(0);
    expect(
      (await losslang(["check", "-e", "dice then@epoch2 ce then@step5000 bce", "--steps-per-epoch", "100"])).code,
    ).toBe(0);
  });

  it("reports a used file that is not there at the place where it is used", async () => {
    const host = memoryHost({ "a.loss": 'use "./none.loss"\nminimize dice' });
    const { code, out } = await losslang(["check", "a.loss"], host);
    expect(code).toBe(1);
    expect(out).toContain("a.loss:1:");
    expect(out).toContain("there is no such file");
  });

  it("reads standard input", async () => {
    const { code, err } = await losslang(["check", "-"], memoryHost({}, { input: "dice" }));
    expect([code, err]).toEqual([0, "<stdin>: no errors (1 term, 1 phase).\n"]);
  });

  it.each([
    "",
    "   \n",
    "// nothing",
    "0.5",
    "dice then@",
    "(".repeat(5_000),
    "dice+".repeat(12_000),
    "\u0000\uffff",
    "}{",
  ])("ends with a report on bad text %#", async (text) => {
    const { code, out } = await losslang(["check", "a.loss"], memoryHost({ "a.loss": text }));
    expect(code).toBe(1);
    expect(out).toMatch(/^error\[L\d{3}\]/m);
  });
});

describe("fmt", () => {
  const untidy = "dice+0.5*  ce // both\n";
  const tidy = "dice + 0.5*ce // both\n";

  it("rewrites files, and only those that change", async () => {
    const host = memoryHost({ "a.loss": untidy, "b.loss": tidy });
    const written: string[] = [];
    const write = host.write;
    const watched = Object.assign(host, {
      write: (path: string, text: string) => {
        written.push(path);
        write(path, text);
      },
    });
    expect(await losslang(["fmt", "a.loss", "b.loss"], watched)).toMatchObject({ code: 0, out: "", err: "" });
    expect(host.files.get("a.loss")).toBe(tidy);
    expect(written).toEqual(["a.loss"]);
  });

  it("only looks with --check", async () => {
    const host = memoryHost({ "a.loss": untidy, "b.loss": tidy });
    const { code, out, err, files } = await losslang(["fmt", "--check", "a.loss", "b.loss"], host);
    expect([code, out, err]).toEqual([1, "a.loss\n", "1 file is not formatted: run `losslang fmt`.\n"]);
    expect(files.get("a.loss")).toBe(untidy);
    expect((await losslang(["fmt", "--check", "b.loss"], host)).code).toBe(0);
  });

  it("goes from standard input to standard output", async () => {
    expect(await losslang(["fmt", "-"], memoryHost({}, { input: untidy }))).toMatchObject({
      code: 0,
      out: tidy,
      err: "",
    });
  });

  it("never rewrites torn text", async () => {
    const host = memoryHost({ "a.loss": "dice + (ce" });
    const { code, err, files } = await losslang(["fmt", "a.loss"], host);
    expect(code).toBe(1);
    expect(err).toContain("a.loss:1:");
    expect(files.get("a.loss")).toBe("dice + (ce");
  });
});

describe("docs", () => {
  it("lists the library, by room", async () => {
    const { code, out } = await losslang(["docs"]);
    expect(code).toBe(0);
    for (const { name, summary } of stdlib) expect(out).toContain(`- \`${name}\` — ${summary}`);
    expect(out).toContain("- `dice_ce` — ");
  });

  it("has chapters, by name, by number and by the room of their losses", async () => {
    const { out } = await losslang(["docs", "regions"]);
    expect(out).toMatch(/^# 3\. Region/);
    for (const { name, group } of stdlib) expect(out.includes(`\n## ${name}\n`), name).toBe(group === "region");
    expect((await losslang(["docs", "3"])).out).toBe(out);
    expect((await losslang(["docs", "region"])).out).toBe(out);
    expect((await losslang(["docs", "boundary"])).out).toMatch(/^# boundary\n/);
    expect((await losslang(["docs", "boundaries"])).out).toMatch(/^# 4\. Boundary/);
  });

  it("is a whole book where that is asked for", async () => {
    const { out } = await losslang(["docs", "--all"]);
    for (const { name, edges } of stdlib) {
      expect(out).toContain(`\n### ${name}\n`);
      expect(out).toContain(edges);
    }
    const terminal = memoryHost({}, { terminal: true });
    expect((await losslang(["docs", "--all", "--markdown"], terminal)).out).toBe(out);
    expect((await losslang(["docs", "--all"], memoryHost({}, { terminal: true }))).out).toContain("Σᵢ pᵢ gᵢ");
    const book = JSON.parse((await losslang(["docs", "--all", "--json"])).out);
    expect(book[1]).toMatchObject({ kind: "chapter", name: "distributions", pages: expect.any(Array) });
    const { code, err } = await losslang(["docs", "dice", "--all"]);
    expect(code).toBe(2);
    expect(err).toContain("leave out `dice`");
  });

  it("is Markdown in a pipe and a page on a terminal", async () => {
    expect((await losslang(["docs", "dice"])).out).toMatch(/^# dice\n/);
    const { out } = await losslang(["docs", "dice"], memoryHost({}, { terminal: true }));
    expect(out).toMatch(/^dice {2}region\n/);
    expect(out).toContain("Σᵢ pᵢ gᵢ");
    expect(out).not.toContain("\\frac");
  });

  it("knows recipes", async () => {
    const { out } = await losslang(["docs", "dice_ce"]);
    expect(out).toContain("```loss\ndef dice_ce(");
  });

  it("prints data for programs", async () => {
    const all = JSON.parse((await losslang(["docs", "--json"])).out);
    expect(all.map((p: { name: string }) => p.name).slice(0, stdlib.length)).toEqual(stdlib.map((loss) => loss.name));
    const one = JSON.parse((await losslang(["docs", "tversky", "--json"])).out);
    expect(one).toMatchObject({ kind: "loss", name: "tversky", group: "region", parameters: expect.any(Array) });
    expect(one.parameters.find((p: { name: string }) => p.name === "alpha")).toMatchObject({
      default: "0.5",
      required: false,
    });
  });
});

describe("explain", () => {
  it("tells the meaning: phases, terms and weights", async () => {
    const { code, out, err } = await losslang(["explain", "-e", example]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^from epoch 0: 0\.5 dice .*hd_dt.*\n^from epoch 40: 1 betti/m);
  });

  it("lays the meaning out on a terminal", async () => {
    const { out } = await losslang(["explain", "-e", example], memoryHost({}, { terminal: true }));
    expect(out).toBe("from epoch 0\n  0.5  dice\n    1  hd_dt\n\nfrom epoch 40\n    1  betti\n");
  });

  it.each(["graph", "kernels", "dot", "json"])("shows the %s of the moment asked for", async (view) => {
    const at = async (epoch: string) =>
      (await losslang(["explain", "-e", "dice then@epoch40 betti", "--view", view, "--epoch", epoch])).out;
    const [early, late] = [await at("0"), await at("40")];
    // Not `min_persistence`, a parameter.
    expect(early).not.toMatch(/\bpersistence\b/);
    expect(late).toMatch(/\bpersistence\b/);
  });

  it("shows which rules of the optimiser applied, how often, and to what", async () => {
    const { out } = await losslang(["explain", "-e", "dice + focal", "--view", "passes"]);
    expect(out).toMatch(/^phase 0: 1 dice \+ 1 focal\n\nstability ×2\n/);
    expect(out).toContain(`  exp −softplus −x = sigmoid x ×1
    exp(neg(softplus(…))) : batch y x class
      → sigmoid(prediction) : batch y x class`);
    expect(out).toMatch(/\n\nalgebra ×\d+\n.*\n\ngradients ×\d+\n/s);
    expect((await losslang(["explain", "-e", "0*dice", "--view", "passes"])).out).toContain("No rule applies.");
  });

  it("counts bytes when it knows the shape", async () => {
    const { out } = await losslang(["explain", "-e", "dice", "--view", "kernels", "--shape", "4,256,256,1"]);
    expect(out).toMatch(/\d MB/);
    const { explanation } = JSON.parse(
      (await losslang(["explain", "-e", "dice", "--view", "json", "--shape", "4,256,256,1"])).out,
    );
    expect(explanation).toMatchObject({ shape: [4, 256, 256, 1], phase: 0 });
    expect(explanation.bytes).toBeGreaterThan(4 * 256 * 256 * 4);
  });

  it("explains a code, with an example that shows it", async () => {
    const { code, out } = await losslang(["explain", "l310"]);
    expect(code).toBe(0);
    expect(out).toContain("error[L310] PRODUCT OF LOSSES");
    expect(out).toMatch(/Wrong\n {2}dice \* ce\n\nRight\n {2}dice \+ ce/);
    expect(JSON.parse((await losslang(["explain", "L310", "--view", "json"])).out)).toMatchObject({
      code: "L310",
      title: "PRODUCT OF LOSSES",
    });
  });

  it("prints mistakes to standard error", async () => {
    const { code, out, err } = await losslang(["explain", "-e", "dize"]);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain("dize");
  });
});

describe("plot", () => {
  const weights = (svg: string) => [...svg.matchAll(/class="figure"[^>]*>([^<]+)</g)].map((m) => m[1]);

  it("writes a picture with every term, weight and milestone", async () => {
    const { code, out, files } = await losslang(["plot", "-e", example, "-o", "t.svg"]);
    expect([code, out]).toEqual([0, ""]);
    const svg = String(files.get("t.svg"));
    for (const text of [">dice<", ">betti<", ">epoch 40<"]) expect(svg).toContain(text);
    expect(weights(svg)).toEqual(["0.5", "1", "1"]);
  });

  it("writes to standard output", async () => {
    expect((await losslang(["plot", "-e", "dice", "-o", "-"])).out).toMatch(/^<svg /);
  });

  it("shows all of training where its length is known", async () => {
    const { out } = await losslang(["plot", "-e", "dice then@50% ce", "--epochs", "200", "-o", "-"]);
    expect(out).toContain(">50%<");
    expect(out).toMatch(/>100%<\/text>/);
    const later = await losslang(["plot", "-e", "dice then@epoch50 ce", "--epochs", "200", "-o", "-"]);
    expect(later.out).toMatch(/>200<\/text>/);
  });

  it("counts in steps where the program does", async () => {
    expect((await losslang(["plot", "-e", "dice then@step1000 ce", "-o", "-"])).out).toContain(">step 1000<");
  });

  it("ends with the weights that a fade ends with", async () => {
    const { out } = await losslang(["plot", "-e", "dice then@epoch10..20 cosine 0.25*ce", "-o", "-"]);
    expect(out).toContain(">epoch 10<");
    expect(out).toContain(">epoch 20<");
    expect(weights(out)).toEqual(["1", "0.25"]);
  });
});

describe("init", () => {
  it("writes a starter that checks", async () => {
    const host = memoryHost();
    const { code, out, err } = await losslang(["init", "my.loss"], host);
    expect([code, out]).toEqual([0, ""]);
    expect(err).toContain("losslang check my.loss");
    expect(host.files.get("my.loss")).toBe(starter);
    expect((await losslang(["check", "my.loss"], host)).code).toBe(0);
  });

  it("overwrites only when told to", async () => {
    const host = memoryHost({ "segmentation.loss": "mine" });
    expect((await losslang(["init"], host)).code).toBe(2);
    expect(host.files.get("segmentation.loss")).toBe("mine");
    expect((await losslang(["init", "--force"], host)).code).toBe(0);
    expect(host.files.get("segmentation.loss")).toBe(starter);
  });
});

describe("gradcheck", () => {
  it("passes the losses of the library", async () => {
    const { code, out } = await losslang(["gradcheck", "-e", "dice + bce", "--points", "8"]);
    expect(code).toBe(0);
    expect(out).toMatch(/term +classes +batch +value +error +points/);
    expect(out).toMatch(/dice +1 +empty mask/);
    expect(out).toMatch(/All \d+ checks passed\./);
  });

  it("fails when the tolerance is out of reach, and says where", async () => {
    const { code, out } = await losslang(["gradcheck", "-e", "bce", "--points", "8", "--tolerance", "1e-16"]);
    expect(code).toBe(1);
    expect(out).toContain("FAILED");
    expect(out).toMatch(/\d+ of \d+ checks failed/);
  });

  it("prints data for programs", async () => {
    const { out } = await losslang(["gradcheck", "-e", "dice", "--json", "--shape", "1,6,6,1", "--points", "4"]);
    const verdicts = JSON.parse(out);
    expect(verdicts).toHaveLength(5);
    expect(verdicts[0]).toMatchObject({ term: "dice", scenario: "random", shape: [1, 6, 6, 1], ok: true, points: 4 });
  });

  it("holds the whole library against differences, a line for each loss and recipe", { timeout: 120_000 }, async () => {
    const { code, out } = await losslang(["gradcheck", "--points", "2", "--json"]);
    const summaries = JSON.parse(out) as { loss: string; failures: string[] }[];
    expect(summaries.flatMap((s) => s.failures.map((failure) => `${s.loss}: ${failure}`))).toEqual([]);
    expect(code).toBe(0);
    const names = [...stdlib.map((loss) => loss.name), ...recipes.map(({ file }) => file.replace(".loss", ""))];
    expect(summaries.map((s) => s.loss.replace(/\(.*/, ""))).toEqual(names);
  });

  it("wants the library or a specification, not both", async () => {
    const { code, err } = await losslang(["gradcheck", "--all", "-e", "dice"]);
    expect(code).toBe(2);
    expect(err).toContain("--all");
  });
});
