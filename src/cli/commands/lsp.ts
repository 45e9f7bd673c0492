import type { Command } from "commander";
import { Failure, type Invocation } from "../host.js";

const about = `
Editors start this command by themselves; examples/editors.md says how to tell them. It speaks the Language Server Protocol 3.17 over standard
input and output, and ends when the editor does.`;

export function addLsp(program: Command, session: Invocation): void {
  program
    .command("lsp")
    .description("the language server, for editors")
    .option("--stdio", "speak over standard input and output")
    .addHelpText("after", about)
    .action((flags: { stdio?: boolean }) => lsp(flags, session));
}

async function lsp({ stdio }: { stdio?: boolean }, { host }: Invocation): Promise<void> {
  if (!stdio)
    throw new Failure("It is not said how to speak to the editor.", "start the server with `losslang lsp --stdio`");
  await host.serveEditor();
}
