import type { Command } from "commander";
import pico from "picocolors";
import type { Checked } from "../../check/check.js";
import { checkSpec, printDiagnostics } from "../check-spec.js";
import { type CompileFlags, compileSettings, withCompileFlags, withText } from "../flags.js";
import type { Invocation } from "../host.js";
import { allSpecs } from "../spec.js";

interface Flags extends CompileFlags {
  readonly expression?: string;
  readonly json?: boolean;
}

const examples = `
Examples:
  losslang check vessels.loss
  losslang check -e "0.5*dice + hd_dt(alpha=2) then@epoch40 betti"
  losslang check vessels.loss --set late=epoch60
  losslang check -e "dice[vessel] + ce" --task '{"classes": ["background", "vessel"]}'
  losslang check specs/*.loss --json

Diagnostics go to standard output, the summary to standard error. Exit code 1 if there is an error.`;

export function addCheck(program: Command, session: Invocation): void {
  const command = program.command("check [files...]").description("check specifications and report every error");
  withCompileFlags(withText(command))
    .option("--json", "print the diagnostics as a JSON array")
    .addHelpText("after", examples)
    .action((files: string[], flags: Flags) => check(files, flags, session));
}

async function check(files: readonly string[], flags: Flags, session: Invocation): Promise<void> {
  const { host } = session;
  const settings = compileSettings(flags);
  const specs = await allSpecs(files, flags.expression, host);
  const found: Checked[] = [];
  for (const spec of specs) found.push(await checkSpec(spec, settings, session));
  const all = found.flatMap((f) => f.diagnostics);
  if (all.some((d) => d.severity === "error")) session.code = 1;
  if (flags.json) {
    const { toJson } = await import("../../diagnostics/render.js");
    host.out.write(
      `${JSON.stringify(
        found.flatMap((f) => toJson(f.diagnostics, f.sources)),
        null,
        2,
      )}\n`,
    );
    return;
  }
  for (const { diagnostics, sources } of found) await printDiagnostics(diagnostics, sources, host.out);
  host.err.write(
    `${summary(
      specs.map((s) => s.source.file),
      found,
      host.err.color,
    )}\n`,
  );
}

function summary(files: readonly string[], found: readonly Checked[], color: boolean): string {
  const colors = pico.createColors(color);
  const of = (severity: string) => found.flatMap((f) => f.diagnostics).filter((d) => d.severity === severity).length;
  const [errors, warnings] = [of("error"), of("warning")];
  const where = files.length === 1 ? files[0]! : `${files.length} files`;
  const remarks = warnings ? `, ${count(warnings, "warning")}` : "";
  if (errors) return colors.red(`${where}: ${count(errors, "error")}${remarks}.`);
  const size = found.length === 1 ? shape(found[0]!) : "";
  return colors.green(`${where}: no errors${remarks}${size}.`);
}

const shape = ({ program }: Checked) =>
  program ? ` (${count(program.terms.length, "term")}, ${count(program.phases.length, "phase")})` : "";

const count = (n: number, what: string) => `${n} ${what}${n === 1 ? "" : "s"}`;
