import type { Command } from "commander";
import { Failure, type Invocation } from "../host.js";
import { starter } from "../starter.js";

const examples = `
Examples:
  losslang init                 writes segmentation.loss
  losslang init vessels.loss
  losslang init vessels.loss && losslang check vessels.loss`;

export function addInit(program: Command, session: Invocation): void {
  program
    .command("init [file]")
    .description("write a commented starter file")
    .option("--force", "overwrite the file if there is one")
    .addHelpText("after", examples)
    .action((file: string | undefined, flags: { force?: boolean }) =>
      init(file ?? "segmentation.loss", flags.force ?? false, session),
    );
}

function init(file: string, force: boolean, { host }: Invocation): void {
  if (!force && host.exists(file))
    throw new Failure(`\`${file}\` exists already.`, "name another file, or add --force to overwrite it");
  host.write(file, starter);
  host.err.write(`Wrote ${file}. Next: losslang check ${file}, then losslang plot ${file} -o timeline.svg\n`);
}
