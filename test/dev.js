import { spawn } from "node:child_process";

// npm run dev: types, and the unit tests that depend on what has changed since the last commit, again after each save. Ctrl+C ends both.
const start = (/** @type {string[]} */ ...args) => spawn("npx", args, { stdio: "inherit" });
const types = start("tsc", "-p", "tsconfig.json", "--watch", "--preserveWatchOutput");
const tests = start("vitest", "watch", "--project", "unit", "--changed");
tests.on("exit", () => types.kill());
