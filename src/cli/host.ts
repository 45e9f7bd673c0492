import type { Machine } from "./machine.js";

/** Where text goes: a terminal or a pipe. */
export interface TextStream {
  write(text: string): void;
  readonly terminal: boolean;
  /** Whether to colour: a terminal, unless NO_COLOR or FORCE_COLOR say otherwise. */
  readonly color: boolean;
  /** Columns of the terminal; 80 in a pipe. */
  readonly width: number;
}

/**
 * Everything the commands know of the machine. `node.ts` is the real one; tests bring their own.
 *
 * @throws {Failure} from every method that touches the disk, in words meant for the person at the terminal.
 */
export interface Host {
  readonly out: TextStream;
  readonly err: TextStream;
  /** Of the package. */
  readonly version: string;
  /** Shows where a failure came from, for whoever works on losslang itself. */
  readonly debug: boolean;
  exists(path: string): boolean;
  readText(path: string): string;
  readBytes(path: string): Uint8Array;
  /** Names of the files in a folder, in order; not of folders in it. */
  listFiles(path: string): readonly string[];
  write(path: string, content: string | Uint8Array): void;
  /** Adds to the end of a file, which is made if there is none. */
  append(path: string, content: string): void;
  /** Calls once when the person at the terminal asks to stop, instead of ending at once; undone by what it returns. */
  onInterrupt(stop: () => void): () => void;
  /** All of standard input. */
  readInput(): Promise<string>;
  /** The text of a `use`d file: `path` as seen from the file `from`. Never outside the folder that `main`, the first file, opens up; without one, the working folder. Failures give the reason alone: the checker says which file. */
  readUsed(path: string, from: string, main: string | undefined): string;
  /** Answers the editor that started this process, which ends with it. */
  serveEditor(): Promise<never>;
  readonly machine: Machine;
}

/** 0: all well. 1: the program, the data or the gradient is wrong. 2: the command was used wrongly, or a file cannot be read or written. */
export type ExitCode = 0 | 1 | 2;

/** What a command could not do, and what to do about it. The only error a person sees; it never shows a stack. */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly code: ExitCode;
  readonly remedy: string | undefined;

  constructor(message: string, remedy?: string, code: ExitCode = 2) {
    super(message);
    this.code = code;
    this.remedy = remedy;
  }
}

/** One run of the command line: commands print through the host and leave their outcome here. */
export interface Invocation {
  readonly host: Host;
  code: ExitCode;
}
