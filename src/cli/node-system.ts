import * as modules from "node:module";
import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from "node:os";
import { dirname, resolve } from "node:path";
import process from "node:process";
import type { MachineFacts, SubprocessResult, System } from "./system.js";

/** Enough for any answer: programs that print more are stopped. */
const maxBuffer = 64 * 2 ** 20;

async function run(command: string, args: readonly string[]): Promise<SubprocessResult | undefined> {
  // Loaded here, for most commands start no program and should not wait for it.
  const { execFile } = await import("node:child_process");
  return new Promise((done) => {
    execFile(command, args, { maxBuffer, encoding: "utf8" }, (error, out, err) => {
      if (error?.code === "ENOENT") return done(undefined);
      done({ code: error === null ? 0 : typeof error.code === "number" ? error.code : 1, out, err });
    });
  });
}

/** The computer this process runs on. */
export const nodeSystem: System = {
  facts,
  variable: (name) => process.env[name] || undefined,
  run,
  losslang: [process.execPath, process.argv[1] ?? ""],
  beside: (path) => resolve(dirname(modules.createRequire(import.meta.url).resolve("losslang/package.json")), path),
};

function facts(): MachineFacts {
  return {
    processor: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memory: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.version,
    load: Math.round(loadavg()[0]! * 100) / 100,
  };
}
