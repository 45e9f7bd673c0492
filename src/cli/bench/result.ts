import type { MachineFacts } from "../system.js";
import type { Bandwidth } from "./bandwidth.js";
import type { Comparison } from "./compare.js";
import type { Latency } from "./latency.js";
import type { Measured } from "./measure.js";
import type { PeerTiming } from "./peer.js";
import type { Growth } from "./scaling.js";

/** `losslang bench --json`: this object and nothing else; `--append` adds it to a file as a line. */
export interface BenchResult {
  /** ISO 8601, when it began. */
  readonly date: string;
  readonly losslang: string;
  readonly tfjs: string;
  readonly machine: MachineFacts;
  /** The load at the end. */
  readonly loadAfter: number;
  readonly bandwidth: Bandwidth;
  readonly workloads: readonly {
    readonly name: string;
    readonly program: string;
    readonly shape: readonly number[];
    /** The program it was timed in turn with. */
    readonly against?: string;
    /** Milliseconds to move the logits, the target and the gradient once. */
    readonly floor: number;
  }[];
  readonly results: readonly MeasuredRecord[];
  readonly peers: readonly PeerTiming[];
  /** Why there are no peers, where some were asked for. */
  readonly noPeers?: string;
  readonly comparisons: readonly Comparison[];
  readonly scaling: readonly Growth[];
  readonly latency: readonly Latency[];
  /** What computed on WebGPU, in its driver's words. */
  readonly gpu?: string;
}

/** One line of results: as the peers print theirs, or why there are no figures. */
export interface MeasuredRecord {
  readonly workload: string;
  readonly contender: string;
  readonly ms_median?: number;
  readonly ms_min?: number;
  readonly ms_resident?: number;
  readonly ms_enqueued?: number;
  readonly runs?: number;
  readonly absent?: string;
  readonly failed?: string;
}

export const measuredRecord = ({ workload, contender, timing, absent, failed }: Measured): MeasuredRecord => ({
  workload,
  contender,
  ...timing,
  ...(absent !== undefined && { absent }),
  ...(failed !== undefined && { failed }),
});
