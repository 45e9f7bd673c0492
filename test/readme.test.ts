import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeNpy } from "../src/data/formats/npy.js";
import { writePng } from "../src/data/formats/png.js";
import { check, format } from "../src/index.js";

const root = join(import.meta.dirname, "..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map((match) => match[1]!);

const commands = blocks("sh")
  .flatMap((block) => block.split("\n"))
  .map((line) => line.replace(/#.*/, "").trim())
  .filter((line) => line.startsWith("losslang "));

let folder: string;

/** A ring on noise: what the commands are given. */
function ring(size: number, seed: number): { readonly image: Uint8Array; readonly mask: Uint8Array } {
  const mask = Uint8Array.from({ length: size * size }, (_, i) => {
    const r = Math.hypot(Math.floor(i / size) - size / 2, (i % size) - size / 2 + seed);
    return r > size / 6 && r < size / 4 ? 255 : 0;
  });
  return { mask, image: mask.map((m, i) => (m ? 170 : 60) + ((i * 7919 + seed * 31) % 40)) };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "losslang-readme-"));
  cpSync(join(root, "examples"), join(folder, "examples"), { recursive: true });
  const { mask } = ring(24, 0);
  writeFileSync(
    join(folder, "t.npy"),
    writeNpy(
      [1, 24, 24],
      Float32Array.from(mask, (m) => m / 255),
    ),
  );
  const logits = (c: number) => Float32Array.from({ length: 24 * 24 * c }, (_, i) => Math.sin(i * 1.3));
  writeFileSync(join(folder, "p.npy"), writeNpy([1, 24, 24, 2], logits(2)));
  for (const kind of ["photos", "masks"] as const) {
    mkdirSync(join(folder, kind));
    for (let n = 0; n < 4; n++) {
      const { image, mask: m } = ring(64, n);
      writeFileSync(join(folder, kind, `${n}.png`), writePng(64, 64, 1, kind === "photos" ? image : m));
    }
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("what README.md shows", () => {
  it.each(blocks("loss"))("is sound, also as the formatter lays it out: %s", (text) => {
    expect(check(text).filter(({ severity }) => severity === "error")).toEqual([]);
    expect(check(format(text))).toEqual(check(text));
  });

  it.each(blocks("js"))(
    "runs: %s",
    (text) => {
      // Beside the built package, so that `losslang` is found by its own name.
      const file = join(root, "dist", `readme-${process.pid}.mjs`);
      writeFileSync(file, text);
      try {
        expect(execFileSync("node", [file], { encoding: "utf8", stdio: "pipe" })).toMatch(/betti/);
      } finally {
        rmSync(file);
      }
    },
    60_000,
  );

  it.each(commands)(
    "%s",
    (line) => {
      const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2]!).slice(1);
      const short = words[0] === "train" ? ["--epochs", "1", "--crop", "32"] : [];
      const output = execFileSync("node", [join(root, "dist/src/cli/main.js"), ...words, ...short], {
        cwd: folder,
        encoding: "utf8",
        stdio: "pipe",
      });
      expect(typeof output).toBe("string");
    },
    60_000,
  );

  it("is every kind of block there is", () => {
    expect(commands.length).toBeGreaterThanOrEqual(5);
    expect(blocks("loss").length).toBeGreaterThanOrEqual(2);
    expect(blocks("js").length).toBe(1);
  });
});
