import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { fileErrorReason, whyNoSpecification } from "../file-errors.js";
import type { Disk } from "./host.js";
import { fileNameOf, isInside, uriOf } from "./protocol/file-names.js";

/** Folders, and files, that are looked at for specifications; a person who opened the root of a disk should not wait for it. */
const most = { folders: 2000, files: 1000 };
/** Milliseconds for which a list of files is believed: a person who types makes no files meanwhile. */
const believed = 2000;

/** The files of this machine. A file is read again only when it has changed. */
export function nodeDisk(): Disk {
  const known = new Map<string, { readonly stamp: string; readonly text: string }>();
  const listed = new Map<string, { readonly at: number; readonly names: readonly string[] }>();
  return {
    read(name, root) {
      const path = pathOf(name);
      const stamp = stampOf(path, root);
      const before = known.get(name);
      if (before?.stamp === stamp) return before.text;
      const text = decoded(path);
      known.set(name, { stamp, text });
      return text;
    },
    list(folder) {
      const before = listed.get(folder);
      if (before && Date.now() - before.at < believed) return before.names;
      const names = folder.startsWith("/") ? specifications(pathOf(folder)) : [];
      listed.set(folder, { at: Date.now(), names });
      return names;
    },
  };
}

function pathOf(name: string): string {
  if (!name.startsWith("/")) throw new Error("only files of this machine can be read");
  return fileURLToPath(uriOf(name));
}

const nameOfPath = (path: string): string => fileNameOf(pathToFileURL(path).href);

/** What changes when a file does. @throws {Error} for what should not be read. */
function stampOf(path: string, root: string): string {
  try {
    const found = statSync(path);
    const { mtimeMs, size } = found;
    const [real, realRoot] = [path, pathOf(root)].map((p) => nameOfPath(realpathSync(p)));
    if (!isInside(real!, realRoot!)) throw new Error("it leads out of the folder whose files may be used");
    const unfit = whyNoSpecification(found);
    if (unfit !== undefined) throw new Error(unfit);
    return `${mtimeMs} ${size}`;
  } catch (error) {
    throw new Error(fileErrorReason(error));
  }
}

function decoded(path: string): string {
  let content: Uint8Array;
  try {
    content = readFileSync(path);
  } catch (error) {
    throw new Error(fileErrorReason(error));
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    throw new Error("it is not a text file in UTF-8");
  }
}

/** The `.loss` files below a folder, but for what packages and tools keep there. */
function specifications(root: string): string[] {
  const found: string[] = [];
  const folders = [root];
  for (let i = 0; i < folders.length && i < most.folders && found.length < most.files; i++) {
    for (const entry of entriesOf(folders[i]!)) {
      const path = join(folders[i]!, entry.name);
      if (entry.isDirectory() && entry.name !== "node_modules" && !entry.name.startsWith(".")) folders.push(path);
      if (entry.isFile() && entry.name.endsWith(".loss")) found.push(nameOfPath(path));
    }
  }
  return found.sort();
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
