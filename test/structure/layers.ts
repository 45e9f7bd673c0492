import type { Import, Source } from "./sources.js";

/** A folder, or a file, that may import the layers below it that it names. */
export interface Layer {
  readonly name: string;
  /** A folder or a file, from the root of the repository. Where several hold a file, it belongs to the one with the longest path. */
  readonly at: string;
  /** `graph`: the layer. `types graph`: its types only. `routines/order`: one file of the layer `routines`. `*`: all layers below. */
  readonly imports: readonly string[];
}

/** `src/<name>`: a folder, or, where the name ends in `.ts`, a file. */
const layer = (name: string, ...imports: string[]): Layer => ({
  name: name.replace(/\.ts$/, ""),
  at: `src/${name}`,
  imports,
});

/** The layers from the bottom to the top: each may import, of those before it, the ones it names. Every source file belongs to one. ARCHITECTURE.md draws them. */
export const layers: readonly Layer[] = [
  // Foundations
  { name: "grammar", at: "grammar", imports: [] },
  layer("text.ts"),
  layer("file-errors.ts"),
  layer("hash.ts"),
  layer("random.ts", "hash"),
  layer("diagnostics", "text"),
  layer("given.ts", "diagnostics/nearest"),
  layer("syntax", "grammar", "text", "diagnostics"),
  layer("graph"),
  layer("wasm"),
  layer("data"),
  layer("program", "text", "grammar/words", "types graph"),
  layer("modules", "text", "given", "diagnostics", "syntax"),

  // What a loss is, what a program means
  layer("loss.ts", "graph"),
  layer("parameters.ts", "loss"),
  layer("language", "text", "parameters", "diagnostics", "program", "grammar/words"),
  layer(
    "check",
    "text",
    "grammar/words",
    "diagnostics",
    "syntax",
    "loss",
    "parameters",
    "program",
    "modules",
    "language",
  ),
  layer("schedule", "hash", "given", "grammar/words", "program"),

  // From graphs to numbers
  layer("passes", "graph"),
  layer("routines", "wasm"),
  layer("backends", "graph", "routines"),
  layer("backends/tensors", "wasm", "backends"),
  layer("backends/reference", "graph", "backends", "routines/reference"),
  layer("backends/tfjs", "graph", "backends", "backends/tensors"),
  layer("backends/wasm", "graph", "passes", "wasm", "routines", "backends"),
  layer("backends/webgpu", "graph", "passes", "wasm", "backends", "backends/tensors"),
  layer(
    "backends/registry",
    ...["backends", "backends/tensors", "backends/reference", "backends/tfjs", "backends/wasm", "backends/webgpu"],
  ),
  layer("run", "hash", "given", "graph", "loss", "passes", "backends", "program", "types schedule"),
  layer("embed", "given", "diagnostics/nearest", "backends", "backends/tensors", "program", "schedule", "run"),

  // Boundaries
  layer("errors.ts", "text", "diagnostics"),
  layer(
    "compile.ts",
    ...["text", "given", "diagnostics", "errors", "loss", "program", "check", "run", "embed"],
    ...["backends", "backends/registry"],
  ),
  layer("train", "random", "data", "program", "schedule", "run", "routines", "types embed"),
  { name: "stdlib", at: "stdlib", imports: ["graph", "loss"] },
  layer(
    "index.ts",
    ...["errors", "compile", "syntax", "diagnostics", "loss", "program", "check", "schedule", "run", "embed", "stdlib"],
    ...["backends", "routines"],
  ),
  layer("testing", "random", "loss", "parameters", "program", "backends/catalog", "run", "index", "types check"),

  // What people use
  layer("describe", "text", "syntax", "loss", "parameters", "program", "language", "check", "schedule"),
  layer("docs", "grammar", "program", "language", "check/task-keys", "schedule", "types stdlib", "describe"),
  layer(
    "ide",
    ...[
      "text",
      "grammar/words",
      "diagnostics",
      "syntax",
      "loss",
      "parameters",
      "program",
      "modules",
      "language",
      "check",
      "schedule",
    ],
    "describe",
  ),
  layer("lsp", "text", "file-errors", "diagnostics", "loss", "modules", "stdlib", "ide"),
  layer(
    "site",
    "diagnostics",
    "loss",
    "program",
    "check",
    "backends",
    "run",
    "stdlib",
    "index",
    "testing",
    "describe",
    "docs",
    "ide",
  ),
  layer("cli", "*"),
];

/** The layer a file belongs to. */
export function layerOf(file: string, table: readonly Layer[]): Layer | undefined {
  const holds = ({ at }: Layer) => file === at || file.startsWith(`${at}/`);
  return table.filter(holds).sort((a, b) => b.at.length - a.at.length)[0];
}

export interface Trespass extends Import {
  /** Towards a layer that stands higher in the table. */
  readonly upward: boolean;
}

/** Imports from one layer into another that the table does not allow. */
export function trespasses(sources: readonly Source[], table: readonly Layer[]): Trespass[] {
  return sources
    .flatMap(({ imports }) => imports)
    .flatMap((one) => {
      const [from, to] = [layerOf(one.from, table), layerOf(one.to, table)];
      if (!from || !to || from === to) return [];
      const upward = table.indexOf(to) > table.indexOf(from);
      const isAllowed = isNamed(one, from, to) || (!upward && from.imports.includes("*"));
      return isAllowed ? [] : [{ ...one, upward }];
    });
}

function isNamed({ to, kind }: Import, from: Layer, target: Layer): boolean {
  const file = to.replace(/^src\/|\.[jt]s$/g, "");
  const names = [target.name, file, ...(kind === "type" ? [`types ${target.name}`] : [])];
  return names.some((name) => from.imports.includes(name));
}

/** What a layer names as imports that does not stand before it: with none, no import runs upward. */
export function misplaced(table: readonly Layer[]): string[] {
  return table.flatMap(({ name, imports }, i) => {
    const below = table.slice(0, i).map((layer) => layer.name);
    const stands = (entry: string) => {
      const bare = entry.replace(/^types /, "");
      return below.includes(bare) || below.includes(bare.replace(/\/[^/]+$/, ""));
    };
    return imports.filter((entry) => entry !== "*" && !stands(entry)).map((entry) => `${name} names ${entry}`);
  });
}
