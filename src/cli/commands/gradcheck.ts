import { type Command, InvalidArgumentError } from "commander";
import pico from "picocolors";
import { programOf } from "../examine.js";
import type { Verdict } from "../gradcheck/gradcheck.js";
import { Failure, type Host, type Session } from "../host.js";
import { moment, type SettingFlags, settingsOf, shape, wholeNumber, withSettings, withText } from "../settings.js";
import { oneSpec } from "../spec.js";
import { figure, table } from "../table.js";

interface Flags extends SettingFlags {
  readonly expression?: string;
  readonly shape?: readonly number[];
  readonly tolerance: number;
  readonly points: number;
  readonly seed: number;
  readonly json?: boolean;
}

const examples = `
Examples:
  losslang gradcheck -e "dice + tversky(alpha=0.3, beta=0.7)"
  losslang gradcheck vessels.loss --json
  losslang gradcheck -e "betti" --shape 1,16,16,1 --points 100

Every term by itself, in float64: on random predictions, on empty and full masks, on logits of ±10000, and on predictions that are
exactly equal (only whether all is finite). Where the program leaves the classes open, one and three are tried. The error is the
largest difference from central finite differences in parts of the largest slope; at a kink any slope between those of its two
sides is right. Exit code 1 if a term fails.`;

export function addGradcheck(program: Command, session: Session): void {
  const command = program
    .command("gradcheck [file]")
    .description("hold gradients against finite differences, also on empty, full and saturated input");
  withSettings(
    withText(command)
      .option("--shape <b,h,w,c>", "shape of the prediction", shape)
      .option("--tolerance <x>", "the largest error that passes", tolerance, 1e-4)
      .option("--points <n>", "entries of the prediction to move in each check", wholeNumber, 40)
      .option("--seed <n>", "another draw of random numbers", moment, 1)
      .option("--json", "print a JSON array"),
  )
    .addHelpText("after", examples)
    .action((file: string | undefined, flags: Flags) => run(file, flags, session));
}

function tolerance(text: string): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value)) throw new InvalidArgumentError("It must be a positive number: 1e-4.");
  return value;
}

async function run(file: string | undefined, flags: Flags, session: Session): Promise<void> {
  const { host } = session;
  const spec = await oneSpec(file, flags.expression, host);
  const program = await programOf(spec, settingsOf(flags), session);
  if (!program) return;
  const [{ gradcheck }, { stdlib }] = await Promise.all([
    import("../gradcheck/gradcheck.js"),
    import("../../../stdlib/index.js"),
  ]);
  const library = new Map(stdlib.map((loss) => [loss.name, loss]));
  const verdicts: Verdict[] = [];
  const { tolerance, points, seed } = flags;
  for (const verdict of gradcheck(program, library, {
    tolerance,
    points,
    seed,
    ...(flags.shape && { shapes: [flags.shape] }),
  })) {
    verdicts.push(verdict);
    progress(`${verdict.term} · ${verdict.scenario}`, host);
  }
  progress("", host);
  if (verdicts.some((v) => !v.ok)) session.code = 1;
  host.out.write(flags.json ? `${JSON.stringify(verdicts, null, 2)}\n` : `${readable(verdicts, host)}\n`);
  if (verdicts.length && verdicts.every((v) => v.points === 0 && v.ok))
    throw new Failure(
      "No term could be checked on this shape.",
      "give another with --shape batch,height,width,classes",
      1,
    );
}

function progress(text: string, { err }: Host): void {
  if (err.terminal) err.write(`\r\u001b[K${text}`);
}

const heads = [
  { title: "term" },
  { title: "classes", right: true },
  { title: "batch" },
  { title: "value", right: true },
  { title: "error", right: true },
  { title: "points", right: true },
  { title: "" },
];

function readable(verdicts: readonly Verdict[], { out }: Host): string {
  const { dim, green, red, bold } = pico.createColors(out.color);
  const rows = verdicts.map((v) => [
    v.term,
    String(v.shape.at(-1)),
    v.scenario,
    v.points ? figure(v.value) : "",
    v.points ? v.error.toExponential(1) : "",
    v.points ? String(v.points) : "",
    outcome(v),
  ]);
  const paint = (cell: string, row: number, column: number) => {
    if (row < 0) return dim(cell);
    if (column < heads.length - 1) return cell;
    const verdict = verdicts[row]!;
    return verdict.ok ? (verdict.points ? green(cell) : dim(cell)) : red(cell);
  };
  const failed = verdicts.filter((v) => !v.ok).length;
  const end = failed
    ? red(`${failed} of ${verdicts.length} checks failed.`)
    : green(`All ${verdicts.filter((v) => v.points).length} checks passed.`);
  return `${table(heads, rows, paint)}\n\n  ${bold(end)}`;
}

function outcome({ ok, note, kinks }: Verdict): string {
  if (note) return ok ? note : `FAILED: ${note}`;
  const at = kinks ? `, ${kinks} at kinks` : "";
  return ok ? `ok${at}` : `FAILED${at}`;
}
