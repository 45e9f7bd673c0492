import { CommanderError } from "commander";
import pico from "picocolors";
import { type ExitCode, Failure, type Host } from "./host.js";

/** Errors that speak of what a person gave us, by name, so that telling them needs none of the rooms they come from. */
const spoken: Readonly<Record<string, ExitCode>> = {
  BatchError: 2,
  NonFiniteError: 2,
  NoSynchronousRead: 2,
  ReadError: 2,
  DataError: 2,
  DivergenceError: 1,
};

/** Prints what went wrong, in a sentence and with what to do, and gives the exit code. A stack shows only when LOSSLANG_DEBUG asks for it. */
export function tell(error: unknown, host: Host): ExitCode {
  // Commander has printed its own, help and version included.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (!(error instanceof Error)) throw error;
  if (host.debug && error.stack) host.err.write(`${error.stack}\n`);
  const { red, bold } = pico.createColors(host.err.color);
  const say = (message: string, remedy?: string) =>
    host.err.write(`${bold(red("error:"))} ${message}\n${remedy ? `${bold("Hint:")} ${remedy}\n` : ""}`);
  if (error.name === "CompileError") {
    host.err.write(`${error.message}\n`);
    return 1;
  }
  if (error instanceof Failure) {
    say(error.message, error.remedy);
    return error.code;
  }
  const code = spoken[error.name];
  if (code !== undefined) {
    say(error.message);
    return code;
  }
  say(
    `losslang itself is at fault: ${error.message || error.name}.`,
    "please report this, with the command; LOSSLANG_DEBUG=1 shows where it happened",
  );
  return 2;
}
