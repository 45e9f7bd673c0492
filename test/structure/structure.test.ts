import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { circles } from "./circles.js";
import { type Layer, misplaced } from "./layers.js";
import { measure, moved } from "./measure.js";
import { print } from "./print.js";
import { readSources, type Source } from "./sources.js";
import { spells } from "./spelling.js";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** The sources of a tree that is made up of these files. */
function tree(files: Readonly<Record<string, string>>): Source[] {
  const root = mkdtempSync(join(tmpdir(), "losslang-structure-"));
  folders.push(root);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return readSources(root, ["grammar", "src", "stdlib"]);
}

const table: readonly Layer[] = [
  { name: "graph", at: "src/graph", imports: [] },
  { name: "passes", at: "src/passes", imports: ["graph"] },
  { name: "run", at: "src/run", imports: ["types passes", "graph/graph"] },
];
const examples = { operation: "atan", loss: "dice", word: "plateau", backend: "wasm" };
const measured = (files: Readonly<Record<string, string>>) => measure(tree(files), table, examples);
const touchedBy = (kind: string, files: Readonly<Record<string, string>>) =>
  measured(files).touched.find((one) => one.kind === kind);

describe("imports", () => {
  it("are read with their kind, wherever they stand", () => {
    const [a] = tree({
      "src/a.ts": `
        import type { B } from "./b.js";
        import { c } from "./c.js";
        import fs from "node:fs";
        export * from "./d.js";
        export type { E } from "./e.js";
        const f = () => import("./f.js");
        let g: import("./g.js").G;
        // import { h } from "./h.js";
        const text = 'import { i } from "./i.js"';
      `,
      "src/b.ts": "",
    });
    expect(a!.imports.map(({ to, kind }) => `${kind} ${to}`)).toEqual([
      "type src/b.ts",
      "value src/c.js",
      "value node:fs",
      "value src/d.js",
      "type src/e.js",
      "lazy src/f.js",
      "type src/g.js",
    ]);
  });

  it("upward and past the table are told apart", () => {
    const { trespasses, withoutLayer } = measured({
      "src/graph/graph.ts": 'import { rule } from "../passes/rule.js";',
      "src/passes/rule.ts": 'import { graph } from "../graph/graph.js";',
      "src/run/plan.ts": 'import type { Rule } from "../passes/rule.js"; import { graph } from "../graph/graph.js";',
      "src/run/engine.ts": 'import { rule } from "../passes/rule.js";',
      "src/cli/main.ts": "",
    });
    expect(trespasses.map(({ from, upward }) => [from, upward])).toEqual([
      ["src/graph/graph.ts", true],
      ["src/run/engine.ts", false],
    ]);
    expect(withoutLayer).toEqual(["src/cli/main.ts"]);
  });

  it("are judged where the files of an older commit lie today", () => {
    const old = tree({ "src/old/graph.ts": "", "src/passes/rule.ts": 'import { graph } from "../old/graph.js";' });
    const { trespasses, withoutLayer } = measure(moved(old, [["src/old", "src/graph"]]), table, examples);
    expect({ trespasses, withoutLayer }).toEqual({ trespasses: [], withoutLayer: [] });
  });
});

describe("the table of layers", () => {
  it("may name only what stands before", () => {
    const swapped = [table[1]!, table[0]!, table[2]!];
    expect(misplaced(table)).toEqual([]);
    expect(misplaced(swapped)).toEqual(["passes names graph"]);
  });
});

describe("circles", () => {
  it("are the sets of nodes that reach each other", () => {
    const edges = ["ab", "bc", "ca", "cd", "de", "ed", "ef"].map((edge): [string, string] => [edge[0]!, edge[1]!]);
    expect(circles(edges)).toEqual([
      ["a", "b", "c"],
      ["d", "e"],
    ]);
  });

  it("of types do not count", () => {
    const files = {
      "src/graph/a.ts": 'import { b } from "./b.js";',
      "src/graph/b.ts": 'import type { A } from "./a.js";',
      "src/graph/c.ts": 'import { d } from "./d/d.js";',
      "src/graph/d/d.ts": 'import { a } from "../a.js";',
    };
    expect(measured(files).circles).toEqual({ files: [], folders: [["src/graph", "src/graph/d"]] });
    expect(measured({ ...files, "src/graph/b.ts": 'import "./a.js";' }).circles.files).toEqual([
      ["src/graph/a.ts", "src/graph/b.ts"],
    ]);
  });
});

