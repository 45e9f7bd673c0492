import { describe, expect, it } from "vitest";
import { z } from "zod";
import { comparisonsOf } from "../../src/cli/bench/compare.js";
import { powerOf } from "../../src/cli/bench/scaling.js";
import { median, timed } from "../../src/cli/bench/timing.js";
import { workloads } from "../../src/cli/bench/workloads.js";
import { runCommandLine } from "../../src/cli/commands/program.js";
import type { SubprocessResult, System } from "../../src/cli/system.js";
import { bareMachine, type Memory, memoryHost } from "./memory-host.js";

const timing = { ms_median: z.number().positive(), ms_min: z.number().positive(), runs: z.int().min(1) };

/** What scripts read. Strict, so that a field that is added or lost is noticed. */
const resultSchema = z.strictObject({
  date: z.iso.datetime(),
  losslang: z.literal("9.9.9"),
  tfjs: z.string(),
  machine: z.strictObject({
    processor: z.string(),
    cores: z.int(),
    memory: z.number(),
    system: z.string(),
    node: z.string(),
    load: z.number(),
  }),
  loadAfter: z.number(),
  bandwidth: z.strictObject({ triad: z.number().positive(), copy: z.number().positive() }),
  workloads: z.array(
    z.strictObject({
      name: z.string(),
      program: z.string(),
      shape: z.array(z.int()),
      against: z.string().optional(),
      floor: z.number().positive(),
    }),
  ),
  results: z.array(
    z.strictObject({
      workload: z.string(),
      contender: z.enum(["fused", "tfjs-wasm", "tfjs-cpu", "reference", "webgpu", "tfjs-webgpu"]),
      ...z.object({ ...timing, ms_resident: z.number().positive(), ms_enqueued: z.number().positive() }).partial()
        .shape,
      absent: z.string().optional(),
      failed: z.string().optional(),
    }),
  ),
  peers: z.array(z.strictObject({ workload: z.string(), peer: z.string(), threads: z.int(), ...timing })),
  noPeers: z.string().optional(),
  comparisons: z.array(
    z.strictObject({
      workload: z.string(),
      of: z.string(),
      to: z.string(),
      ratio: z.number().positive(),
      bar: z.number().optional(),
      met: z.boolean().optional(),
    }),
  ),
  scaling: z.array(z.unknown()),
  gpu: z.string().optional(),
  latency: z.array(
    z.strictObject({
      name: z.enum(["compile-300", "load-phase", "check-cold", "edit-300", "hover-300", "complete-300"]),
      what: z.string(),
      ms_first: z.number(),
      ms_median: z.number(),
      ms_min: z.number(),
      runs: z.literal(20),
      bar: z.number(),
      met: z.boolean(),
    }),
  ),
});

async function bench(args: readonly string[], host: Memory = memoryHost()) {
  const code = await runCommandLine(["bench", ...args], host);
  return { code, out: host.printed(), err: host.complained(), host };
}

const quick = ["--shape", "1,8,8,2", "--runs", "2", "--seconds", "0.05"];

