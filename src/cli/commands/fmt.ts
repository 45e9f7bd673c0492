import type { Command } from "commander";
import { printDiagnostics } from "../check-spec.js";
import { Failure, type Invocation } from "../host.js";
import { allSpecs, type Spec } from "../spec.js";

interface Flags {
  readonly check?: boolean;
}

const examples = `
Examples:
  losslang fmt vessels.loss             rewrite the file
  losslang fmt --check specs/*.loss     list the files that would change (exit code 1 if any)
  cat vessels.loss | losslang fmt -     from standard input to standard output`;

export function addFmt(program: Command, session: Invocation): void {
  program
    .command("fmt <files...>")
    .description("format specifications, keeping comments")
    .option("--check", "change nothing; exit code 1 if a file is not formatted")
    .addHelpText("after", examples)
    .action((files: string[], flags: Flags) => fmt(files, flags, session));
}

async function fmt(files: readonly string[], flags: Flags, session: Invocation): Promise<void> {
  if (files.includes("-") && files.length > 1)
    throw new Failure("Standard input `-` cannot be combined with files.", "run a separate command for it");
  const changed: string[] = [];
  for (const spec of await allSpecs(files, undefined, session.host)) {
    const tidy = await formatted(spec, session);
    if (tidy === undefined) continue;
    if (tidy !== spec.source.text) changed.push(spec.source.file);
    if (!flags.check) put(spec, tidy, session);
  }
  if (flags.check && changed.length) {
    for (const file of changed) session.host.out.write(`${file}\n`);
    const { length } = changed;
    session.host.err.write(
      `${length} ${length === 1 ? "file is" : "files are"} not formatted: run \`losslang fmt\`.\n`,
    );
    session.code = 1;
  }
}

/** The formatted text; nothing where the text has syntax errors, which are printed instead. */
async function formatted(spec: Spec, session: Invocation): Promise<string | undefined> {
  const [{ parse }, { format }] = await Promise.all([
    import("../../syntax/parse.js"),
    import("../../syntax/format.js"),
  ]);
  const errors = parse(spec.source).diagnostics.filter((d) => d.severity === "error");
  if (!errors.length) return format(spec.source.text);
  await printDiagnostics(errors, new Map([[spec.source.file, spec.source]]), session.host.err);
  session.code = 1;
  return undefined;
}

function put(spec: Spec, text: string, { host }: Invocation): void {
  if (spec.path === undefined) host.out.write(text);
  else if (text !== spec.source.text) host.write(spec.path, text);
}
