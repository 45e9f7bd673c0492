import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { check, format } from "../../src/index.js";
import { guides as files } from "../../src/site/guide-order.js";

const root = join(import.meta.dirname, "../..");
const guides = files.map(({ name, file }) => ({ name, text: readFileSync(join(root, file), "utf8") }));

const blocks = (text: string, pattern: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${pattern}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(([, ...groups]) => groups);

describe.each(guides)("$name", ({ name, text }) => {
  it("begins with its title, and says what it is about", () => {
    expect(text).toMatch(/^# \S.*\n\n\S/);
  });

  it("shows programs as they are, sound and mistaken", () => {
    for (const [code, program] of blocks(text, "loss(?: error=(L\\d+))?")) {
      const found = check(program!).filter(({ severity }) => severity === "error");
      // Other files are the reader's own.
      const own = found.filter((d) => d.code !== "L210");
      expect(
        own.map((d) => d.code),
        program,
      ).toEqual(code ? [code] : []);
      if (!code) expect(check(format(program!)), program).toEqual(check(program!));
    }
  });

  // What begins with the name of a file is a part of something larger.
  it.each(blocks(text, "js").flatMap(([program]) => (program!.startsWith("// ") ? [] : [program!])))(
    "runs: %s",
    (program) => {
      // Beside the built package, so that `losslang` is found by its own name.
      const file = join(root, "dist", `guide-${name}-${process.pid}.mjs`);
      writeFileSync(file, program);
      try {
        expect(execFileSync("node", [file], { encoding: "utf8", stdio: "pipe" }).trim()).not.toBe("");
      } finally {
        rmSync(file);
      }
    },
    60_000,
  );
});