describe("bench of a program", () => {
  it("times it in every way it can be computed, and prints one JSON object", async () => {
    const { code, out, err } = await bench(["-e", "dice + ce", ...quick, "--json"]);
    expect([code, err]).toEqual([0, ""]);
    const { results, workloads, peers, comparisons } = resultSchema.parse(JSON.parse(out));
    expect(workloads).toMatchObject([{ name: "dice + ce", program: "dice + ce", shape: [1, 8, 8, 2] }]);
    expect(results.map(({ contender }) => contender)).toEqual(["fused", "tfjs-wasm", "tfjs-cpu", "reference"]);
    for (const { absent, failed, ms_median, ms_min, ms_resident } of results) {
      expect(failed).toBeUndefined();
      if (absent !== undefined) continue;
      expect(ms_median).toBeGreaterThanOrEqual(ms_min!);
      expect(ms_resident).toBeGreaterThan(0);
    }
    expect(peers).toEqual([]);
    // Kernels are compared where there are some; a bar comes with a verdict.
    for (const { bar, met } of comparisons) expect(bar === undefined).toBe(met === undefined);
  });

  it("gives heads, masks, classes and volumes what they ask for", async () => {
    const host = memoryHost({
      "organs.loss":
        "task { classes: [background, liver, tumour], masks: [roi], heads: [aux] }\nminimize dice[tumour] where roi + 0.4*ce on aux",
    });
    const some = ["--runs", "2", "--seconds", "0.05", "--with", "tfjs-cpu", "--json"];
    const { code, out, err } = await bench(["organs.loss", "--shape", "1,6,6,6,3", ...some], host);
    expect([code, err]).toEqual([0, ""]);
    expect(JSON.parse(out).results).toMatchObject([{ workload: "organs.loss", contender: "tfjs-cpu", runs: 2 }]);
  });

  it("takes the moment of training from the clock", async () => {
    const args = ["-e", "dice then@epoch1 dice[3]", ...quick, "--with", "tfjs-cpu"];
    expect((await bench(args)).code).toBe(0);
    // Its fourth class is not in the batch.
    expect((await bench([...args, "--epoch", "1"])).code).toBe(1);
  });

  it("prints a table that says what is absent and how few steps it saw", async () => {
    const { out } = await bench(["-e", "dice", ...quick]);
    expect(out).toMatch(/Abacus, 2 cores/);
    expect(out).toMatch(/workload +floor +fused +tfjs-wasm/);
    expect(out).toContain("(2 steps)");
  });

  it("appends a line to a file, and writes Markdown", async () => {
    const args = ["-e", "dice", ...quick, "--with", "tfjs-cpu", "--append", "b.jsonl", "--markdown", "b.md"];
    const { host } = await bench(args, memoryHost({ "b.jsonl": "{}\n" }));
    const lines = String(host.files.get("b.jsonl")).trimEnd().split("\n");
    expect(lines).toHaveLength(2);
    resultSchema.parse(JSON.parse(lines[1]!));
    expect(host.files.get("b.md")).toMatch(
      /### Steps\n\n\| workload \| floor \| tfjs-cpu \|\n\| --- \| --: \| --: \|\n/,
    );
  });

  it("says what failed, and ends with 1", async () => {
    const { code, out } = await bench(["-e", "dice[3]", ...quick, "--with", "tfjs-cpu"]);
    expect(code).toBe(1);
    expect(out).toContain("failed");
  });

  it.each([
    [["-e", "dice", "--peers"], "--peers"],
    [["--shape", "1,8,8,1"], "--shape"],
    [["--workload", "region-9"], "region-9"],
    [["-e", "dice", "--seconds", "0"], "--seconds"],
  ])("refuses %j", async (args, named) => {
    const { code, err } = await bench(args);
    expect(code).toBe(2);
    expect(err).toContain(named);
  });

  it("prints the mistakes of a program that is wrong", async () => {
    const { code, err } = await bench(["-e", "dize", ...quick]);
    expect(code).toBe(1);
    expect(err).toContain("`dize`");
  });
});

/** A machine with a Python that knows torch, and a peer that answers. */
const withPeer = (answer: Partial<SubprocessResult>): System => ({
  ...bareMachine,
  run: async (_, [first]) => ({ code: 0, out: "", err: "", ...(first === "-c" ? {} : answer) }),
});

const onlyRegion1 = ["--part", "steps", "--workload", "region-1", "--with", "tfjs-wasm", "--runs", "1"];
const peers = [...onlyRegion1, "--seconds", "0.01", "--peers", "--json"];
const script = { "peer.py": "" };

