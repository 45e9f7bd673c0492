import { join } from "node:path";
import { defineConfig, type Plugin } from "vite";
import { DIGIT_SIZE, installedDigits } from "../../src/train/mnist.js";

/** Threads share memory only on pages that are isolated from other origins. A static build works without, on one thread. */
const isolation = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

/** Four digits, two by two, as a mask in letters. */
function digits(): Plugin {
  const name = "virtual:digits";
  return {
    name,
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    async load(id) {
      if (id !== `\0${name}`) return undefined;
      const all = await installedDigits();
      const half = (top: readonly (readonly [digit: number, which: number])[]) =>
        Array.from({ length: DIGIT_SIZE }, (_, y) => top.map(([digit, which]) => rowOf(digit, which, y)).join("")).join(
          "\n",
        );
      const rowOf = (digit: number, which: number, y: number) => {
        const { pixels } = all.filter(({ label }) => label === digit)[which]!;
        const letter = `${[3, 8, 0].indexOf(digit) + 1}`;
        return Array.from({ length: DIGIT_SIZE }, (_, x) => (pixels[y * DIGIT_SIZE + x]! >= 0.5 ? letter : ".")).join(
          "",
        );
      };
      const text = [
        half([
          [3, 0],
          [8, 0],
        ]),
        half([
          [0, 0],
          [3, 4],
        ]),
      ].join("\n");
      return `export default ${JSON.stringify(text)};`;
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [digits()],
  worker: { format: "es" },
  // What workers need is found late otherwise, and the page loads twice.
  optimizeDeps: {
    include: [
      ...["@tensorflow/tfjs", "@tensorflow/tfjs-backend-wasm", "@tensorflow/tfjs-backend-webgpu"],
      ...["chevrotain", "delaunator", "fflate", "zod"],
      ...["vscode-languageserver", "vscode-languageserver/browser", "vscode-languageserver-textdocument"],
    ],
  },
  server: { headers: isolation, fs: { allow: [join(import.meta.dirname, "../..")] } },
  preview: { headers: isolation },
  build: {
    outDir: join(import.meta.dirname, "../../dist/playground"),
    emptyOutDir: true,
    target: "es2022",
    // Scripts of other threads stay files: a page may forbid those that are written into it.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4000,
  },
});
