import type { Command } from "commander";
import { programOf } from "../check-spec.js";
import {
  type CompileFlags,
  compileSettings,
  parseMoment,
  parsePositive,
  parseShape,
  parseWholeNumber,
  withCompileFlags,
  withText,
} from "../flags.js";
import type { Summary } from "../gradcheck/catalogue.js";
import type { Extent, GradientVerdict } from "../gradcheck/gradcheck.js";
import { gradcheckText, readableSummaries } from "../gradcheck/readable.js";
import { Failure, type Host, type Invocation } from "../host.js";
import { oneSpec } from "../spec.js";

interface Flags extends CompileFlags {
  readonly expression?: string;
  readonly shape?: readonly number[];
  readonly tolerance: number;
  readonly points?: number;
  readonly seed: number;
  readonly all?: boolean;
  readonly json?: boolean;
}

const examples = `
Examples:
  losslang gradcheck -e "dice + tversky(alpha=0.3, beta=0.7)"
  losslang gradcheck vessels.loss --json
  losslang gradcheck -e "betti" --shape 1,16,16,1 --points 100
  losslang gradcheck --all

Without a specification, checks every loss of the library with its defaults, and every recipe. Each term is checked by itself in
float64: on random predictions, on empty and full masks, on logits of ±10000, and on predictions that are all equal (there only that
value and gradient are finite). Where the program does not fix the classes, one channel and three classes are tried. The error is the
largest difference from central finite differences, relative to the largest gradient; at a kink any value between the two one-sided
derivatives passes. Exit code 1 if a term fails.`;

export function addGradcheck(program: Command, session: Invocation): void {
  const command = program
    .command("gradcheck [file]")
    .description("compare gradients with finite differences, also on empty, full and saturated inputs");
  withCompileFlags(
    withText(command)
      .option("--shape <b,h,w,c>", "shape of the prediction", parseShape)
      .option("--tolerance <x>", "largest error that passes", parsePositive("1e-4"), 1e-4)
      .option(
        "--points <n>",
        "entries of the prediction to perturb in each check (default: 40; 12 for the whole library)",
        parseWholeNumber,
      )
      .option("--seed <n>", "seed of the random numbers", parseMoment, 1)
      .option("--all", "every loss and recipe of the library")
      .option("--json", "print a JSON array"),
  )
    .addHelpText("after", examples)
    .action((file: string | undefined, flags: Flags) => run(file, flags, session));
}

async function run(file: string | undefined, flags: Flags, session: Invocation): Promise<void> {
  const named = file !== undefined || flags.expression !== undefined;
  if (named && flags.all)
    throw new Failure("Both a specification and `--all` were given.", "give one of them: `--all` is the whole library");
  return named ? runOne(file, flags, session) : runAll(flags, session);
}

const extentOf = ({ tolerance, seed, shape, points }: Flags, usual: number): Extent => ({
  tolerance,
  seed,
  points: points ?? usual,
  ...(shape && { shapes: [shape] }),
});

async function runOne(file: string | undefined, flags: Flags, session: Invocation): Promise<void> {
  const { host } = session;
  const spec = await oneSpec(file, flags.expression, host);
  const program = await programOf(spec, compileSettings(flags), session);
  if (!program) return;
  const [{ gradcheck }, { stdlib }] = await Promise.all([
    import("../gradcheck/gradcheck.js"),
    import("../../../stdlib/index.js"),
  ]);
  const library = new Map(stdlib.map((loss) => [loss.name, loss]));
  const verdicts: GradientVerdict[] = [];
  for (const verdict of gradcheck(program, library, extentOf(flags, 40))) {
    verdicts.push(verdict);
    progress(`${verdict.term} · ${verdict.scenario}`, host);
  }
  progress("", host);
  if (verdicts.some((v) => !v.ok)) session.code = 1;
  host.out.write(flags.json ? json(verdicts) : `${gradcheckText(verdicts, host)}\n`);
  if (verdicts.length && verdicts.every((v) => v.points === 0 && v.ok))
    throw new Failure(
      "No term could be checked on this shape.",
      "give another with --shape batch,height,width,classes",
      1,
    );
}

async function runAll(flags: Flags, session: Invocation): Promise<void> {
  const { host } = session;
  const [{ catalogue, checkAll }, { stdlib }, { recipes }] = await Promise.all([
    import("../gradcheck/catalogue.js"),
    import("../../../stdlib/index.js"),
    import("../../../stdlib/recipes.gen.js"),
  ]);
  const entries = catalogue(stdlib, recipes);
  const summaries: Summary[] = [];
  progress(entries[0]!.name, host);
  for await (const summary of checkAll(entries, stdlib, extentOf(flags, 12), compileSettings(flags), session)) {
    summaries.push(summary);
    progress(entries[summaries.length]?.name ?? "", host);
  }
  if (summaries.some((s) => !s.ok)) session.code = 1;
  host.out.write(flags.json ? json(summaries) : `${readableSummaries(summaries, host)}\n`);
}

const json = (found: readonly object[]) => `${JSON.stringify(found, null, 2)}\n`;

function progress(text: string, { err }: Host): void {
  if (err.terminal) err.write(`\r\u001b[K${text}`);
}
