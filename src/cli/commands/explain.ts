import { type Command, Option } from "commander";
import pico from "picocolors";
import { programOf, runnable } from "../check-spec.js";
import {
  type CompileFlags,
  clockOf,
  compileSettings,
  parseShape,
  withClock,
  withCompileFlags,
  withText,
} from "../flags.js";
import { Failure, type Invocation } from "../host.js";
import { oneSpec } from "../spec.js";

const views = ["meaning", "graph", "passes", "kernels", "dot", "json"] as const;

interface Flags extends CompileFlags {
  readonly expression?: string;
  readonly view: (typeof views)[number];
  readonly epoch?: number;
  readonly step?: number;
  readonly shape?: readonly number[];
}

const examples = `
Examples:
  losslang explain vessels.loss                             its meaning: phases, terms, weights
  losslang explain -e "dice + betti" --view kernels         the work of a training step, by stage
  losslang explain vessels.loss --view graph --epoch 40     the computation graph at epoch 40
  losslang explain -e "ce" --view passes                    which rules of the optimiser applied, and where
  losslang explain -e "dice" --view dot | dot -Tsvg > dice.svg
  losslang explain L310                                     a diagnostic explained, with an example`;

export function addExplain(program: Command, session: Invocation): void {
  const command = program
    .command("explain [file-or-code]")
    .description("show what a specification means and costs, or explain a diagnostic code")
    .addOption(new Option("--view <name>", "what to show").choices(views).default("meaning"))
    .option("--shape <b,h,w,c>", "shape of the prediction, for sizes in bytes", parseShape);
  withCompileFlags(withClock(withText(command)))
    .addHelpText("after", examples)
    .action((what: string | undefined, flags: Flags) => explain(what, flags, session));
}

async function explain(what: string | undefined, flags: Flags, session: Invocation): Promise<void> {
  const { host } = session;
  if (what !== undefined && flags.expression === undefined && /^l\d{3}$/i.test(what) && !host.exists(what))
    return host.out.write(await code(what.toUpperCase(), flags, session));
  const spec = await oneSpec(what, flags.expression, host);
  const settings = compileSettings(flags);
  const program = await (flags.view === "meaning" ? programOf : runnable)(spec, settings, session);
  if (!program) return;
  if (flags.view === "meaning") {
    const { meaning, readableMeaning } = await import("../meaning.js");
    return host.out.write(`${host.out.terminal ? readableMeaning(program, host.out.color) : meaning(program)}\n`);
  }
  const [{ compiled }, { viewsOf }] = await Promise.all([import("../compiled.js"), import("../explanation.js")]);
  const { loss } = await compiled(spec, settings, session);
  const explanation = loss.explain(clockOf(flags), flags.shape);
  const text = viewsOf(host.out)[flags.view](explanation, program);
  host.out.write(`${text.trimEnd()}\n`);
}

async function code(wanted: string, flags: Flags, { host }: Invocation): Promise<string> {
  const { catalog } = await import("../../diagnostics/catalog/index.js");
  const entries = Object.values(catalog);
  const entry = entries.find((e) => e.code === wanted);
  if (!entry)
    throw new Failure(
      `There is no diagnostic with the code \`${wanted}\`.`,
      "codes are printed with each diagnostic, such as L310",
    );
  if (flags.view === "json") {
    const { message: _, ...rest } = entry;
    return `${JSON.stringify(rest, null, 2)}\n`;
  }
  const { wrap } = await import("../../docs/terminal/wrap.js");
  const { bold, dim, red, green } = pico.createColors(host.out.color);
  const block = (title: string, text: string) => `${title}\n${text.replace(/^/gm, "  ")}`;
  const { severity, title, explanation, example } = entry;
  return `${[
    `${bold(`${severity}[${wanted}]`)} ${bold(title)}`,
    wrap(explanation, Math.min(host.out.width, 100)),
    ...(example ? [block(red("Wrong"), example.wrong), block(green("Right"), example.right)] : []),
    dim(`Codes are permanent; \`${wanted}\` will never mean anything else.`),
  ].join("\n\n")}\n`;
}
