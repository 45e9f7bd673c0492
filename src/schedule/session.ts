import type { Program } from "../program/program.js";
import { type Clock, timeOf, unmeasured } from "./clock.js";
import { finalWeights, phaseAt, weightsAt } from "./timeline.js";

/** What is live at one moment. */
export interface LiveTerms {
  readonly phase: number;
  /** One weight per term of the program; 0 where it is not live. */
  readonly weights: readonly number[];
  /** Terms whose weight is not 0: the only ones that are computed. */
  readonly live: readonly number[];
}

/** What a saved session holds; plain JSON. */
export interface SessionState {
  readonly version: 1;
  readonly clock: { readonly epoch: number; readonly step: number };
}

/** A clock that does not show what the program's time is measured in. */
export class ClockError extends Error {
  override readonly name = "ClockError";
}

/** Where training stands. The callback moves it; a clock given with a call takes precedence for that call. */
export class Session {
  readonly #program: Program;
  #epoch = 0;
  #step = 0;
  #metrics: Readonly<Record<string, number>> = {};

  constructor(program: Program) {
    this.#program = program;
  }

  get clock(): Required<Clock> {
    return { epoch: this.#epoch, step: this.#step, metrics: this.#metrics };
  }

  beginEpoch(epoch: number): void {
    this.#epoch = epoch;
  }
  endStep(): void {
    this.#step++;
  }
  report(metrics: Readonly<Record<string, number>>): void {
    this.#metrics = { ...this.#metrics, ...metrics };
  }

  /** @throws {ClockError} when the program moves with a unit of time that the clock does not show. */
  at(clock: Clock = {}): LiveTerms {
    const shown = clock.epoch === undefined && clock.step === undefined ? { ...this.clock, ...clock } : clock;
    const missing = unmeasured(this.#program, shown);
    if (missing)
      throw new ClockError(
        `The program depends on the ${missing}, but the clock gives only the ${missing === "epoch" ? "step" : "epoch"}: give both, or the option \`stepsPerEpoch\` when compiling.`,
      );
    const time = timeOf(shown, this.#program.timing);
    const weights = weightsAt(this.#program, time);
    return { phase: phaseAt(this.#program, time), weights, live: indicesOfNonzero(weights) };
  }

  /** The weights at the end of training, whatever moves on the way: the same yardstick at any epoch. */
  final(): Pick<LiveTerms, "weights" | "live"> {
    const weights = finalWeights(this.#program);
    return { weights, live: indicesOfNonzero(weights) };
  }

  state(): SessionState {
    return { version: 1, clock: { epoch: this.#epoch, step: this.#step } };
  }

  /** @throws {TypeError} when the value is no state of a session. */
  restore(state: unknown): void {
    if (!isState(state))
      throw new TypeError(
        "This is not the state of a losslang session: expected { version: 1, clock: { epoch, step } } as `state()` returns it.",
      );
    this.#epoch = state.clock.epoch;
    this.#step = state.clock.step;
  }
}

const indicesOfNonzero = (weights: readonly number[]): readonly number[] =>
  weights.flatMap((weight, index) => (weight === 0 ? [] : [index]));

function isState(x: unknown): x is SessionState {
  const counted = (n: unknown) => typeof n === "number" && Number.isFinite(n) && n >= 0;
  if (typeof x !== "object" || x === null || !("version" in x) || x.version !== 1 || !("clock" in x)) return false;
  const { clock } = x;
  return (
    typeof clock === "object" &&
    clock !== null &&
    "epoch" in clock &&
    "step" in clock &&
    counted(clock.epoch) &&
    counted(clock.step)
  );
}
