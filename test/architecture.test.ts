import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { backendNames } from "../src/backends/catalog.js";
import { circles, folderCircles } from "./structure/circles.js";
import { ambiguousNames } from "./structure/figures.js";
import { layerOf, layers, misplaced, trespasses } from "./structure/layers.js";
import { operationNames } from "./structure/operations.js";
import { type Import, readSources } from "./structure/sources.js";

/** Which layers, or files, may use a package. */
const packages: readonly (readonly [name: RegExp, users: RegExp])[] = [
  [/^chevrotain$/, /^(grammar\/|src\/syntax\/)/],
  [
    /^zod$/,
    /^(src\/(check|language|loss|parameters|compile|embed|schedule|run\/read-batch|cli|describe|train|lsp)|stdlib\/)/,
  ],
  [
    /^@tensorflow\//,
    /^src\/(backends\/(tensors|tfjs|webgpu)\/|backends\/registry|embed\/|train\/|compile\.ts|testing\/|cli\/|site\/)/,
  ],
  [/^node:/, /^src\/(cli|lsp)\/node(-system|-disk)?\.ts$|^src\/(docs\/generate|site\/write)\.ts$/],
  [/^(commander|picocolors)(\/|$)/, /^src\/(cli|docs)\//],
  [/^fast-png$/, /^src\/(data|site)\//],
  [/^(fflate|jpeg-js|nifti-reader-js)$/, /^src\/data\//],
  [/^(katex|markdown-it|minisearch)$/, /^src\/site\//],
  [/^vscode-languageserver(\/|-textdocument$|$)/, /^src\/lsp\//],
  [/^delaunator$/, /^src\/routines\/triangulate\.ts$/],
  [/^webgpu$/, /^src\/cli\/bench\/gpu\.ts$/],
  [/^mnist$/, /^src\/train\/mnist\.ts$/],
];

const root = join(import.meta.dirname, "..");
const sources = readSources(root, ["grammar", "src", "stdlib"]);
const imports = sources.flatMap((source) => source.imports);
const isOwn = ({ to }: Import) => /^(grammar|src|stdlib)\//.test(to);
const told = (found: readonly Import[]) => found.map(({ from, to }) => `${from} imports ${to}`);

describe("layers", () => {
  it("hold every source file", () => {
    expect(sources.filter(({ file }) => !layerOf(file, layers)).map(({ file }) => file)).toEqual([]);
  });

  it("all have files", () => {
    const used = new Set(sources.map(({ file }) => layerOf(file, layers)));
    expect(layers.filter((layer) => !used.has(layer)).map(({ name }) => name)).toEqual([]);
  });

  it("name only layers below them", () => {
    expect(misplaced(layers)).toEqual([]);
  });

  it("import what they name, and nothing else", () => {
    expect(told(trespasses(sources, layers))).toEqual([]);
  });

  it("name no layer that they do not import", () => {
    const needed = new Set(
      imports.flatMap(({ from, to, kind }) => {
        const [a, b] = [layerOf(from, layers)?.name, layerOf(to, layers)?.name];
        const file = to.replace(/^src\/|\.[jt]s$/g, "");
        return [`${a} ${b}`, `${a} ${file}`, ...(kind === "type" ? [`${a} types ${b}`] : [])];
      }),
    );
    const idle = layers.flatMap(({ name, imports: named }) => named.map((one) => `${name} ${one}`));
    expect(idle.filter((entry) => !needed.has(entry) && !entry.endsWith("*"))).toEqual([]);
  });
});

describe("exported names", () => {
  it("have one meaning each, but for operations, which each backend's table has", () => {
    const operations = operationNames(sources);
    const several = [...ambiguousNames(sources)].filter(([name]) => !operations.has(name));
    expect(several.map(([name, files]) => `${name}: ${files.join(" ")}`)).toEqual([]);
  });
});

describe("imports", () => {
  const loaded = imports.filter((one) => isOwn(one) && one.kind !== "type");

  it("run in no circle, but for types", () => {
    expect(circles(loaded.map(({ from, to }) => [from, to]))).toEqual([]);
  });

  it("run in no circle between folders", () => {
    expect(folderCircles(loaded.map(({ from, to }) => [from, to]))).toEqual([]);
  });

  it("use packages where they are needed, and nowhere else", () => {
    const strangers = imports
      .filter((i) => !isOwn(i))
      .filter(({ from, to }) => !packages.some(([name, users]) => name.test(to) && users.test(from)));
    expect(told(strangers)).toEqual([]);
  });

  it("join compiler and standard library in few places", () => {
    const joins = imports.filter(({ from, to }) => from.startsWith("src/") && to.startsWith("stdlib/"));
    expect(
      told(joins.filter(({ from }) => !/^src\/(index\.ts|cli\/|(docs|site)\/|lsp\/standard\.ts)/.test(from))),
    ).toEqual([]);
  });

  it("keep the compiler off the playground's page: its workers have it, and the page draws", () => {
    const workers = /^examples\/playground\/(compute\/(?!client|messages|files)|editor\/language-worker|vite\.config)/;
    const light =
      /^(grammar\/tokens|stdlib\/recipes\.gen|src\/(backends\/catalog|describe\/sentences|docs\/timeline\/axis|random))\.ts$/;
    const heavy = readSources(root, ["examples/playground"])
      .filter(({ file }) => !workers.test(file))
      .flatMap((source) => source.imports)
      .filter((i) => (isOwn(i) ? !light.test(i.to) : /^(@tensorflow|zod|chevrotain)/.test(i.to)) && i.kind !== "type");
    expect(told(heavy)).toEqual([]);
  });
});

describe("ARCHITECTURE.md", () => {
  const page = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");
  const rows = [...page.matchAll(/^\| `([^`]+)` \| (.*) \|$/gm)].map(([, folder, holds]) => ({ folder, holds }));
  const inside = (folder: string) =>
    readdirSync(join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !/^(\.|node_modules$|dist$|site$|report$)/.test(entry.name))
      .map(({ name }) => name);
  const named = rows.map(({ folder }) => folder!);

  it("names folders that exist, and each folder that exists, but for those of the tests", () => {
    expect(named.filter((folder) => !existsSync(join(root, folder)))).toEqual([]);
    expect(inside(".").filter((folder) => folder !== "src" && !named.includes(folder))).toEqual([]);
    expect(readdirSync(join(root, "src")).filter((name) => !page.includes(`\`src/${name}\``))).toEqual([]);
    const unnamed = rows
      .filter(({ folder }) => folder !== "test")
      .flatMap(({ folder, holds }) =>
        inside(folder!)
          .filter((name) => !holds!.includes(`\`${name}\``) && !named.includes(`${folder}/${name}`))
          .map((name) => `${folder}/${name}`),
      );
    expect(unnamed).toEqual([]);
  });

  it("draws every layer", () => {
    const drawing = /```\n([\s\S]*?)```/.exec(page)![1]!;
    const isDrawn = (name: string) => new RegExp(`(^|\\s)${name}(\\s|$)`, "m").test(drawing);
    const small = ["hash", "random", "file-errors", "errors", "parameters"];
    expect(layers.map(({ name }) => name).filter((name) => !isDrawn(name) && !small.includes(name))).toEqual([
      "stdlib",
    ]);
  });

  it("names functions that exist, and is no longer than two screens", () => {
    const stages = page.slice(page.indexOf("## The stages of"));
    const functions = [...stages.matchAll(/^\| \w+ \| (`.*?`) \|/gm)].flatMap(([, cell]) => cell!.match(/\w+/g)!);
    const isDeclared = (name: string) =>
      sources.some(({ text }) => new RegExp(`export (function|const|class) ${name}\\b`).test(text));
    expect(functions.length).toBeGreaterThan(10);
    expect(functions.filter((name) => !isDeclared(name))).toEqual([]);
    expect(page.split("\n").length).toBeLessThanOrEqual(120);
  });
});

