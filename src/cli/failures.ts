import { CommanderError } from "commander";
import pico from "picocolors";
import { visibleText } from "../diagnostics/cells.js";
import { type ExitCode, Failure, type Host } from "./host.js";

/** Exit codes of the errors that are about the user's input. By name, so that none of the modules that define them need be loaded. */
const inputErrors: Readonly<Record<string, ExitCode>> = {
  BatchError: 2,
  ClockError: 2,
  NonFiniteError: 2,
  NoSynchronousRead: 2,
  ReadError: 2,
  DataError: 2,
  DivergenceError: 1,
};

/** Prints what went wrong and what to do about it, and returns the exit code. The stack trace is printed only if LOSSLANG_DEBUG is set. */
export function tell(error: unknown, host: Host): ExitCode {
  // Commander has already printed its errors, and help and version.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (!(error instanceof Error)) throw error;
  if (host.debug && error.stack) host.err.write(`${error.stack}\n`);
  const { red, bold } = pico.createColors(host.err.color);
  const say = (message: string, remedy?: string) =>
    host.err.write(
      `${bold(red("error:"))} ${visibleText(message)}\n${remedy ? `${bold("Hint:")} ${visibleText(remedy)}\n` : ""}`,
    );
  if (error.name === "CompileError") {
    host.err.write(`${error.message}\n`);
    return 1;
  }
  if (error instanceof Failure) {
    say(error.message, error.remedy);
    return error.code;
  }
  const code = inputErrors[error.name];
  if (code !== undefined) {
    say(error.message);
    return code;
  }
  say(
    `Internal error in losslang: ${error.message || error.name}.`,
    "please report it with the command you ran; LOSSLANG_DEBUG=1 prints the stack trace",
  );
  return 2;
}
