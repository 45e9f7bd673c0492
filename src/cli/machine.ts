/** What the figures of a benchmark hold for. */
export interface MachineFacts {
  readonly processor: string;
  readonly cores: number;
  /** In GiB. */
  readonly memory: number;
  readonly system: string;
  readonly node: string;
  /** Average number of processes that wanted to run in the last minute: what else was going on. */
  readonly load: number;
}

/** Another program, run to its end. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The computer the command line runs on, for commands that measure it. */
export interface Machine {
  facts(): MachineFacts;
  /** An environment variable that is not empty. */
  variable(name: string): string | undefined;
  /** Runs another program; nothing where there is none of that name. */
  run(command: string, args: readonly string[]): Promise<Ran | undefined>;
  /** How to start this program again: a command and its first arguments. */
  readonly losslang: readonly string[];
  /** A path as seen from the folder the package lies in. */
  beside(path: string): string;
}
