import { compiled } from "../compiled.js";
import type { Invocation } from "../host.js";
import { Failure } from "../host.js";
import { inlineName } from "../spec.js";
import { absence, activate, type Implementation } from "./implementations.js";
import { stepper } from "./step.js";
import { median, rounded } from "./timing.js";

/** A latency of the tools: compiling, checking, completing … */
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

/** All of them; loading with the first implementation that is present. */
export async function* latencies(
  implementations: readonly Implementation[],
  session: Invocation,
): AsyncGenerator<Latency> {
  yield await compiling(session);
  const loading = await loadingAPhase(implementations, session);
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

async function loadingAPhase(
  implementations: readonly Implementation[],
  session: Invocation,
): Promise<Latency | undefined> {
  for (const implementation of implementations) {
    const times: number[] = [];
    for (let i = 0; i < runs; i++) {
      const time = await loadingOnce(implementation, session);
      if (time === undefined) break;
      times.push(time);
    }
    if (times.length)
      return latency(
        "load-phase",
        `the first step of a second phase of five terms on 1×16×16×2, ${implementation.name}`,
        times,
        50,
      );
  }
  return undefined;
}

async function loadingOnce(implementation: Implementation, session: Invocation): Promise<number | undefined> {
  let missing: string | undefined;
  const program = await compiled(spec(phases), { backend: implementation.backend }, session, async (of) => {
    missing = await activate(implementation, of);
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
  const [command, ...before] = host.system.losslang;
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const begun = performance.now();
    const ran = await host.system.run(command!, [
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

/** Something an editor asks when a key is pressed. */
interface Question {
  readonly name: Latency["name"];
  readonly what: string;
  /** @param key counts the keys, so that no text is asked about twice. */
  readonly ask: (key: number) => void;
  readonly bar: number;
}

/** A file longer than anyone writes: three hundred terms, each with a weight, arguments and a comment. */
function longText(): string {
  const lines = Array.from({ length: 300 }, (_, i) => {
    const chosen = i % 3 ? "" : "[vessel]";
    return `${i ? "    + " : "    "}${((i + 1) / 100).toFixed(2)}*tversky${chosen}(alpha=${(i + 1) / 400}, beta=0.7) // term ${i}`;
  });
  return `task {\n  classes: background, vessel\n}\n\nminimize\n${lines.join("\n")}\n`;
}

async function questions(): Promise<Question[]> {
  const [{ stdlib }, { recipes }, { analyse, complete, hover }] = await Promise.all([
    import("../../../stdlib/index.js"),
    import("../../../stdlib/recipes.gen.js"),
    import("../../ide/index.js"),
  ]);
  const text = longText();
  const options = { library: stdlib, recipes, epochs: 100 };
  const typed = (key: number) => analyse({ file: "long.loss", text: `${text}// ${key}` }, options);
  const before = typed(-1);
  const middle = text.indexOf("tversky", text.length >> 1) + 3;
  const long = "a text of 300 terms";
  return [
    { name: "edit-300", what: `read and check ${long} again, as at every key`, ask: typed, bar: 5 },
    { name: "hover-300", what: `hover over a loss in ${long}`, ask: () => hover(before, middle), bar: 50 },
    { name: "complete-300", what: `complete a name in ${long}`, ask: () => complete(before, middle), bar: 50 },
  ];
}

/** What an editor asks of a long file after each key, once its engine is warm. */
async function editing(): Promise<Latency[]> {
  return (await questions()).map(({ name, what, ask, bar }) => {
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