describe("circles of folders", () => {
  it("run through the `index.ts` of a folder only if what it imports leads back to it", () => {
    const files = {
      "src/graph/index.ts": 'import { d } from "./d/d.js";',
      "src/graph/c.ts": "",
      "src/graph/d/d.ts": 'import { c } from "../c.js";',
    };
    expect(measured(files).circles.folders).toEqual([]);
    const inside = { ...files, "src/graph/d/e.ts": 'import "../index.js";' };
    expect(measured(inside).circles.folders).toEqual([["src/graph/d", "src/graph/index.ts"]]);
  });
});

describe("files touched", () => {
  it("to add an operation: its record, and whoever names it, but not who uses it", () => {
    const files = {
      "src/graph/ops/pointwise.ts": "export const ops = { atan: 1 };",
      "src/backends/reference/pointwise.ts": "export const pointwise = { atan: Math.atan };",
      "src/passes/cost.ts": 'export const dear = ["atan"];',
      "src/passes/other.ts": "export const x = Math.atan(1); // atan",
      "stdlib/terms/angle.ts": "export const angle = (x) => x.atan();",
    };
    expect(touchedBy("operation", files)).toMatchObject({
      files: 3,
      hasRecord: true,
      outside: ["src/backends/reference/pointwise.ts", "src/passes/cost.ts"],
    });
  });

  it("to add a backend: its folder counts as one, whoever imports it counts, too", () => {
    const files = {
      "src/backends/wasm/index.ts": "export const backend = 1;",
      "src/backends/wasm/memory/memory.ts": "export const wasmMemory = 1;",
      "src/backends/registry/index.ts": 'import { backend } from "../wasm/index.js";',
      "src/cli/main.ts": "export const initWasm = 1;",
    };
    expect(touchedBy("backend", files)).toMatchObject({
      files: 3,
      outside: ["src/backends/registry/index.ts", "src/cli/main.ts"],
    });
  });

  it("finds names in identifiers and strings, not in prose", () => {
    const says = (text: string) => spells(tree({ "src/a.ts": text })[0]!, "plateau");
    expect(["isPlateau", "plateau_of", "'plateau'", "`plateau`", "x.plateau"].map(says)).not.toContain(false);
    expect(["// plateau", "'a plateau'", "plateaus", "x"].map(says)).not.toContain(true);
  });
});

describe("figures", () => {
  it("count names that several files declare; re-exports and operations do not count", () => {
    const { names } = measured({
      "src/graph/ops/pointwise.ts": "export const unary = { exp: 1 };",
      "src/a.ts": "export const value = 1; export type Place = number; export const exp = 1; const own = 1;",
      "src/b.ts": 'export { value } from "./a.js"; export interface Place {}; export function exp() {}; const own = 2;',
      "src/c.ts": 'import { value } from "./a.js"; export { value }; export const { x: [first] } = { x: [1] };',
      "src/d.ts": "const first = 1; export { first }; export class Own {}; export { first as value };",
    });
    expect(names.ambiguous).toEqual({
      Place: ["src/a.ts", "src/b.ts"],
      value: ["src/a.ts", "src/d.ts"],
      first: ["src/c.ts", "src/d.ts"],
    });
    expect(names.operations).toEqual(["exp"]);
  });

  it("count casts by kind", () => {
    const { casts } = measured({
      "src/a.ts":
        "a as B; [1] as const; a as unknown as B; (a as unknown) as B; a!; a!.b; a satisfies B; a as unknown;",
    });
    expect(casts).toEqual({ as: 2, asUnknownAs: 2, nonNull: 2 });
  });

  it("measure files by lines; generated ones do not count", () => {
    const lines = (n: number) => "x;\n".repeat(n);
    const files = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`src/${i}.ts`, lines(i + 1)]));
    const { sizes } = measured({ ...files, "src/all.gen.ts": lines(1000) });
    expect(sizes).toEqual({ files: 10, lines: 55, median: 6, ninetieth: 10, largest: { file: "src/9.ts", lines: 10 } });
  });

  it("are printed, with what is behind them if that is asked for", () => {
    const structure = measured({ "src/graph/a.ts": 'import "../passes/b.js";', "src/passes/b.ts": "" });
    expect(print(structure, false)).toMatch(/^upward imports +1$/m);
    expect(print(structure, false)).not.toContain("→");
    expect(print(structure, true)).toContain("    src/graph/a.ts → src/passes/b.ts");
  });
});
