import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeNpy } from "../../src/data/formats/npy.js";
import { build, main, root } from "../built.js";

let folder = "";
beforeAll(() => {
  build();
  folder = mkdtempSync(join(tmpdir(), "losslang-cli-"));
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true }));

function losslang(args: readonly string[], options: { input?: string; env?: Record<string, string> } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    cwd: folder,
    encoding: "utf8",
    input: options.input ?? "",
    env: { PATH: process.env.PATH ?? "", ...options.env },
  });
  return { status, stdout, stderr };
}

describe("the program", { timeout: 60_000 }, () => {
  it("is made to be run as a command", () => {
    expect(readFileSync(main, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(losslang(["--version"])).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
  });

  it("goes from init to check to plot", () => {
    expect(losslang(["init", "my.loss"])).toMatchObject({ status: 0, stdout: "" });
    expect(losslang(["check", "my.loss"])).toMatchObject({ status: 0, stdout: "" });
    expect(losslang(["fmt", "--check", "my.loss"])).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(losslang(["plot", "my.loss", "-o", "my.svg"])).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(readFileSync(join(folder, "my.svg"), "utf8")).toMatch(/^<svg /);
  });

  it("ends with 0, 1 and 2 as promised", () => {
    expect(losslang(["check", "-e", "dice"]).status).toBe(0);
    expect(losslang(["check", "-e", "dize"]).status).toBe(1);
    expect(losslang(["check", "none.loss"]).status).toBe(2);
  });

  it("is silent in a pipe but for the result, and colours only when asked", () => {
    const plain = losslang(["check", "-e", "dize"]);
    expect(plain.stdout + plain.stderr).not.toContain("\u001b");
    expect(losslang(["check", "-e", "dize"], { env: { FORCE_COLOR: "1" } }).stdout).toContain("\u001b[");
    expect(losslang(["check", "-e", "dize"], { env: { FORCE_COLOR: "1", NO_COLOR: "1" } }).stdout).not.toContain(
      "\u001b",
    );
    expect(losslang(["gradcheck", "-e", "dice", "--json", "--points", "2"]).stderr).toBe("");
  });

  it("evaluates files, without TensorFlow.js's greetings", () => {
    writeFileSync(join(folder, "p.npy"), writeNpy([1, 2, 2, 1], Float32Array.of(0, 0, 0, 0)));
    writeFileSync(join(folder, "t.npy"), writeNpy([1, 2, 2], Float32Array.of(1, 0, 0, 1)));
    const files = ["--prediction", "p.npy", "--target", "t.npy"];
    const { status, stdout, stderr } = losslang(["eval", "-e", "bce", ...files, "--grad", "g.npy", "--json"]);
    expect([status, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout).value).toBeCloseTo(Math.log(2), 6);
    expect(readFileSync(join(folder, "g.npy")).subarray(1, 6).toString()).toBe("NUMPY");
  });

  it("reads standard input", () => {
    expect(losslang(["fmt", "-"], { input: "dice+ce" })).toEqual({ status: 0, stdout: "dice + ce\n", stderr: "" });
  });

  it("does not mind a reader that leaves", () => {
    const { stdout, stderr } = spawnSync("sh", ["-c", `"${process.execPath}" "${main}" docs --json | head -c 10`], {
      encoding: "utf8",
    });
    expect([stdout.length, stderr]).toEqual([10, ""]);
  });

  it("writes all of a long answer before it ends", () => {
    const { stdout } = losslang(["docs", "--json"]);
    expect(() => JSON.parse(stdout)).not.toThrow();
    expect(stdout.length).toBeGreaterThan(10_000);
  });

  it("shows no stack for a mistake, and one when asked", () => {
    writeFileSync(join(folder, "bad.npy"), "nonsense");
    const args = ["eval", "-e", "dice", "--prediction", "bad.npy", "--target", "bad.npy"];
    const quiet = losslang(args);
    expect(quiet.status).toBe(2);
    expect(quiet.stderr).toMatch(/^error: .*bad\.npy.*\n$/);
    expect(losslang(args, { env: { LOSSLANG_DEBUG: "1" } }).stderr).toMatch(/\n\s+at /);
  });
});

describe("a cold start", { timeout: 60_000 }, () => {
  it.each(["check -e dice", "docs dice", "plot -e dice -o -", "explain -e dice", "explain L310", "fmt -"])(
    "of `losslang %s` loads no tensors",
    (line) => {
      const { status, stderr } = losslang(line.split(" "), {
        input: "dice\n",
        env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(watch)}` },
      });
      expect(status).toBe(0);
      expect(stderr).not.toContain("LOADED");
    },
  );

  it("opens few files", () => {
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(count)}` };
    const { status, stderr } = losslang(["check", "-e", "dice"], { env });
    const opened = stderr.match(/OPENED .*/g) ?? [];
    expect(status).toBe(0);
    expect(opened.filter((line) => line.includes("/node_modules/"))).toEqual([]);
    expect(opened.length).toBeGreaterThan(3);
    expect(opened.length).toBeLessThan(60);
  });

  it("would be noticed if it did", () => {
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(watch)}` };
    expect(losslang(["explain", "-e", "dice", "--view", "graph"], { env }).stderr).toContain("LOADED");
  });
});

/** Says on standard error when TensorFlow.js is loaded. */
const watch = `
  import { register } from "node:module";
  register("data:text/javascript," + encodeURIComponent(\`
    import { writeSync } from "node:fs";
    export async function resolve(name, context, next) {
      if (name.startsWith("@tensorflow/")) writeSync(2, "LOADED " + name + "\\\\n");
      return next(name, context);
    }\`));`;

/** Says on standard error which modules are loaded. */
const count = `
  import { register } from "node:module";
  register("data:text/javascript," + encodeURIComponent(\`
    import { writeSync } from "node:fs";
    export async function load(url, context, next) {
      writeSync(2, "OPENED " + url + "\\\\n");
      return next(url, context);
    }\`));`;
