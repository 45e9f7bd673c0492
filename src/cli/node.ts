import { appendFileSync, existsSync, readdirSync, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs";
import * as modules from "node:module";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import process from "node:process";
import type { WriteStream } from "node:tty";
import { fileURLToPath } from "node:url";
import { MOST_BYTES } from "../data/shared/bounds.js";
import { fileErrorReason, whyNoSpecification } from "../file-errors.js";
import { Failure, type Host, type TextStream } from "./host.js";
import { nodeSystem } from "./node-system.js";

/** This process and its disk. */
export function nodeHost(): Host {
  return {
    out: output(process.stdout),
    err: output(process.stderr),
    version: ownVersion(),
    debug: isSet("LOSSLANG_DEBUG"),
    exists: existsSync,
    readText: (path) => decoded(bytes(path), path),
    readBytes: dataBytes,
    listFolder,
    write: (path, content) => put(writeFileSync, path, content),
    append: (path, content) => put(appendFileSync, path, content),
    onInterrupt,
    readInput,
    readUsed,
    serveEditor,
    system: nodeSystem,
  };
}

const ownVersion = () =>
  (modules.createRequire(import.meta.url)("losslang/package.json") as { version: string }).version;

async function serveEditor(): Promise<never> {
  const { serveProcess } = await import("../lsp/node.js");
  serveProcess({ version: ownVersion(), recipes: fileURLToPath(new URL("../../../stdlib/recipes", import.meta.url)) });
  // The connection ends the process.
  return new Promise(() => {});
}

/** Runs a command and ends the process with its exit code once everything printed has left it. */
export async function runInProcess(command: (args: readonly string[], host: Host) => Promise<number>): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", leaveQuietly);
  const code = await command(process.argv.slice(2), nodeHost());
  process.exitCode = code;
  // Worker threads of a tensor backend would keep the process alive.
  process.stdout.write("", () => process.stderr.write("", () => process.exit(code)));
}

/** Newer versions of Node keep what they have compiled. */
export function startQuickly(): void {
  (modules as { enableCompileCache?: () => unknown }).enableCompileCache?.();
}

/** The reader of our output has gone (`losslang docs | head`): that is no mistake. */
function leaveQuietly(error: NodeJS.ErrnoException): void {
  process.exit(error.code === "EPIPE" ? 0 : 2);
}

const isSet = (name: string) => (process.env[name] ?? "") !== "" && process.env[name] !== "0";

function output(stream: WriteStream): TextStream {
  const terminal = stream.isTTY === true;
  const wanted = isSet("FORCE_COLOR") || (terminal && process.env.TERM !== "dumb");
  return {
    write: (text) => {
      stream.write(text);
    },
    terminal,
    color: wanted && !isSet("NO_COLOR"),
    width: stream.columns || 80,
  };
}

function bytes(path: string): Uint8Array {
  try {
    const { buffer, byteOffset, byteLength } = readFileSync(path);
    // Without Buffer's own `slice`, which shares memory where an array's copies.
    return new Uint8Array(buffer, byteOffset, byteLength);
  } catch (error) {
    throw cannot("read", path, error);
  }
}

function dataBytes(path: string): Uint8Array {
  let size: number;
  try {
    const stats = statSync(path);
    // A folder is refused by reading it, with the reason of the system.
    if (!stats.isFile() && !stats.isDirectory())
      throw new Failure(`I cannot read \`${path}\`: it is not a regular file.`, "copy its content to a file");
    size = stats.size;
  } catch (error) {
    throw error instanceof Failure ? error : cannot("read", path, error);
  }
  if (size > MOST_BYTES)
    throw new Failure(
      `I cannot read \`${path}\`: it has ${size.toLocaleString("en-US")} bytes, and at most ${MOST_BYTES.toLocaleString("en-US")} are read.`,
      "cut it into parts",
    );
  return bytes(path);
}

function listFolder(path: string) {
  try {
    return readdirSync(path)
      .sort()
      .map((name) => ({ name, kind: kindOf(resolve(path, name)) }));
  } catch (error) {
    throw cannot("read", path, error);
  }
}

function kindOf(path: string): "file" | "folder" | "other" {
  // A link that leads nowhere is no file.
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() ? "file" : stats?.isDirectory() ? "folder" : "other";
}

/** Ctrl-C, or the request to end that schedulers of jobs send. Only the first is caught: a second one ends the process as always. */
function onInterrupt(stop: () => void): () => void {
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) process.once(signal, stop);
  return () => {
    for (const signal of signals) process.off(signal, stop);
  };
}

type Put = (path: string, content: string | Uint8Array) => void;

function put(how: Put, path: string, content: string | Uint8Array): void {
  try {
    how(path, content);
  } catch (error) {
    throw cannot("write", path, error);
  }
}

function decoded(content: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    throw new Failure(`\`${path}\` is not a text file in UTF-8.`, "a specification is plain text; save it as UTF-8");
  }
}

async function readInput(): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  return decoded(Buffer.concat(parts), "standard input");
}

/** The folder whose files a specification may use: the working folder when the file lies in it, else the file's own. */
function rootOf(main: string | undefined): string {
  const here = process.cwd();
  if (main === undefined) return here;
  const folder = dirname(resolve(main));
  return isInside(folder, here) ? here : folder;
}

const isInside = (path: string, folder: string) => {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
};

function readUsed(path: string, from: string, main: string | undefined): string {
  const wanted = resolve(dirname(resolve(from)), path);
  const root = rootOf(main);
  const outside = () => new Failure(`it lies outside \`${root}\`, the folder whose files may be used.`);
  if (isAbsolute(path)) throw outside();
  // Checked on the path as written before the disk is touched, and again on where links lead.
  if (!isInside(wanted, root)) throw outside();
  try {
    // All is judged before the file is opened: opening a pipe waits for whoever writes into it.
    if (!isInside(realpathSync(wanted), realpathSync(root))) throw outside();
    const unfit = whyNoSpecification(statSync(wanted));
    if (unfit !== undefined) throw new Failure(`${unfit}.`);
    return decoded(readFileSync(wanted), path);
  } catch (error) {
    throw error instanceof Failure ? error : new Failure(`${fileErrorReason(error)}.`);
  }
}

const cannot = (verb: "read" | "write", path: string, error: unknown): Failure =>
  new Failure(`I cannot ${verb} \`${path}\`: ${fileErrorReason(error)}.`);
