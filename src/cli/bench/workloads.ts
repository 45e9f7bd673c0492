/** A program on a batch, one step of which is timed. */
export interface Workload {
  readonly name: string;
  readonly program: string;
  /** Of the prediction. */
  readonly shape: readonly number[];
  /** Every step brings a target that was never seen before, so nothing of it is cached. */
  readonly fresh?: boolean;
  /** A program that should cost the same: both are timed in turn, a step of each. */
  readonly against?: string;
  readonly bars?: Bars;
}

/** What the fused backend is to reach. */
export interface Bars {
  /** Most time, in parts of PyTorch's on two threads. */
  readonly pytorch?: number;
  /** Most time, in parts of the program `against`. */
  readonly against?: number;
}

/** Least speed-up of fused kernels over TensorFlow.js' own operations. */
export const overComposed = { "tfjs-wasm": 15, "tfjs-cpu": 60 } as const;

/** What losslang is measured by, in the order of the table. */
export const workloads: readonly Workload[] = [
  { name: "region-4", program: "dice + ce", shape: [4, 256, 256, 4], bars: { pytorch: 0.45 } },
  { name: "region-1", program: "0.5*dice + 0.5*bce", shape: [4, 256, 256, 1], bars: { pytorch: 0.8 } },
  {
    name: "many-4",
    program: "dice + ce + focal + tversky(alpha=0.3, beta=0.7) + generalized_dice",
    shape: [4, 256, 256, 4],
    bars: { pytorch: 0.25 },
  },
  { name: "hd-dt", program: "hd_dt(alpha=2)", shape: [2, 256, 256, 1], bars: { pytorch: 0.15 } },
  { name: "boundary-fresh", program: "boundary", shape: [4, 256, 256, 2], fresh: true, bars: { pytorch: 0.15 } },
  { name: "boundary-cached", program: "boundary", shape: [4, 256, 256, 2] },
  { name: "cldice", program: "cldice(iterations=10)", shape: [2, 256, 256, 1], bars: { pytorch: 0.15 } },
  { name: "betti-128", program: "betti", shape: [1, 128, 128, 1], bars: { pytorch: 0.1 } },
  { name: "betti-256", program: "betti", shape: [1, 256, 256, 1], bars: { pytorch: 0.1 } },
  { name: "volume", program: "dice + ce", shape: [1, 96, 96, 96, 4], bars: { pytorch: 0.5 } },
  { name: "volume-hd", program: "hd_dt(alpha=2)", shape: [1, 64, 64, 64, 1], bars: { pytorch: 0.15 } },
  {
    name: "phase",
    program: "0.5*dice + bce then@epoch40 0.5*dice + bce + betti",
    shape: [4, 256, 256, 1],
    against: "0.5*dice + bce",
    bars: { against: 1.02 },
  },
];
