import type { Implementation } from "./implementations.js";
import type { Measured } from "./measure.js";
import type { PeerTiming } from "./peer.js";
import { rounded } from "./timing.js";
import { overComposed, type Workload } from "./workloads.js";

/** How long ours takes in parts of something else, and whether that is what it is to reach. */
export interface Comparison {
  readonly workload: string;
  readonly of: Implementation["name"];
  /** `pytorch`, another implementation, or a program. */
  readonly to: string;
  readonly ratio: number;
  /** The largest ratio that will do. */
  readonly bar?: number;
  readonly met?: boolean;
}

type Times = readonly Measured[];

/** Every comparison there are figures for: of each implementation with PyTorch, of kernels with composed operations, of programs timed in turn. */
export function comparisonsOf(
  measured: Times,
  peers: readonly PeerTiming[],
  workloads: readonly Pick<Workload, "name" | "bars" | "against">[],
): Comparison[] {
  return workloads.flatMap(({ name, bars, against }) => {
    const all = measured.filter((m) => m.workload === name);
    const peer = peers.find((p) => p.workload === name);
    return all.flatMap((one) => [
      ...(one.timing && peer ? [withPeer(one, peer, barFor(one, bars?.pytorch))] : []),
      ...(one.timing && one.against && against !== undefined
        ? [compare(one, against, one.against.ms_median, barFor(one, bars?.against))]
        : []),
      ...(one.contender === "fused" && one.timing ? overOperations(one, all) : []),
      ...(one.contender === "webgpu" && one.timing ? overOperationsOnGpu(one, all) : []),
    ]);
  });
}

/** PyTorch leaves the gradient where it is; so does a step of ours that is held against it. */
const withPeer = (one: Measured, peer: PeerTiming, bar: number | undefined): Comparison =>
  compare(leavingGradient(one), "pytorch", peer.ms_median, bar);

const leavingGradient = (one: Measured): Measured => ({
  ...one,
  timing: { ...one.timing!, ms_median: one.timing!.ms_resident },
});

/** Nobody reads a gradient back from a GPU: an optimizer uses it there. */
function overOperationsOnGpu(fused: Measured, all: Times): Comparison[] {
  const composed = all.find(({ contender }) => contender === "tfjs-webgpu")?.timing;
  return composed ? [compare(leavingGradient(fused), "tfjs-webgpu", composed.ms_resident)] : [];
}

/** Bars are for what is fused. */
const barFor = ({ contender }: Measured, bar: number | undefined) => (contender === "fused" ? bar : undefined);

const overOperations = (fused: Measured, all: Times): Comparison[] =>
  (["tfjs-wasm", "tfjs-cpu"] as const).flatMap((name) => {
    const composed = all.find(({ contender }) => contender === name)?.timing;
    return composed ? [compare(fused, name, composed.ms_median, 1 / overComposed[name])] : [];
  });

function compare({ workload, contender, timing }: Measured, to: string, other: number, bar?: number): Comparison {
  const ratio = timing!.ms_median / other;
  const verdict = bar === undefined ? {} : { bar: rounded(bar), met: ratio <= bar };
  return { workload, of: contender, to, ratio: rounded(ratio), ...verdict };
}
