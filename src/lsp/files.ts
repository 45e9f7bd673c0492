import { joinPath } from "../modules/load.js";
import type { Disk } from "./host.js";
import { folderOf, isInside } from "./protocol/file-names.js";

/** What the files beside a text say: as they stand in the editor if they are open, else as they lie on the disk. */
export class WorkspaceFiles {
  readonly #disk: Disk;
  readonly #open: (name: string) => string | undefined;
  /** The folders a person has opened, by name. */
  folders: readonly string[] = [];

  constructor(disk: Disk, open: (name: string) => string | undefined) {
    this.#disk = disk;
    this.#open = open;
  }

  /** The folder whose files a text may use: the opened one it lies in, as the command line has the working folder, else its own. */
  rootOf(name: string): string {
    const around = this.folders.filter((folder) => isInside(name, folder));
    return around.sort((a, b) => b.length - a.length)[0] ?? folderOf(name);
  }

  /** @throws {Error} that says why the file cannot be read. */
  textOf(name: string, root: string): string {
    if (root === "") throw new Error("a text that was never saved has no folder to read from");
    if (!isInside(name, root)) throw new Error(`it lies outside \`${root}\`, the folder whose files may be used`);
    return this.#open(name) ?? this.#disk.read(name, root);
  }

  /** All specifications in the opened folders, and beside the given ones where those lie in none; with these, each once. */
  around(names: readonly string[]): readonly string[] {
    const roots = new Set([...this.folders, ...names.map((name) => this.rootOf(name))]);
    return [...new Set([...names, ...[...roots].flatMap((root) => this.#disk.list(root))])];
  }

  /** What a text could write after `use`: paths from its own folder on. */
  usable(name: string): readonly string[] {
    const from = folderOf(name);
    const others = this.#disk.list(this.rootOf(name)).filter((other) => other !== name);
    return others.map((other) => pathFrom(from, other));
  }
}

/** `./shared/a.loss`, `../a.loss`: the way from a folder to a file. */
function pathFrom(folder: string, name: string): string {
  const [here, there] = [folder.split("/"), name.split("/")];
  let common = 0;
  while (common < here.length && common < there.length - 1 && here[common] === there[common]) common++;
  const up = here.slice(common).map(() => "..");
  return [...(up.length > 0 ? up : ["."]), ...there.slice(common)].join("/");
}

/** A reader of files that remembers what was asked of it, so that an answer can be asked for again. */
export class RecordingReader {
  readonly #said = new Map<string, string | undefined>();
  readonly #textOf: (name: string) => string;

  constructor(textOf: (name: string) => string) {
    this.#textOf = textOf;
  }

  /** For the checker: the text of a file named by a path from another. */
  readonly resolve = (path: string, from: string): string => {
    const name = joinPath(from, path);
    this.#said.set(name, undefined);
    const text = this.#textOf(name);
    this.#said.set(name, text);
    return text;
  };

  reads = (name: string): boolean => this.#said.has(name);

  /** Whether every file still says what it said. */
  holds(): boolean {
    for (const [name, text] of this.#said) if (this.#now(name) !== text) return false;
    return true;
  }

  #now(name: string): string | undefined {
    try {
      return this.#textOf(name);
    } catch {
      return undefined;
    }
  }
}
