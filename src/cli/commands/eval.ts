import { type Command, InvalidArgumentError, Option } from "commander";
import pico from "picocolors";
import { backendChoices, generalBackend } from "../../backends/catalog.js";
import type { CompileOptions } from "../../compile.js";
import type { Term } from "../../embed/runtime.js";
import { readBatch } from "../batch.js";
import { runnable } from "../check-spec.js";
import { compiled } from "../compiled.js";
import {
  type CompileFlags,
  clockOf,
  compileSettings,
  namedValue,
  parseSpacing,
  withClock,
  withCompileFlags,
  withText,
} from "../flags.js";
import type { Invocation } from "../host.js";
import { oneSpec } from "../spec.js";
import { alignedTable, figure } from "../table.js";

interface Flags extends CompileFlags {
  readonly expression?: string;
  readonly prediction: readonly string[];
  readonly target: string;
  readonly mask: Readonly<Record<string, string>>;
  readonly field: Readonly<Record<string, string>>;
  readonly spacing?: readonly number[];
  readonly epoch?: number;
  readonly step?: number;
  readonly backend: NonNullable<CompileOptions["backend"]>;
  readonly grad?: string;
  readonly json?: boolean;
}

/** `losslang eval --json`: this object and nothing else. */
export interface EvalResult {
  readonly value: number;
  /** The value with the weights of the end of training, which can be compared across epochs. */
  readonly reference: number;
  readonly terms: readonly Term[];
  /** The current phase of the program, from 0. */
  readonly phase: number;
  readonly backend: string;
  /** Calls of backend operations in a step. */
  readonly kernels: number;
}

const examples = `
Examples:
  losslang eval vessels.loss --prediction logits.npy --target labels.npy
  losslang eval -e "dice + ce" --prediction out.npz:logits --target out.npz:target --json
  losslang eval -e "0.5*dice + hd_dt(alpha=2) then@epoch40 betti" --prediction p.npy --target t.npy --epoch 40
  losslang eval -e "dice" --task '{"prediction": "probabilities"}' --prediction p.png --target mask.png
  losslang eval vessels.loss --prediction p.npy --target t.npy --mask roi=roi.npy --grad gradient.npy
  losslang eval edges.loss --prediction p.npy --target t.npy --field normals=normals.npy

Predictions are [batch, h, w, class] or [batch, d, h, w, class], logits unless the task says otherwise. Targets are one-hot of the same
shape, or labels without the last axis. A picture (PNG, JPEG, TIFF) or volume (NIfTI, TIFF of several pages) is a batch of one: a
prediction has values from 0 to 1 where its file says what white is, and a target has the labels of the task. The spacing of a NIfTI
file counts unless the task or --spacing gives one.`;

export function addEval(program: Command, session: Invocation): void {
  const command = program.command("eval [file]").description("compute a loss on a prediction and a target");
  withText(command)
    .requiredOption("--prediction <file>", ".npy, .npz or a picture; HEAD=FILE for each of several heads", repeated)
    .requiredOption("--target <file>", ".npy, .npz or a picture")
    .option("--mask <name=file>", "a mask that the program names; may be repeated", named("mask", "roi=roi.npy"), {})
    .option(
      "--field <name=file>",
      "a field that the program names; may be repeated",
      named("field", "normals=n.npy"),
      {},
    )
    .option("--spacing <a,b[,c]>", "size of a pixel along each spatial axis", parseSpacing);
  withClock(command)
    .addOption(
      new Option("--backend <name>", "what to compute with").choices([...backendChoices]).default(generalBackend),
    )
    .option("--grad <file>", "write the gradient with respect to the prediction to a .npy file")
    .option("--json", "print one JSON object");
  withCompileFlags(command)
    .addHelpText("after", examples)
    .action((file: string | undefined, flags: Flags) => evaluate(file, flags, session));
}

const repeated = (path: string, before: readonly string[] = []) => [...before, path];

/** Collects `NAME=FILE`. */
const named =
  (what: string, example: string) =>
  (text: string, before: Readonly<Record<string, string>>): Record<string, string> => {
    const { name, value } = namedValue(text, example);
    if (Object.hasOwn(before, name)) throw new InvalidArgumentError(`The ${what} ${name} was given twice.`);
    return { ...before, [name]: value };
  };

async function evaluate(file: string | undefined, flags: Flags, session: Invocation): Promise<void> {
  const { host } = session;
  const settings = compileSettings(flags);
  const spec = await oneSpec(file, flags.expression, host);
  if (!(await runnable(spec, settings, session))) return;
  const { loss, tensors } = await compiled(spec, { ...settings, backend: flags.backend }, session);
  const batch = await readBatch(
    {
      prediction: flags.prediction,
      target: flags.target,
      masks: flags.mask,
      fields: flags.field,
      ...(flags.spacing && { spacing: flags.spacing }),
    },
    loss.program,
    host,
    tensors,
  );
  const clock = clockOf(flags);
  const { value, reference, terms, phase } = await loss.evaluate(batch, clock);
  if (flags.grad !== undefined) {
    const { gradient } = await loss.valueAndGrad(batch, clock);
    const { writeNpy } = await import("../../data/formats/npy.js");
    host.write(flags.grad, writeNpy(gradient.shape, (await gradient.data()) as Float32Array));
  }
  const first = batch.prediction instanceof tensors.Tensor ? batch.prediction : Object.values(batch.prediction)[0]!;
  const { kernels } = loss.explain(clock, first.shape);
  const result: EvalResult = { value, reference, terms, phase, backend: loss.backend, kernels };
  host.out.write(flags.json ? `${JSON.stringify(result)}\n` : `${readable(result, host.out.color)}\n`);
}

function readable({ value, reference, terms, phase, backend, kernels }: EvalResult, color: boolean): string {
  const { bold, dim } = pico.createColors(color);
  const heads = [{ title: "term" }, ...["weight", "value", "weighted"].map((title) => ({ title, right: true }))];
  const rows = terms.map((t) => [t.label, figure(t.weight), figure(t.value), figure(t.weight * t.value)]);
  const text = alignedTable(heads, [...rows, ["total", "", "", figure(value)]], (cell, row) =>
    row < 0 ? dim(cell) : row === rows.length ? bold(cell) : cell,
  );
  const end = `  with the weights of the end of training: ${figure(reference)}`;
  return `${text}\n\n${end}\n${dim(`  phase ${phase} · ${backend} · ${kernels} kernels`)}`;
}
