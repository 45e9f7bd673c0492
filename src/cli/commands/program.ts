import { Command } from "commander";
import pico from "picocolors";
import { tell } from "../failures.js";
import type { ExitCode, Host, Invocation } from "../host.js";
import { addBench } from "./bench.js";
import { addCheck } from "./check.js";
import { addDocs } from "./docs.js";
import { addEval } from "./eval.js";
import { addExplain } from "./explain.js";
import { addFmt } from "./fmt.js";
import { addGradcheck } from "./gradcheck.js";
import { addInit } from "./init.js";
import { addLsp } from "./lsp.js";
import { addPlot } from "./plot.js";
import { addTrain } from "./train.js";

/** The commands, in the order in which one learns them. Each registers itself, and loads the modules it needs only when it runs. */
const commands = [
  addInit,
  addCheck,
  addDocs,
  addFmt,
  addPlot,
  addExplain,
  addEval,
  addGradcheck,
  addBench,
  addTrain,
  addLsp,
] as const;

/** Runs one command line, given without the program's name. Never throws: errors are printed, and the exit code is returned. */
export async function runCommandLine(args: readonly string[], host: Host): Promise<ExitCode> {
  if (args.length === 0) {
    host.out.write(welcome(host));
    return 0;
  }
  const session: Invocation = { host, code: 0 };
  try {
    await commandLine(session).parseAsync([...args], { from: "user" });
    return session.code;
  } catch (error) {
    return tell(error, host);
  }
}

function commandLine(session: Invocation): Command {
  const { host } = session;
  const program = new Command("losslang")
    .description("A small language for the losses that train image-segmentation models.")
    .version(host.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "show help")
    .helpCommand("help [command]", "show help of a command")
    .exitOverride()
    .configureOutput(outputs(host))
    .configureHelp(helpStyle(host))
    .addHelpText(
      "after",
      "\n`losslang help COMMAND` shows examples. Exit codes: 0 success, 1 an error in the program, 2 wrong usage.",
    );
  for (const add of commands) add(program, session);
  return program;
}

function outputs(host: Host) {
  const colors = pico.createColors(host.err.color);
  return {
    writeOut: (text: string) => host.out.write(text),
    writeErr: (text: string) => host.err.write(text),
    getOutHelpWidth: () => host.out.width,
    getErrHelpWidth: () => host.err.width,
    getOutHasColors: () => host.out.color,
    getErrHasColors: () => host.err.color,
    outputError: (text: string, write: (text: string) => void) =>
      write(
        text
          .replace(/^error:/, colors.bold(colors.red("error:")))
          .replace(/\n\(Did you mean (.*)\?\)/, "\nDid you mean `$1`?"),
      ),
  };
}

function helpStyle(host: Host) {
  const colors = pico.createColors(host.out.color);
  return {
    styleTitle: (text: string) => colors.bold(text),
    styleCommandText: (text: string) => colors.cyan(text),
    styleSubcommandText: (text: string) => colors.cyan(text),
    styleOptionText: (text: string) => colors.cyan(text),
  };
}

function welcome(host: Host): string {
  const { bold, cyan, dim } = pico.createColors(host.out.color);
  const line = (command: string, comment: string) => `  ${cyan(command.padEnd(66))}${dim(comment)}`;
  return [
    `${bold("losslang")} — a small language for the losses that train image-segmentation models`,
    "",
    line('losslang check -e "0.5*dice + hd_dt(alpha=2) then@epoch40 betti"', "check a program"),
    line("losslang docs dice", "read about a loss"),
    line("losslang init my.loss", "write a commented starter file"),
    "",
    "`losslang --help` lists every command.",
    "",
  ].join("\n");
}
