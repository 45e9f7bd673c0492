import type { Program } from "../../program/program.js";
import { runnable } from "../check-spec.js";
import type { BenchFlags } from "../commands/bench.js";
import { clockOf, compileSettings } from "../flags.js";
import { Failure, type Invocation } from "../host.js";
import { inlineName, oneSpec } from "../spec.js";
import { bench, type Order, parts, subjectOf } from "./bench.js";
import { implementations, onGpu } from "./implementations.js";
import { peerOf } from "./peer.js";
import { benchText, markdown } from "./report.js";
import { workloads } from "./workloads.js";

/** `losslang bench`. @throws {Failure} */
export async function runBench(file: string | undefined, flags: BenchFlags, session: Invocation): Promise<void> {
  const { host } = session;
  const own = file !== undefined || flags.expression !== undefined;
  refuseStray(flags, own);
  const subjects = own ? await ownSubject(file, flags, session) : ourSubjects(flags);
  if (!subjects) return;
  const order: Order = {
    subjects,
    implementations: flags.with
      ? [...implementations, ...onGpu].filter(({ name }) => flags.with!.includes(name))
      : implementations,
    parts: new Set(own ? ["steps"] : (flags.part ?? parts)),
    patience: { runs: flags.runs, seconds: flags.seconds },
    ...(flags.peers && { peer: await peerOf(flags, host) }),
  };
  const doing = (what: string) => {
    if (host.err.terminal) host.err.write(`\r\u001b[2K${what}`);
  };
  const result = await bench(order, doing, session).finally(() => doing(""));
  const json = JSON.stringify(result);
  if (flags.append !== undefined) host.append(flags.append, `${json}\n`);
  if (flags.markdown !== undefined) host.write(flags.markdown, markdown(result));
  host.out.write(`${flags.json ? json : benchText(result, host.out.color)}\n`);
  if (result.results.some(({ failed }) => failed !== undefined)) session.code = 1;
}

/** Flags that would do nothing are a misunderstanding. */
function refuseStray(flags: BenchFlags, own: boolean): void {
  const stray = own
    ? (["workload", "part", "peers"] as const).find((name) => flags[name] !== undefined)
    : (["shape", "epoch", "step", "task", "set"] as const).find((name) => flags[name] !== undefined);
  if (stray === undefined) return;
  throw own
    ? new Failure(`\`--${stray}\` is for losslang's own workloads, but a program was given.`, "leave one of them out")
    : new Failure(`\`--${stray}\` is for a program, and none was given.`, 'name a .loss file, or write -e "dice + ce"');
}

function ourSubjects({ workload: wanted }: BenchFlags): Order["subjects"] {
  const names = workloads.map(({ name }) => name);
  const unknown = wanted?.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Failure(`There is no workload \`${unknown}\`.`, `there are ${names.join(", ")}`);
  return workloads.filter(({ name }) => !wanted || wanted.includes(name)).map(subjectOf);
}

/** The program that was given, on a batch it can work on. Nothing after its mistakes have been printed. */
async function ownSubject(
  file: string | undefined,
  flags: BenchFlags,
  session: Invocation,
): Promise<Order["subjects"] | undefined> {
  const spec = await oneSpec(file, flags.expression, session.host);
  const settings = compileSettings(flags);
  const program = await runnable(spec, settings, session);
  if (!program) return undefined;
  const { stdlib } = await import("../../../stdlib/index.js");
  const flat = (name: string) => stdlib.find((loss) => loss.name === name)?.dimensions?.includes(2) !== false;
  const rank = program.task.space ?? (program.terms.every(({ loss }) => flat(loss)) ? 2 : 3);
  const name = spec.source.file === inlineName ? spec.source.text : spec.source.file;
  return [{ name, spec, shape: flags.shape ?? usualShape(program, rank), settings, clock: clockOf(flags) }];
}

function usualShape({ task, terms }: Program, rank: 2 | 3): readonly number[] {
  const least = Math.max(1, ...terms.flatMap(({ classes }) => (classes?.indices ?? []).map((index) => index + 1)));
  const classes = task.classes?.length ?? least;
  return rank === 2 ? [4, 256, 256, classes] : [1, 64, 64, 64, classes];
}
