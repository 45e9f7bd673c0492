/** Lanes of a vector: four singles, or two doubles where squares of distances are not whole numbers that a single holds. */
export type Lanes = "f32x4" | "f64x2";

/** Bytes of a lane, and of a vector. */
export const BYTES = { f32x4: 4, f64x2: 8 } as const;
export const VECTOR = 16;

/** Steps on each side of a pixel that are tried one by one. For pixels further from a false pixel the lower envelope is computed. */
export const REACH = 48;

/** Bytes of padding before and after a line, which are read where a place near its end is compared with its neighbours. */
export const MARGIN = (REACH + 2) * VECTOR;

/** A pass over lines along one axis. */
export interface PassKind {
  readonly lanes: Lanes;
  /** What comes in: singles that count steps along the first axis, or squares. */
  readonly from: "steps" | "squares";
  /** What goes out: squares, or distances as singles. */
  readonly to: "squares" | "distances";
  /** Whether the lanes lie on neighbouring lines, and not along one. */
  readonly across: boolean;
}

const passes: readonly Omit<PassKind, "lanes">[] = [
  { from: "steps", to: "distances", across: false },
  { from: "squares", to: "distances", across: false },
  { from: "steps", to: "squares", across: true },
  { from: "squares", to: "squares", across: true },
];

/** The passes of a module. Each kind of lanes has a module of its own: some browsers compile only small modules synchronously, and few programs need both. */
export const kindsOf = (lanes: Lanes): readonly PassKind[] => passes.map((pass) => ({ lanes, ...pass }));

/** Kernels by the numbers under which threads know them: the steps along the first axis, then the passes. */
export const STEPS = 0;
export const entryOf = ({ from, to, across }: PassKind): number =>
  1 + passes.findIndex((pass) => pass.from === from && pass.to === to && pass.across === across);
