import { type Command, Option } from "commander";
import type { BenchPart } from "../bench/bench.js";
import { type Implementation, implementations, onGpu } from "../bench/implementations.js";
import type { PeerFlags } from "../bench/peer.js";
import {
  type CompileFlags,
  parsePositive,
  parseShape,
  parseWholeNumber,
  withClock,
  withCompileFlags,
  withText,
} from "../flags.js";
import type { Invocation } from "../host.js";

/** What `losslang bench` was told. */
export interface BenchFlags extends CompileFlags, PeerFlags {
  readonly expression?: string;
  readonly shape?: readonly number[];
  readonly epoch?: number;
  readonly step?: number;
  readonly workload?: readonly string[];
  readonly part?: readonly BenchPart[];
  readonly with?: readonly Implementation["name"][];
  readonly runs: number;
  readonly seconds: number;
  readonly peers?: boolean;
  readonly append?: string;
  readonly markdown?: string;
  readonly json?: boolean;
}

const examples = `
Examples:
  losslang bench vessels.loss --shape 4,256,256,1
  losslang bench -e "dice + ce" --shape 2,512,512,4 --with fused tfjs-wasm --json
  losslang bench                                            the built-in workloads: steps, scaling, start-up
  losslang bench --peers --append bench.jsonl               compared with PyTorch, if a Python has it
  losslang bench --part steps --workload region-4 phase
  losslang bench --part steps --with webgpu tfjs-webgpu     on a GPU, where the package webgpu is installed

A step computes the loss and its gradient with respect to the prediction, as tf.variableGrads does in a training loop, and reads both
back. The figure is the median after a warm-up, on logits from a normal distribution and targets of smooth blobs, the same in every run.
Keep the machine idle meanwhile: its load is printed with the figures. Fused kernels are compared with TensorFlow.js' own operations and
with float64 loops.`;

export function addBench(program: Command, session: Invocation): void {
  const command = program.command("bench [file]").description("time a training step on each backend");
  withCompileFlags(
    withClock(
      withText(command)
        .option("--shape <b,h,w,c>", "shape of the prediction (default: 256 pixels a side, 64 in volumes)", parseShape)
        .addOption(
          new Option("--with <names...>", "implementations to time").choices(
            [...implementations, ...onGpu].map(({ name }) => name),
          ),
        )
        .option("--workload <names...>", "without a program: which of the built-in workloads")
        .addOption(
          new Option("--part <names...>", "without a program: what to measure").choices([
            "steps",
            "scaling",
            "latency",
          ]),
        )
        .option("--runs <n>", "steps to take the median of", parseWholeNumber, 30)
        .option("--seconds <x>", "time limit per measurement, after which three steps suffice", parsePositive("10"), 10)
        .option("--peers", "also time PyTorch, in one process per workload")
        .option("--peer-script <file>", "PyTorch script, torch_peer.py (default: LOSSLANG_TORCH_PEER)")
        .option("--python <command>", "a Python that can import torch")
        .option("--threads <n>", "threads that PyTorch may use", parseWholeNumber, 2)
        .option("--append <file>", "add the result to a file, as a line of JSON")
        .option("--markdown <file>", "write the tables to a file, as Markdown")
        .option("--json", "print one JSON object"),
    ),
  )
    .addHelpText("after", examples)
    .action(async (file: string | undefined, flags: BenchFlags) => {
      const { runBench } = await import("../bench/run.js");
      await runBench(file, flags, session);
    });
}
