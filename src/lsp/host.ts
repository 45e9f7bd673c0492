import type { LossDeclaration } from "../loss.js";
import type { Source } from "../text.js";

/** The files beside those that are open. Names are those of `file-names.ts`. */
export interface Disk {
  /**
   * The text of a file. `root` is the folder whose files may be read, also by way of links.
   *
   * @throws {Error} whose message is a sentence for a person, without the file's name.
   */
  read(name: string, root: string): string;
  /** The specifications in a folder and below it, in order; few where there are too many. */
  list(folder: string): readonly string[];
}

/** What the server is given: the language's library, and what it may know of the machine. */
export interface LanguageHost {
  /** Of losslang. */
  readonly version: string;
  readonly library: readonly LossDeclaration[];
  /** Named by where an editor can open them, if it can. */
  readonly recipes: readonly Source[];
  readonly disk: Disk;
  /** The URI of a page that explains a code. */
  readonly explanation?: ((code: string) => string | undefined) | undefined;
  /** Milliseconds of quiet after a change before its reports are sent. */
  readonly quiet?: number;
}
