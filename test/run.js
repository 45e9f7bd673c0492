import { resolve } from "node:path";
import { runnerImport } from "vite";

// Runs a TypeScript file as it is, without a build: node test/run.js test/structure/main.ts --list
const [file] = process.argv.splice(2, 1);
if (!file) throw new Error("which file?");
await runnerImport(resolve(file), { configFile: false, logLevel: "error" });
