import type { Command } from "commander";
import { Failure, type Invocation } from "../host.js";

const about = `
Editors start this command; examples/editors.md shows how to configure them. The server speaks the Language Server Protocol 3.17 over
standard input and output, and exits when the editor does.`;

export function addLsp(program: Command, session: Invocation): void {
  program
    .command("lsp")
    .description("start the language server, for editors")
    .option("--stdio", "communicate over standard input and output")
    .addHelpText("after", about)
    .action((flags: { stdio?: boolean }) => lsp(flags, session));
}

async function lsp({ stdio }: { stdio?: boolean }, { host }: Invocation): Promise<void> {
  if (!stdio)
    throw new Failure(
      "The server needs to know how to communicate with the editor.",
      "start the server with `losslang lsp --stdio`",
    );
  await host.serveEditor();
}
