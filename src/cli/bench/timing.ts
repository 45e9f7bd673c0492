/** One step, in milliseconds from its beginning. */
export interface Lap {
  /** Until the value could be read; the gradient is a tensor, as an optimizer takes it. */
  readonly resident: number;
  /** Until the gradient was read back, too. */
  readonly all: number;
}

/** What steps took, in milliseconds, in the form of the peers' benchmark. */
export interface StepTiming {
  /** Value and gradient, both read back. */
  readonly ms_median: number;
  readonly ms_min: number;
  /** The median while gradients stay where they are. */
  readonly ms_resident: number;
  /** A step of many that are begun before one is waited for: what a training loop that reads no value spends on it. On a GPU alone. */
  readonly ms_enqueued?: number;
  /** Steps after warming up. */
  readonly runs: number;
}

/** How long to measure. */
export interface Patience {
  /** Steps where a step is fast. */
  readonly runs: number;
  /** After so many seconds, three steps are enough. */
  readonly seconds: number;
}

const fewest = 3;

/** Engines compile what runs often: steps of a few milliseconds need more of them before they are as fast as they get. */
const warmUp = { rounds: 3, milliseconds: 300, slow: 1000 };

/**
 * Times several kinds of steps in turn, one of each, so that whatever else the machine does meets them alike. Warms up first: at least three rounds, or one
 * where a round takes more than a second.
 */
export async function timed(
  steps: readonly (() => Lap | Promise<Lap>)[],
  { runs, seconds }: Patience,
): Promise<StepTiming[]> {
  const round = async () => {
    const laps: Lap[] = [];
    for (const step of steps) laps.push(await step());
    return laps;
  };
  let warm = 0;
  for (let i = 0; i < warmUp.rounds || warm < warmUp.milliseconds; i++) {
    const took = sum((await round()).map(({ all }) => all));
    if (took > warmUp.slow) break;
    warm += took;
  }
  const rounds: Lap[][] = [];
  const begun = performance.now();
  while (rounds.length < runs && (rounds.length < fewest || performance.now() - begun < 1000 * seconds))
    rounds.push(await round());
  return steps.map((_, i) => summary(rounds.map((laps) => laps[i]!)));
}

const summary = (laps: readonly Lap[]): StepTiming => ({
  ms_median: rounded(median(laps.map(({ all }) => all))),
  ms_min: rounded(Math.min(...laps.map(({ all }) => all))),
  ms_resident: rounded(median(laps.map(({ resident }) => resident))),
  runs: laps.length,
});

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

const sum = (values: readonly number[]) => values.reduce((total, x) => total + x, 0);

export const rounded = (x: number): number => Number(x.toPrecision(5));
