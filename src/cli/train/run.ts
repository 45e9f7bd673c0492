import type * as tf from "@tensorflow/tfjs";
import type { Loss } from "../../embed/loss.js";
import type { Program } from "../../program/program.js";
import { type Training, type TrainOptions, train } from "../../train/loop.js";
import { channelsFor, type Network } from "../../train/network.js";
import type { Channels } from "../../train/scores.js";
import { unet, unetStride } from "../../train/unet.js";
import { programOf } from "../check-spec.js";
import type { TrainFlags } from "../commands/train.js";
import { compiled } from "../compiled.js";
import { compileSettings } from "../flags.js";
import type { Host, Invocation } from "../host.js";
import { inlineName, oneSpec, type Spec } from "../spec.js";
import { type Console, consoleOf } from "./console.js";
import { type Data, dataOf, stepsPerEpochOf } from "./data.js";
import { sharesText } from "./data-table.js";
import { activateBackend, type TrainingBackend } from "./tensors.js";

/** Everything that a training run needs. */
interface Setup {
  readonly spec: Spec;
  readonly flags: TrainFlags;
  readonly data: Data;
  readonly loss: Loss;
  readonly network: Network;
  readonly channels: Channels;
  readonly backend: TrainingBackend;
  readonly tensors: typeof tf;
}

/** `losslang train`. @throws {Failure | DataError | DivergenceError | BatchError} */
export async function runTraining(file: string | undefined, flags: TrainFlags, session: Invocation): Promise<void> {
  const { host } = session;
  const spec = await oneSpec(file, flags.expression, host);
  const settings = { ...compileSettings(flags), epochs: flags.epochs, stepsPerEpoch: stepsPerEpochOf(flags) };
  const program = await programOf(spec, settings, session);
  if (!program) return;
  const stride = unetStride(flags.features);
  const data = await dataOf(flags, stride, program.task, host);
  const channels = channelsFor(program, data.classes);
  let backend: TrainingBackend = "cpu";
  const { loss, tensors } = await compiled(spec, settings, session, async (of) => {
    backend = await activateBackend(of, flags.backend, host);
  });
  const model = unet({
    channels: data.channels,
    classes: channels.classes,
    features: flags.features,
    seed: flags.seed,
  });
  const setup = { spec, flags, data, loss, network: { model, stride }, channels, backend, tensors };
  const view = consoleOf(program, { epochs: flags.epochs, steps: data.batches.stepsPerEpoch }, host);
  view.introduce(introduction(setup), data);
  const training = await trained(setup, view, host);
  if (training.stopped) host.err.write("Stopped.\n");
  view.end(training);
  if (flags.out === undefined) return;
  host.write(flags.out, await reportOf(setup, program, training, host));
  host.out.write(`\nReport: ${flags.out}\n`);
}

async function trained(setup: Setup, view: Console, host: Host): Promise<Training> {
  const { network, loss, channels, data, flags } = setup;
  const stop = new AbortController();
  const release = host.onInterrupt(() => stop.abort());
  const options: TrainOptions = {
    network,
    loss,
    channels,
    batches: data.batches,
    heldOut: data.heldOut,
    ...(data.spacing && { spacing: data.spacing }),
    epochs: flags.epochs,
    learningRate: flags.learningRate,
    signal: stop.signal,
    onStart: view.start,
    onStep: view.step,
    onEpoch: view.epoch,
  };
  try {
    return await train(options);
  } finally {
    release();
    view.clear();
  }
}

const introduction = ({ spec, data, network, flags, backend }: Setup) =>
  [
    ["Program", titleOf(spec)],
    ...data.facts,
    ["Data", data.description],
    [
      "Network",
      `U-Net of ${flags.features.join(", ")} features, ${network.model.countParams()} weights, on ${backend}`,
    ],
    [
      "Training",
      `${flags.epochs} epochs of ${data.batches.stepsPerEpoch} steps of ${data.batches.size} images, Adam at ${flags.learningRate}, seed ${flags.seed}`,
    ],
  ] as const;

const titleOf = ({ source }: Spec) => (source.file === inlineName ? source.text : source.file);

async function reportOf(setup: Setup, program: Program, training: Training, host: Host): Promise<string> {
  const { spec, data, loss, tensors, flags } = setup;
  const [{ reportHtml: page }, { examplesOf }, { timelineOf }, { timelineSvg }] = await Promise.all([
    import("./report/page.js"),
    import("../../train/examples.js"),
    import("../../docs/timeline/timeline.js"),
    import("../../docs/timeline/svg.js"),
  ]);
  const steps = data.batches.stepsPerEpoch;
  const clock = { epoch: Math.max(0, training.epochs.length - 1), step: training.values.length };
  const last = training.epochs.at(-1)?.heldOut ?? training.before;
  const examples = await examplesOf(data.heldOut, last, {
    ...setup,
    clock,
    ...(data.spacing && { spacing: data.spacing }),
  });
  const original = new Map(data.heldOut.map((item, i) => [item, data.originals[i]!]));
  const title = titleOf(spec);
  return page({
    title,
    text: spec.source.text,
    program: loss.program,
    training,
    examples: examples.map((example) => ({ ...example, case: original.get(example.case)! })),
    timeline: timelineSvg(timelineOf(program, title)),
    stepsPerEpoch: steps,
    settings: [
      ...introduction(setup).slice(1),
      ...(data.classRows.length ? [["Classes", sharesText(data.classRows)] as const] : []),
      ...data.warnings.map((warning) => ["Warning", warning] as const),
      [
        "Parameters",
        Object.entries(program.params)
          .map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
          .join(", ") || "none",
      ],
      ["Time per step", timing(training)],
      ["Versions", `losslang ${host.version}, TensorFlow.js ${tensors.version["tfjs-core"]}, backend ${setup.backend}`],
      ["Seed", `${flags.seed}: the same command gives the same results`],
    ],
    ...(training.stopped && {
      notice: `Stopped in epoch ${training.epochs.length} of ${flags.epochs}. The report covers the training up to there.`,
    }),
  });
}

function timing({ epochs, values }: Training): string {
  const total = epochs.reduce((sum, e) => sum + e.milliseconds.training, 0);
  const evaluation = epochs.reduce((sum, e) => sum + e.milliseconds.evaluation, 0) / Math.max(1, epochs.length);
  return `${(total / Math.max(1, values.length)).toFixed(0)} ms on average; ${evaluation.toFixed(0)} ms to evaluate after an epoch`;
}