describe("bench beside PyTorch", { timeout: 60_000 }, () => {
  it("reads what the peer prints, and gives the ratio", async () => {
    const said = { workload: "region-1", peer: "pytorch 9", threads: 2, ms_median: 4, ms_min: 3, runs: 30 };
    const machine = withPeer({ out: `a warning\n${JSON.stringify(said)}\n` });
    const { code, out } = await bench([...peers, "--peer-script", "peer.py"], memoryHost(script, { machine }));
    expect(code).toBe(0);
    const result = resultSchema.parse(JSON.parse(out));
    expect(result.peers).toEqual([said]);
    const { ms_resident } = result.results[0]!;
    expect(result.comparisons).toEqual([
      { workload: "region-1", of: "tfjs-wasm", to: "pytorch", ratio: expect.closeTo(ms_resident! / 4, 2) },
    ]);
  });

  it("goes on without, and says so, where the peer skips the workload", async () => {
    const machine = withPeer({
      out: '{"workload": "region-1", "peer": "pytorch", "skipped": "No module named scipy"}\n',
    });
    const { code, out } = await bench([...peers, "--peer-script", "peer.py"], memoryHost(script, { machine }));
    expect([code, JSON.parse(out).peers]).toEqual([0, []]);
  });

  it("goes on without, and says so, where nothing was named and nothing is there", async () => {
    const { code, out } = await bench(peers);
    expect(code).toBe(0);
    expect(JSON.parse(out).noPeers).toContain("--peer-script");
  });

  it("goes on without, and says so, where no Python has torch", async () => {
    const { out } = await bench(peers, memoryHost({ "/package/../shared/reference/bench/torch_peer.py": "" }));
    expect(JSON.parse(out).noPeers).toContain("import torch");
  });

  it("refuses a script or a Python that was named and is not there", async () => {
    expect((await bench([...peers, "--peer-script", "none.py"])).code).toBe(2);
    const named = [...peers, "--peer-script", "peer.py", "--python", "python9"];
    expect((await bench(named, memoryHost(script))).err).toContain("python9");
  });
});

describe("bench of the latencies of the tools", { timeout: 60_000 }, () => {
  it("compiles, loads and starts", async () => {
    const machine: System = { ...bareMachine, run: async () => ({ code: 0, out: "", err: "" }) };
    const { code, out } = await bench(["--part", "latency", "--json"], memoryHost({}, { machine }));
    expect(code).toBe(0);
    const { latency, results } = resultSchema.parse(JSON.parse(out));
    expect(latency.map(({ name }) => name)).toEqual([
      "compile-300",
      "load-phase",
      "check-cold",
      "edit-300",
      "hover-300",
      "complete-300",
    ]);
    expect(results).toEqual([]);
  });
});

describe("workloads", () => {
  it("are those of the peers' benchmark, by name", () => {
    const names = "region-4 region-1 many-4 hd-dt boundary-fresh boundary-cached cldice betti-128 betti-256 volume";
    expect(workloads.map(({ name }) => name)).toEqual([...names.split(" "), "volume-hd", "phase"]);
  });
});

describe("figures", () => {
  it("are medians of steps in turn", async () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    let order = "";
    const step = (name: string, all: number) => () => {
      order += name;
      return { resident: all / 2, all };
    };
    const [a, b] = await timed([step("a", 200), step("b", 400)], { runs: 4, seconds: 60 });
    expect(a).toEqual({ ms_median: 200, ms_min: 200, ms_resident: 100, runs: 4 });
    expect(b!.ms_median).toBe(400);
    expect(order).toMatch(/^(ab){7}$/);
  });

  it("come from three steps where the time is up, after one where a step takes seconds", async () => {
    let count = 0;
    const slow = () => {
      count++;
      return { resident: 2000, all: 2000 };
    };
    expect((await timed([slow], { runs: 20, seconds: 1e-9 }))[0]!.runs).toBe(3);
    expect(count).toBe(4);
  });

  it("have a power of growth", () => {
    const grown = (power: number) => [1, 2, 4, 8].map((size) => ({ size, ms_median: 3 * size ** power }));
    expect(powerOf(grown(1))).toBeCloseTo(1, 12);
    expect(powerOf(grown(0.5))).toBeCloseTo(0.5, 12);
  });

  it("are held against bars for what is fused only", () => {
    const took = (ms: number) => ({ ms_median: ms, ms_min: ms, ms_resident: ms, runs: 20 });
    const found = comparisonsOf(
      [
        { workload: "w", contender: "fused", timing: took(2), against: took(1) },
        { workload: "w", contender: "tfjs-wasm", timing: took(20) },
      ],
      [{ workload: "w", peer: "pytorch", threads: 2, ...took(5) }],
      [{ name: "w", against: "dice", bars: { pytorch: 0.45, against: 1.02 } }],
    );
    expect(found).toEqual([
      { workload: "w", of: "fused", to: "pytorch", ratio: 0.4, bar: 0.45, met: true },
      { workload: "w", of: "fused", to: "dice", ratio: 2, bar: 1.02, met: false },
      { workload: "w", of: "fused", to: "tfjs-wasm", ratio: 0.1, bar: 0.066667, met: false },
      { workload: "w", of: "tfjs-wasm", to: "pytorch", ratio: 4 },
    ]);
  });
});
