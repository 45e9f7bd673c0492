import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, statSync } from "node:fs";
import { join } from "node:path";

export const root = join(import.meta.dirname, "..");
/** The built program is what people run. */
export const main = join(root, "dist/src/cli/main.js");

/** Makes the built program current. It is there after `npm install`; here it is built again when a source is newer. */
export function build(): void {
  if (isCurrent()) return;
  const lock = join(root, "node_modules/.building");
  while (!taken(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  try {
    if (!isCurrent()) spawnSync("npm", ["run", "build"], { cwd: root });
  } finally {
    rmdirSync(lock);
  }
}

/** Whether the last step of the build has been done: the compiler alone leaves the command line in many files. */
const isBundled = () => readFileSync(main, "utf8").includes("../command/");

/** Without --incremental tsc writes every file, so the time of one tells of all. */
function isCurrent(): boolean {
  const newest = ["grammar", "src", "stdlib"]
    .flatMap((room) =>
      readdirSync(join(root, room), { recursive: true, encoding: "utf8" }).map((f) => join(root, room, f)),
    )
    .filter((file) => file.endsWith(".ts"))
    .reduce((latest, file) => Math.max(latest, statSync(file).mtimeMs), 0);
  return existsSync(main) && isBundled() && statSync(main).mtimeMs > newest;
}

/** Several test files run at once, and one of them builds. A builder that was killed is not waited for. */
function taken(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    try {
      if (Date.now() - statSync(lock).mtimeMs > 180_000) rmdirSync(lock);
    } catch {
      // Given back meanwhile.
    }
    return false;
  }
}
