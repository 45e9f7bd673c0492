import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkSource } from "../../src/check/check.js";
import { nodeHost } from "../../src/cli/node.js";
import { starter } from "../../src/cli/starter.js";
import type { Program } from "../../src/program/program.js";
import { format } from "../../src/syntax/format.js";
import { parse } from "../../src/syntax/parse.js";
import { recipes, stdlib } from "../../stdlib/index.js";

const root = join(import.meta.dirname, "../..");
const folder = "examples/specs";

const specs = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".loss"))
  .map((name) => {
    const file = join(folder, name);
    return { name, file, text: readFileSync(join(root, file), "utf8") };
  });
/** Files with a program of their own; the others are made to be used. */
const programs = specs.filter(({ file, text }) => parse({ file, text }).file.minimize);

function judge(file: string, text: string) {
  const host = nodeHost();
  const resolve = (path: string, from: string) => host.readUsed(path, join(root, from), join(root, file));
  return checkSource({ file, text }, { library: stdlib, recipes, resolve });
}

describe.each(specs)("the specification $name", ({ file, text }) => {
  it("is laid out as the formatter has it", () => expect(format(text)).toBe(text));
  it("says at the top what it is for", () =>
    expect(parse({ file, text }).file.doc.join(" ").length).toBeGreaterThan(40));
});

describe.each(programs)("the program $name", ({ file, text }) => {
  it("has nothing wrong with it, not even a hint", () => {
    const { program, diagnostics } = judge(file, text);
    expect(diagnostics.map((d) => `${d.code} ${d.message}`)).toEqual([]);
    expect(program?.blocked).toBeUndefined();
  });
});

describe("together the specifications", () => {
  const all = (): Program[] => programs.map(({ file, text }) => judge(file, text).program!);

  it("are a page of the language", () => {
    expect(programs.length).toBeGreaterThanOrEqual(8);
    const text = specs.map((s) => s.text).join("\n");
    for (const feature of [
      /^use /m,
      /^task/m,
      /^param /m,
      /^def .*\(/m,
      /^minimize/m,
      /then@\w+\.\./,
      /ramp\(/,
      /\[!/,
      / where /,
      /labels:/,
      /space: 3d/,
      /ignore:/,
    ])
      expect(text).toMatch(feature);
  });

  it("show every room of the library", () => {
    const groups = new Map(stdlib.map((loss) => [loss.name, loss.group]));
    const shown = new Set(all().flatMap((p) => p.terms.map((t) => groups.get(t.loss))));
    expect([...new Set(groups.values())].filter((group) => !shown.has(group))).toEqual([]);
  });
});

describe("the starter", () => {
  const { program, diagnostics } = judge("segmentation.loss", starter);

  it("is right, and laid out", () => {
    expect(diagnostics).toEqual([]);
    expect(format(starter)).toBe(starter);
  });

  it("changes over time", () => expect(program!.phases.length).toBeGreaterThan(1));
});
