import { readFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";

/** Helpers of the kernels are loaded by their address, beside whatever starts them. */
const helpers: Plugin = {
  name: "helpers",
  generateBundle() {
    const source = readFileSync("src/backends/wasm/threads/worker.js");
    this.emitFile({ type: "asset", fileName: "command/worker.js", source });
  },
};

/**
 * The command line in few files, packages that every command needs included: opening hundreds of them is most of what a short command would wait for. It takes
 * the place of what the compiler makes of `src/cli/main.ts`; files as deep as their sources were find what lies beside the package.
 */
export default defineConfig({
  logLevel: "warn",
  plugins: [helpers],
  ssr: { noExternal: [/chevrotain/, /^lodash-es/, "commander", "picocolors", "zod"] },
  build: {
    ssr: "src/cli/main.ts",
    outDir: "dist/src",
    emptyOutDir: false,
    target: "node20",
    minify: false,
    rolldownOptions: { output: { entryFileNames: "cli/main.js", chunkFileNames: "command/[name].js" } },
  },
});
