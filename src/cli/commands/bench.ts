import { type Command, InvalidArgumentError, Option } from "commander";
import type { Part } from "../bench/bench.js";
import { type Contender, contenders, onGpu } from "../bench/contenders.js";
import type { PeerFlags } from "../bench/peer.js";
import { type CompileFlags, parseShape, parseWholeNumber, withClock, withCompileFlags, withText } from "../flags.js";
import type { Invocation } from "../host.js";

/** What `losslang bench` was told. */
export interface BenchFlags extends CompileFlags, PeerFlags {
  readonly expression?: string;
  readonly shape?: readonly number[];
  readonly epoch?: number;
  readonly step?: number;
  readonly workload?: readonly string[];
  readonly part?: readonly Part[];
  readonly with?: readonly Contender["name"][];
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
  losslang bench                                            losslang's own workloads, how they grow, and what starting takes
  losslang bench --peers --append bench.jsonl               beside PyTorch, where a Python can import it
  losslang bench --part steps --workload region-4 phase
  losslang bench --part steps --with webgpu tfjs-webgpu     on a GPU, where the package webgpu is installed

A step is value and gradient of the loss by the prediction, as tf.variableGrads computes them in a training loop, both read back:
the median after warming up, on normal logits and targets of smooth blobs, always the same. Nothing else should run meanwhile: the
load of the machine is printed with the figures. TensorFlow.js' own operations and float64 loops are what fused kernels are compared with.`;

export function addBench(program: Command, session: Invocation): void {
  const command = program.command("bench [file]").description("how long a step takes, in every way it can be computed");
  withCompileFlags(
    withClock(
      withText(command)
        .option("--shape <b,h,w,c>", "shape of the prediction (default: 256 pixels a side, 64 in volumes)", parseShape)
        .addOption(
          new Option("--with <names...>", "ways to compute it").choices(
            [...contenders, ...onGpu].map(({ name }) => name),
          ),
        )
        .option("--workload <names...>", "without a program: these of losslang's own workloads")
        .addOption(
          new Option("--part <names...>", "without a program: what to measure").choices([
            "steps",
            "scaling",
            "latency",
          ]),
        )
        .option("--runs <n>", "steps to take the median of", parseWholeNumber, 30)
        .option("--seconds <x>", "after so long three steps are enough", seconds, 10)
        .option("--peers", "also time PyTorch, a process for each workload")
        .option("--peer-script <file>", "the peer's torch_peer.py (default: LOSSLANG_TORCH_PEER)")
        .option("--python <command>", "a Python that can import torch")
        .option("--threads <n>", "threads of the peer", parseWholeNumber, 2)
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

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value)) throw new InvalidArgumentError("It must be a positive number: 10.");
  return value;
}
