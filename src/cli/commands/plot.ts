import type { Command } from "commander";
import { programOf } from "../check-spec.js";
import { type CompileFlags, compileSettings, withCompileFlags, withText } from "../flags.js";
import type { Invocation } from "../host.js";
import { inlineName, oneSpec } from "../spec.js";

interface Flags extends CompileFlags {
  readonly expression?: string;
  readonly out: string;
}

const examples = `
Examples:
  losslang plot vessels.loss -o timeline.svg
  losslang plot -e "dice then@epoch20..40 dice + 0.3*cldice" -o timeline.svg
  losslang plot vessels.loss --epochs 200 -o timeline.svg
  losslang plot vessels.loss -o -                            write the SVG to standard output

The time axis ends a little after the last phase begins, or at --epochs.`;

export function addPlot(program: Command, session: Invocation): void {
  const command = program
    .command("plot [file]")
    .description("draw the weight of every term over training, as SVG")
    .requiredOption("-o, --out <file>", "file to write; `-` for standard output");
  withCompileFlags(withText(command))
    .addHelpText("after", examples)
    .action((file: string | undefined, flags: Flags) => plot(file, flags, session));
}

async function plot(file: string | undefined, flags: Flags, session: Invocation): Promise<void> {
  const { host } = session;
  const spec = await oneSpec(file, flags.expression, host);
  const program = await programOf(spec, compileSettings(flags), session);
  if (!program) return;
  const [{ timelineOf }, { timelineSvg }] = await Promise.all([
    import("../../docs/timeline/timeline.js"),
    import("../../docs/timeline/svg.js"),
  ]);
  const { source } = spec;
  const title = source.file === inlineName ? source.text : source.file;
  const svg = timelineSvg(timelineOf(program, title));
  if (program.phases.some(({ from }) => "trigger" in from))
    host.err.write(
      "Not drawn: phases that begin when a metric triggers them, because when that happens is known only in training.\n",
    );
  if (flags.out === "-") return host.out.write(svg);
  host.write(flags.out, svg);
  if (host.err.terminal) host.err.write(`Wrote ${flags.out}.\n`);
}
