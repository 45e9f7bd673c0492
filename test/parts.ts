/**
 * The three parts of the suite: `npm run test:unit`, `test:library`, `test:browser`; `npm test` runs all. Folders and files of this folder; of two that hold a
 * test, the longer decides. `unit` is what a change of the compiler needs most: less than a minute on two cores, as its files share their modules instead of
 * loading them anew; so they mock none. `library` goes through all losses, runs whole programs, mocks modules, or takes long for another reason. `browser` needs a
 * Chromium.
 */
export const parts = {
  unit: [
    ...[
      "architecture.test.ts",
      "security.test.ts",
      "parts.test.ts",
      "random.test.ts",
      "parameters.test.ts",
      "structure",
    ],
    ...["grammar", "language", "syntax", "check", "diagnostics", "schedule", "golden.test.ts"],
    ...["graph", "passes", "routines", "wasm", "backends", "run", "testing"],
    ...["describe", "docs", "ide", "fuzz"],
  ],
  library: [
    ...[
      "backends/random-graphs.test.ts",
      "backends/reference-routines.test.ts",
      "backends/wasm",
      "backends/webgpu",
      "backends/webgpu.test.ts",
    ],
    ...["backends/webgpu-losses.test.ts", "routines/kernel-and-reference.test.ts", "routines/persistence"],
    ...["routines/polygon.test.ts"],
    ...["ide/formatting.test.ts", "ide/torn.test.ts", "ide/torn-navigation.test.ts", "run/invalid-pixels.test.ts"],
    ...["contract", "edges", "embed", "numerics", "oracle", "real", "stdlib", "readme.test.ts", "soak.test.ts"],
    ...["data", "train", "cli", "lsp", "vscode", "site", "playground"],
  ],
  browser: ["browser"],
} as const;

export type Part = keyof typeof parts;

const entries = Object.entries(parts).flatMap(([part, paths]) => paths.map((path): [string, string] => [part, path]));
const holds = (path: string, file: string) => file === path || file.startsWith(`${path}/`);

/** The parts that claim a file, from `test/`: one, unless the table is wrong. */
export function partsOf(file: string): string[] {
  const found = entries.filter(([, path]) => holds(path, file));
  const longest = Math.max(...found.map(([, path]) => path.length));
  return found.filter(([, path]) => path.length === longest).map(([part]) => part);
}

const glob = (path: string) => (path.endsWith(".test.ts") ? `test/${path}` : `test/${path}/**/*.test.ts`);

/** What vitest includes for a part, and what of that belongs to others. */
export function globsOf(part: Part): { include: string[]; exclude: string[] } {
  const own: readonly string[] = parts[part];
  const inside = entries.filter(([other, path]) => other !== part && own.some((mine) => holds(mine, path)));
  return { include: own.map(glob), exclude: inside.map(([, path]) => glob(path)) };
}
