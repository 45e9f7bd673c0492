import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Failure } from "../../src/cli/host.js";
import { nodeHost } from "../../src/cli/node.js";

const before = process.cwd();
let folder = "";

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "losslang-node-")));
  for (const sub of ["here", "here/specs", "there"]) mkdirSync(join(folder, sub));
  for (const file of [
    "secret.loss",
    "here/main.loss",
    "here/shared.loss",
    "here/specs/a.loss",
    "there/main.loss",
    "there/b.loss",
  ])
    writeFileSync(join(folder, file), `// ${file}`);
  writeFileSync(join(folder, "here/latin.loss"), Buffer.from([0x2f, 0x2f, 0xe9]));
  symlinkSync(join(folder, "secret.loss"), join(folder, "here/link.loss"));
  process.chdir(join(folder, "here"));
});

afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

describe("used files", () => {
  const used = (path: string, from: string, main?: string) => nodeHost().readUsed(path, from, main);

  it("are found from the file that uses them", () => {
    expect(used("./shared.loss", "main.loss", "main.loss")).toBe("// here/shared.loss");
    expect(used("specs/a.loss", "main.loss", "main.loss")).toBe("// here/specs/a.loss");
    expect(used("../shared.loss", "specs/a.loss", "specs/a.loss")).toBe("// here/shared.loss");
    expect(used("./shared.loss", "<inline>")).toBe("// here/shared.loss");
    expect(used("./b.loss", "../there/main.loss", "../there/main.loss")).toBe("// there/b.loss");
  });

  it.each([
    ["../secret.loss", "main.loss", "main.loss"],
    ["../../secret.loss", "specs/a.loss", "specs/a.loss"],
    ["../secret.loss", "<inline>", undefined],
    ["../here/shared.loss", "../there/main.loss", "../there/main.loss"],
    ["../secret-that-is-not-there.loss", "main.loss", "main.loss"],
    ["/etc/hostname", "main.loss", "main.loss"],
  ])("never lie outside: %s from %s", (path, from, main) => {
    expect(() => used(path, from, main)).toThrow(/lies outside/);
  });

  it("are not reached through a link that leads outside", () => {
    expect(() => used("./link.loss", "main.loss", "main.loss")).toThrow(/lies outside/);
  });

  it("are missed in words", () => {
    expect(() => used("./none.loss", "main.loss", "main.loss")).toThrow(/^there is no such file or folder\.$/);
    expect(() => used("./specs", "main.loss", "main.loss")).toThrow(/^it is a folder\.$/);
  });

  it("are judged before a byte is read: pipes, devices and vast files", () => {
    execFileSync("mkfifo", [join(folder, "here/pipe.loss")]);
    expect(() => used("./pipe.loss", "main.loss", "main.loss")).toThrow(/^it is not a regular file\.$/);
    symlinkSync("/dev/zero", join(folder, "here/zero.loss"));
    expect(() => used("./zero.loss", "main.loss", "main.loss")).toThrow(/lies outside/);
    // Sparse: three gigabytes that take no room.
    writeFileSync(join(folder, "here/vast.loss"), "");
    truncateSync(join(folder, "here/vast.loss"), 3 * 2 ** 30);
    expect(() => used("./vast.loss", "main.loss", "main.loss")).toThrow(
      /^it has 3,221,225,472 bytes, too large to be a specification, which has at most 1,048,576\.$/,
    );
    for (const name of ["pipe.loss", "zero.loss", "vast.loss"]) rmSync(join(folder, "here", name));
  });

  it.each(["SIGINT", "SIGTERM"] as const)("%s is caught once", (signal) => {
    let stopped = 0;
    const release = nodeHost().onInterrupt(() => stopped++);
    process.emit(signal);
    expect(stopped).toBe(1);
    release();
  });
});

describe("the disk", () => {
  const failure = (work: () => unknown) => {
    try {
      work();
    } catch (error) {
      expect(error).toBeInstanceOf(Failure);
      return (error as Failure).message;
    }
    throw new Error("did not fail");
  };

  it("says what is the matter", () => {
    const host = nodeHost();
    expect(failure(() => host.readText("none.loss"))).toBe(
      "I cannot read `none.loss`: there is no such file or folder.",
    );
    expect(failure(() => host.readBytes("specs"))).toBe("I cannot read `specs`: it is a folder.");
    expect(failure(() => host.readText("main.loss/x"))).toBe(
      "I cannot read `main.loss/x`: a part of its path is a file.",
    );
    expect(failure(() => host.write("no/such/out.svg", ""))).toBe(
      "I cannot write `no/such/out.svg`: there is no such file or folder.",
    );
    expect(failure(() => host.readText("latin.loss"))).toMatch(/not a text file in UTF-8/);
  });

  it("reads data from regular files only, and none of more than 2 GiB", () => {
    const host = nodeHost();
    symlinkSync("/dev/zero", "endless.npy");
    expect(failure(() => host.readBytes("endless.npy"))).toBe("I cannot read `endless.npy`: it is not a regular file.");
    execFileSync("mkfifo", ["pipe.npy"]);
    expect(failure(() => host.readBytes("pipe.npy"))).toBe("I cannot read `pipe.npy`: it is not a regular file.");
    // A file with a hole takes no space on the disk.
    writeFileSync("huge.npy", "");
    truncateSync("huge.npy", 3 * 2 ** 30);
    expect(failure(() => host.readBytes("huge.npy"))).toBe(
      "I cannot read `huge.npy`: it has 3,221,225,472 bytes, and at most 2,147,483,648 are read.",
    );
    expect(
      host
        .listFolder(".")
        .filter(({ kind }) => kind === "other")
        .map(({ name }) => name),
    ).toEqual(["endless.npy", "pipe.npy"]);
    for (const name of ["endless.npy", "pipe.npy", "huge.npy"]) rmSync(name);
  });

  it("knows the version of the package", async () => {
    const { default: description } = await import("../../package.json", { with: { type: "json" } });
    expect(nodeHost().version).toBe(description.version);
  });
});
