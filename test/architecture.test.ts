import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { backendNames } from "../src/backends/catalog.js";

/**
 * Who may import whom, as ARCHITECTURE.md draws it. `types` in front of a room: only `import type`. `room/file`: no more of that room than this file.
 * Rooms without a line may import everything.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  grammar: [],
  random: [],
  text: [],
  "file-errors": [],
  diagnostics: ["text"],
  syntax: ["grammar", "text", "diagnostics"],
  graph: [],
  loss: ["graph"],
  program: ["text"],
  modules: ["text", "diagnostics", "syntax", "program"],
  check: ["text", "diagnostics", "syntax", "loss", "program", "modules"],
  passes: ["graph"],
  schedule: ["program"],
  wasm: [],
  routines: ["wasm"],
  backends: ["graph", "passes", "wasm", "routines"],
  run: ["graph", "loss", "passes", "backends", "program", "types schedule"],
  embed: ["graph", "loss", "passes", "backends", "program", "schedule", "run"],
  train: ["random", "program", "schedule", "run", "backends", "routines", "types embed", "types compile"],
  describe: ["text", "syntax", "loss", "check", "program", "schedule"],
  ide: ["text", "diagnostics", "syntax", "loss", "check", "program", "modules", "schedule", "describe"],
  lsp: ["text", "diagnostics", "syntax", "loss", "check", "program", "modules", "ide", "stdlib", "file-errors"],
  stdlib: ["graph", "loss"],
};

/** Which rooms, or files, may use a package. */
const packages: readonly (readonly [name: RegExp, users: RegExp])[] = [
  [/^chevrotain$/, /^(grammar\/|src\/syntax\/)/],
  [/^zod$/, /^(src\/(check|loss|compile|cli|describe|train|lsp)|stdlib\/)/],
  [
    /^@tensorflow\//,
    /^src\/(backends\/(tensors|tfjs|webgpu)\/|backends\/registry|embed\/|train\/|compile\.ts|testing\/|cli\/|site\/)/,
  ],
  [/^node:/, /^src\/(cli|lsp)\/node(-machine|-disk)?\.ts$|^src\/(docs\/generate|site\/write)\.ts$/],
  [/^(commander|picocolors)(\/|$)/, /^src\/(cli|docs)\//],
  [/^(fast-png|fflate)$/, /^src\/(cli\/|train\/|site\/)/],
  [/^(katex|markdown-it|minisearch)$/, /^src\/site\//],
  [/^vscode-languageserver(\/|-textdocument$|$)/, /^src\/lsp\//],
  [/^delaunator$/, /^src\/routines\/triangulate\.ts$/],
  [/^webgpu$/, /^src\/cli\/bench\/gpu\.ts$/],
  [/^mnist$/, /^src\/train\/mnist\.ts$/],
];

const root = join(import.meta.dirname, "..");

const sources = ["grammar", "src", "stdlib"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file)),
);

/** `src/graph/ops.ts` is in the room `graph`, `src/text.ts` is the room `text`. */
const roomOf = (file: string) => {
  const parts = file.split("/");
  return parts[0] === "src" ? parts[1]!.replace(/\.ts$/, "") : parts[0]!;
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typesOnly: boolean;
}

const importPattern =
  /^\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/gm;

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(importPattern)].map((match) => {
    const to = match[2] ?? match[3]!;
    const resolved = to.startsWith(".")
      ? relative(root, normalize(join(root, dirname(file), to))).replace(/\.js$/, ".ts")
      : to;
    return { from: file, to: resolved, typesOnly: match[1] !== undefined };
  });
}

const imports = sources.flatMap(importsOf);
const isOwn = ({ to }: Import) => /^(grammar|src|stdlib)\//.test(to);

describe("the house", () => {
  it("has the rooms that the table names", () => {
    const rooms = new Set(sources.map(roomOf));
    expect([...Object.keys(allowed)].filter((room) => !rooms.has(room))).toEqual([]);
  });

  it("is walked through its doors only", () => {
    const trespasses = imports.filter(isOwn).filter(({ from, to, typesOnly }) => {
      const [room, other] = [roomOf(from), roomOf(to)];
      const doors = allowed[room];
      const open = [other, to.replace(/^src\/|\.ts$/g, ""), ...(typesOnly ? [`types ${other}`] : [])];
      return room !== other && doors && !open.some((door) => doors.includes(door));
    });
    expect(trespasses.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it("lets packages in where they are needed, and nowhere else", () => {
    const strangers = imports
      .filter((i) => !isOwn(i))
      .filter(({ from, to }) => !packages.some(([name, users]) => name.test(to) && users.test(from)));
    expect(strangers.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it("joins compiler and standard library in few places", () => {
    const joins = imports
      .filter(({ from, to }) => from.startsWith("src/") && to.startsWith("stdlib/"))
      .map(({ from }) => from);
    expect(joins.filter((file) => !/^src\/(index\.ts|cli\/|(docs|site)\/|lsp\/standard\.ts)/.test(file))).toEqual([]);
  });

  it("keeps the compiler off the playground's page: its workers have it, and the page draws", () => {
    const folder = "examples/playground";
    const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => join(folder, file));
    const workers = /^examples\/playground\/(compute\/(?!client|messages|files)|editor\/language-worker|vite\.config)/;
    const light =
      /^(grammar\/tokens|stdlib\/recipes\.gen|src\/(backends\/catalog|describe\/sentences|docs\/timeline\/axis|random))\.ts$/;
    const heavy = files
      .filter((file) => !workers.test(file))
      .flatMap(importsOf)
      .filter((i) => (isOwn(i) ? !light.test(i.to) : /^(@tensorflow|zod|chevrotain)/.test(i.to)) && !i.typesOnly);
    expect(heavy.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it("evaluates no text", () => {
    const texts = sources.filter((file) =>
      /\beval\(|new Function\(|\bfetch\(/.test(readFileSync(join(root, file), "utf8")),
    );
    expect(texts).toEqual([]);
  });
});

describe("the backends", () => {
  const folderOf = (file: string) => backendNames.find((name) => file.startsWith(`src/backends/${name}/`));
  /** Who may name a backend, or the device of TensorFlow.js that is called the same, and why. */
  const named: Readonly<Record<string, string>> = {
    "src/backends/catalog.ts": "the records",
    "src/backends/registry.ts": "the implementations",
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
      ({ from, to }) => folderOf(from) !== folderOf(to) && from !== "src/backends/registry.ts",
    );
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
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
      .filter((file) => !folderOf(file) && !Object.keys(named).some((prefix) => file.startsWith(prefix)))
      .filter((file) => readFileSync(join(root, file), "utf8").split("\n").some(names));
    expect(mentions).toEqual([]);
  });
});
