/** The machine on which the figures of a benchmark were measured. */
export interface MachineFacts {
  readonly processor: string;
  readonly cores: number;
  /** In GiB. */
  readonly memory: number;
  readonly system: string;
  readonly node: string;
  /** Load average of the last minute. */
  readonly load: number;
}

/** The result of a program run as a subprocess. */
export interface SubprocessResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The machine, its environment and other programs, for commands that measure. */
export interface System {
  facts(): MachineFacts;
  /** An environment variable that is not empty. */
  variable(name: string): string | undefined;
  /** Runs another program to its end; `undefined` if there is none of that name. */
  run(command: string, args: readonly string[]): Promise<SubprocessResult | undefined>;
  /** The command, with its first arguments, that starts this program again. */
  readonly losslang: readonly string[];
  /** Resolves a path relative to the folder that contains the package. */
  beside(path: string): string;
}
