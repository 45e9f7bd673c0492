import { sizeOf } from "../../testing/arrays.js";
import type { Invocation } from "../host.js";
import { inlineName } from "../spec.js";
import { bandwidth, floorOf } from "./bandwidth.js";
import { comparisonsOf } from "./compare.js";
import { gpuInUse } from "./gpu.js";
import type { Implementation } from "./implementations.js";
import { type Latency, latencies } from "./latency.js";
import { type Measured, measure, type Subject } from "./measure.js";
import type { Peer, PeerTiming } from "./peer.js";
import { type BenchResult, measuredRecord } from "./result.js";
import { type Growth, growthOf, growths } from "./scaling.js";
import type { Patience } from "./timing.js";
import type { Workload } from "./workloads.js";

export const parts = ["steps", "scaling", "latency"] as const;
export type BenchPart = (typeof parts)[number];

/** What to measure, and how. */
export interface Order {
  readonly subjects: readonly (Subject & Pick<Workload, "bars">)[];
  readonly implementations: readonly Implementation[];
  readonly parts: ReadonlySet<BenchPart>;
  readonly patience: Patience;
  /** Absent where nobody asked; a sentence where there is none. */
  readonly peer?: Peer | string;
}

/** A workload of ours as what is timed. */
export function subjectOf({ name, program, shape, fresh, against, bars }: Workload): Order["subjects"][number] {
  const spec = (text: string) => ({ source: { file: inlineName, text } });
  return {
    name,
    spec: spec(program),
    shape,
    settings: {},
    clock: {},
    ...(fresh && { fresh }),
    ...(against !== undefined && { against: spec(against) }),
    ...(bars && { bars }),
  };
}

/** Measures everything that was ordered; `doing` hears what is being measured. */
export async function bench(order: Order, doing: (what: string) => void, session: Invocation): Promise<BenchResult> {
  const { system: machine, version } = session.host;
  const date = new Date().toISOString();
  const facts = machine.facts();
  const { version: tfjs } = await import("@tensorflow/tfjs");
  doing("bandwidth");
  const limit = bandwidth();
  const { measured, peers } = order.parts.has("steps")
    ? await steps(order, doing, session)
    : { measured: [], peers: [] };
  const scaling = order.parts.has("scaling") ? await growth(order, doing, session) : [];
  const latency: Latency[] = [];
  if (order.parts.has("latency")) {
    doing("latency");
    for await (const one of latencies(order.implementations, session)) latency.push(one);
  }
  const gpu = gpuInUse();
  const texts = order.subjects.map(({ name, spec, against, bars }) => ({
    name,
    program: spec.source.text,
    ...(against && { against: against.source.text }),
    ...(bars && { bars }),
  }));
  return {
    date,
    losslang: version,
    tfjs: tfjs["tfjs-core"],
    machine: facts,
    loadAfter: machine.facts().load,
    bandwidth: limit,
    workloads: order.subjects.map(({ name, spec, shape, against }) => ({
      name,
      program: spec.source.text,
      shape,
      ...(against && { against: against.source.text }),
      floor: floorOf(sizeOf(shape)),
    })),
    results: measured.map(measuredRecord),
    peers,
    ...(typeof order.peer === "string" && { noPeers: order.peer }),
    comparisons: comparisonsOf(measured, peers, texts),
    scaling,
    latency,
    ...(gpu !== undefined && { gpu }),
  };
}

/** One implementation after the other, so that none runs in code shaped by another; the peer right after the first, which it is compared with. */
async function steps(
  { implementations, subjects, patience, peer }: Order,
  doing: (what: string) => void,
  session: Invocation,
): Promise<{ measured: Measured[]; peers: PeerTiming[] }> {
  const measured: Measured[] = [];
  const peers: PeerTiming[] = [];
  for (const [i, implementation] of implementations.entries())
    for (const subject of subjects) {
      doing(`${subject.name} · ${implementation.name}`);
      measured.push(await measure(subject, implementation, patience, session));
      if (i > 0 || typeof peer !== "object" || subject.against) continue;
      doing(`${subject.name} · PyTorch`);
      const timing = await peer.time(subject.name);
      if (timing) peers.push(timing);
    }
  return { measured, peers };
}

async function growth(
  { implementations, patience }: Order,
  doing: (what: string) => void,
  session: Invocation,
): Promise<Growth[]> {
  const found: Growth[] = [];
  for (const one of growths) {
    doing(`scaling · ${one.along}`);
    const growing = await growthOf(one, implementations, patience, session);
    if (growing) found.push(growing);
  }
  return found;
}
