import type { System } from "./system.js";

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
 * Everything the commands need from the operating system. `node.ts` implements it; tests have implementations of their own.
 *
 * @throws {Failure} from every method that touches the disk, with a message for the user.
 */
export interface Host {
  readonly out: TextStream;
  readonly err: TextStream;
  /** Version of the package. */
  readonly version: string;
  /** Whether to print stack traces, for work on losslang itself. */
  readonly debug: boolean;
  exists(path: string): boolean;
  readText(path: string): string;
  /** The content of a regular file of at most 2 GiB: not of a pipe, a device or a folder. */
  readBytes(path: string): Uint8Array;
  /** All that is in a folder, by name. */
  listFolder(path: string): readonly { readonly name: string; readonly kind: "file" | "folder" | "other" }[];
  write(path: string, content: string | Uint8Array): void;
  /** Appends to a file, which is created if it does not exist. */
  append(path: string, content: string): void;
  /** Calls `stop` once on Ctrl-C or SIGTERM, instead of ending the process; the returned function removes the handler. */
  onInterrupt(stop: () => void): () => void;
  /** All of standard input. */
  readInput(): Promise<string>;
  /** The text of a `use`d file: `path` relative to the file `from`. Files outside the folder of `main`, the first file (without one, the working folder), are refused. Failures give the reason alone: the checker names the file. */
  readUsed(path: string, from: string, main: string | undefined): string;
  /** Serves the editor that started this process, until the editor exits. */
  serveEditor(): Promise<never>;
  readonly system: System;
}

/** 0: success. 1: an error in the program, the data or the gradient. 2: wrong usage, or a file that cannot be read or written. */
export type ExitCode = 0 | 1 | 2;

/** Why a command failed, and what to do about it. Printed without a stack trace. */
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

/** One run of the command line: commands print through the host and set the exit code here. */
export interface Invocation {
  readonly host: Host;
  code: ExitCode;
}
