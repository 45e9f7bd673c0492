import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeDisk } from "../../src/lsp/node-disk.js";

let root = "";
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "losslang-disk-")));
  for (const folder of ["specs/deep/er", "specs/node_modules/x", "specs/.git", "aside"])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, "specs/my a.loss"), "dice\n");
  writeFileSync(join(root, "specs/deep/er/b.loss"), "ce\n");
  writeFileSync(join(root, "specs/node_modules/x/c.loss"), "ce\n");
  writeFileSync(join(root, "specs/.git/d.loss"), "ce\n");
  writeFileSync(join(root, "specs/notes.txt"), "ce\n");
  writeFileSync(join(root, "specs/latin.loss"), Uint8Array.of(0x2f, 0x2f, 0xe9));
  execFileSync("mkfifo", [join(root, "specs/pipe.loss")]);
  writeFileSync(join(root, "specs/vast.loss"), " ".repeat(2_000_000));
  writeFileSync(join(root, "aside/secret.loss"), "def secret = dice\n");
  symlinkSync(join(root, "aside/secret.loss"), join(root, "specs/link.loss"));
});
afterAll(() => rmSync(root, { recursive: true }));

const read = (file: string, disk = nodeDisk()) => disk.read(`${root}/specs/${file}`, `${root}/specs`);

describe("the disk of a language server", () => {
  it("reads a file again when it has changed", () => {
    const disk = nodeDisk();
    expect(read("my a.loss", disk)).toBe("dice\n");
    writeFileSync(join(root, "specs/my a.loss"), "bce!\n");
    utimesSync(join(root, "specs/my a.loss"), new Date(), new Date(Date.now() + 5000));
    expect(read("my a.loss", disk)).toBe("bce!\n");
  });

  it.each([
    ["none.loss", "there is no such file or folder"],
    ["deep", "it is a folder"],
    ["latin.loss", "it is not a text file in UTF-8"],
    ["vast.loss", "it has 2,000,000 bytes, too large to be a specification, which has at most 1,048,576"],
    ["pipe.loss", "it is not a regular file"],
    ["link.loss", "it leads out of the folder whose files may be used"],
  ])("says why it cannot read %s", (file, reason) => {
    expect(() => read(file)).toThrow(new Error(reason));
  });

  it("reads nothing but files of the machine", () => {
    expect(() => nodeDisk().read("untitled:Untitled-1", "untitled:")).toThrow("only files of this machine can be read");
  });

  it("lists specifications, but for those of packages and tools", () => {
    const names = nodeDisk().list(`${root}/specs`);
    expect(names).toEqual(
      ["deep/er/b.loss", "latin.loss", "my a.loss", "vast.loss"].map((file) => `${root}/specs/${file}`),
    );
    expect(nodeDisk().list(`${root}/none`)).toEqual([]);
    expect(nodeDisk().list("untitled:")).toEqual([]);
  });
});
