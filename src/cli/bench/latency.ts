import { compiled } from "../compiled.js";
import type { Invocation } from "../host.js";
import { Failure } from "../host.js";
import { inlineName } from "../spec.js";
import { absence, activate, type Contender } from "./contenders.js";
import { stepper } from "./step.js";
import { median, rounded } from "./timing.js";

/** Something a person waits for. */
export interface Latency {
  readonly name: "compile-300" | "load-phase" | "check-cold" | "edit-300" | "hover-300" | "complete-300";
  readonly what: string;
  /** The first time in this process, before the engine has compiled anything. */
  readonly ms_first: number;
  readonly ms_median: number;
  readonly ms_min: number;
  readonly runs: number;
  /** The most milliseconds that will do. */
  readonly bar: number;
  readonly met: boolean;
}

const runs = 20;

/** All of them; loading with the first contender that is present. */
export async function* latencies(contenders: readonly Contender[], session: Invocation): AsyncGenerator<Latency> {
  yield await compiling(session);
  const loading = await loadingAPhase(contenders, session);
  if (loading) yield loading;
  yield await checking(session);
  yield* await editing();
}

const spec = (text: string) => ({ source: { file: inlineName, text } });

/** Distinct terms: each with parameters of its own. */
const manyTerms = Array.from({ length: 300 }, (_, i) => `0.01*tversky(alpha=${(i + 1) / 1000}, beta=0.5)`).join(" + ");

async function compiling(session: Invocation): Promise<Latency> {
  // Without TensorFlow.js in the figure: it is loaded before.
  await compiled(spec("dice"), {}, session);
  const times: number[] = [];
  const { compile } = await import("../../index.js");
  for (let i = 0; i < runs; i++) times.push(elapsed(() => compile(manyTerms).dispose()));
  return latency("compile-300", "compile a program of 300 terms", times, 30);
}

/** A phase that shares terms with the one before, on a batch so small that computing it hardly counts. */
const phases = "dice + ce then@epoch1 dice + ce + focal + tversky(alpha=0.3, beta=0.7) + cldice(iterations=3)";

async function loadingAPhase(contenders: readonly Contender[], session: Invocation): Promise<Latency | undefined> {
  for (const contender of contenders) {
    const times: number[] = [];
    for (let i = 0; i < runs; i++) {
      const time = await loadingOnce(contender, session);
      if (time === undefined) break;
      times.push(time);
    }
    if (times.length)
      return latency(
        "load-phase",
        `the first step of a second phase of five terms on 1×16×16×2, ${contender.name}`,
        times,
        50,
      );
  }
  return undefined;
}

async function loadingOnce(contender: Contender, session: Invocation): Promise<number | undefined> {
  let missing: string | undefined;
  const program = await compiled(spec(phases), { backend: contender.backend }, session, async (of) => {
    missing = await activate(contender, of);
  }).catch((error: unknown) => {
    if (absence(error) === undefined) throw error;
  });
  if (!program || missing !== undefined) return undefined;
  const { loss, tensors } = program;
  const clock = { epoch: 0 };
  const { step, dispose } = stepper(loss, [1, 16, 16, 2], { clock }, tensors);
  await step();
  clock.epoch = 1;
  const time = (await step()).resident;
  dispose();
  return time;
}

async function checking({ host }: Invocation): Promise<Latency> {
  const [command, ...before] = host.machine.losslang;
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const begun = performance.now();
    const ran = await host.machine.run(command!, [
      ...before,
      "check",
      "-e",
      "0.5*dice + 0.5*bce then@epoch5 dice + hd_dt",
    ]);
    if (ran?.code !== 0) throw new Failure("`losslang check` cannot be started from here.", undefined, 1);
    times.push(performance.now() - begun);
  }
  return latency("check-cold", "`losslang check` of a line, as a process of its own", times, 400);
}

/** What an editor asks of a long file after each key, once its engine is warm. */
async function editing(): Promise<Latency[]> {
  const { questions } = await import("./editor.js");
  return questions().map(({ name, what, ask, bar }) => {
    const times = Array.from({ length: 6 * runs }, (_, key) => elapsed(() => ask(key)));
    return latency(name, what, [times[0]!, ...times.slice(1 - runs)], bar);
  });
}

function elapsed(work: () => void): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}

function latency(name: Latency["name"], what: string, times: readonly number[], bar: number): Latency {
  const middle = median(times);
  return {
    name,
    what,
    ms_first: rounded(times[0]!),
    ms_median: rounded(middle),
    ms_min: rounded(Math.min(...times)),
    runs: times.length,
    bar,
    met: middle <= bar,
  };
}