describe("decisions", () => {
  const folder = join(root, "docs/decisions");
  const index = readFileSync(join(folder, "README.md"), "utf8");
  const pages = readdirSync(folder).filter((name) => name !== "README.md");

  it("are all in the index, numbered, with their titles", () => {
    const lines = pages.sort().map((name, i) => {
      const title = new RegExp(`^# ${i + 1}\\. (.*)`).exec(readFileSync(join(folder, name), "utf8"))?.[1];
      return `${i + 1}. [${title}](${name})`;
    });
    expect(index.match(/^\d+\. .*/gm)).toEqual(lines);
  });

  it.each(pages)("%s says context, decision, cost and alternatives", (name) => {
    const headings = readFileSync(join(folder, name), "utf8").match(/^## .*/gm);
    expect(headings).toEqual(["## Context", "## Decision", "## Cost", "## Alternatives"]);
  });
});

describe("routines", () => {
  type Form = "reference" | "kernel" | "index" | "plain";
  const formOf = (file: string): Form => {
    const parts = file.replace(/\.ts$/, "").split("/");
    return (["reference", "kernel", "index"] as const).find((form) => parts.includes(form)) ?? "plain";
  };
  /** `index` chooses a form. What is neither a form nor a choice serves all of them. */
  const knows: Readonly<Record<Form, readonly Form[]>> = {
    reference: ["reference", "plain"],
    kernel: ["kernel", "plain"],
    index: ["reference", "kernel", "index", "plain"],
    plain: ["plain"],
  };
  const ofRoutines = imports.filter(({ from }) => from.startsWith("src/routines/"));

  it("have reference forms and kernel forms that do not know each other", () => {
    const inside = ofRoutines.filter(({ to }) => to.startsWith("src/routines/"));
    expect(told(inside.filter(({ from, to }) => !knows[formOf(from)].includes(formOf(to))))).toEqual([]);
  });

  it("use WebAssembly in kernel forms only", () => {
    const wasm = ofRoutines.filter(({ to }) => to.startsWith("src/wasm/"));
    expect(told(wasm.filter(({ from }) => formOf(from) !== "kernel"))).toEqual([]);
  });
});

describe("source files", () => {
  it("evaluate no text and ask nothing of the network", () => {
    const found = sources.filter(({ text }) => /\beval\(|new Function\(|\bfetch\(/.test(text));
    expect(found.map(({ file }) => file)).toEqual([]);
  });
});

describe("the backends", () => {
  const folderOf = (file: string) => backendNames.find((name) => file.startsWith(`src/backends/${name}/`));
  /** Who may name a backend, or the device of TensorFlow.js that is called the same, and why. */
  const named: Readonly<Record<string, string>> = {
    "src/backends/catalog.ts": "the records",
    "src/backends/registry/index.ts": "the implementations",
    "src/backends/tensors/traits.ts": "the devices of TensorFlow.js",
    "src/cli/bench/": "its implementations are pairs of a backend and a device; it starts devices",
    "src/cli/train/tensors.ts": "the devices a model can be trained on",
    "src/cli/commands/train.ts": "the devices a model can be trained on",
    "src/train/wasm-kernels.ts": "the device whose kernels it adds to",
    "src/diagnostics/catalog/running.ts": "what to do where a backend cannot run",
    "src/testing/": "which backends a published suite compares",
  };

  it("do not know each other: the registry joins them", () => {
    const inside = imports.filter(({ from, to }) => from.startsWith("src/backends/") && folderOf(to));
    const wrong = inside.filter(
      ({ from, to }) => folderOf(from) !== folderOf(to) && from !== "src/backends/registry/index.ts",
    );
    expect(told(wrong)).toEqual([]);
  });

  it("are reached through the registry; only the gradient check computes in float64 itself", () => {
    const outside = imports.filter(({ from, to }) => !from.startsWith("src/backends/") && folderOf(to));
    expect(outside.map(({ from }) => from).filter((file) => !file.startsWith("src/cli/gradcheck/"))).toEqual([]);
  });

  it("are chosen by what their records say, not by name", () => {
    const literal = new RegExp(`"(${backendNames.join("|")})"`);
    // `reference` is a word of other meanings, too.
    const names = (line: string) =>
      literal.test(/backend/i.test(line) ? line : line.replaceAll('"reference"', "")) && !line.includes("import(");
    const mentions = sources
      .filter(({ file }) => !folderOf(file) && !Object.keys(named).some((prefix) => file.startsWith(prefix)))
      .filter(({ text }) => text.split("\n").some(names));
    expect(mentions.map(({ file }) => file)).toEqual([]);
  });
});
