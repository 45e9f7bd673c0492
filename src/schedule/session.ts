import { z } from "zod";
import { fnv1a } from "../hash.js";
import type { Program, ProgramTerm } from "../program/program.js";
import { type Clock, movesInTime, timeOf, unmeasured } from "./clock.js";
import { meaningInShort } from "./meaning.js";
import { ClockError, readClock } from "./read-clock.js";
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
  /** Tells the program apart from others; absent in states of earlier releases. */
  readonly program?: string;
  /** What the program means, one line for each phase, to say what differs. */
  readonly phases?: readonly string[];
  readonly clock: { readonly epoch: number; readonly step: number };
  /** Whether the epoch of the clock has been trained to its end, so that training goes on with the next one. */
  readonly epochEnded?: boolean;
}

const stateSchema = z.object({
  version: z.literal(1),
  program: z.string().optional(),
  phases: z.array(z.string()).optional(),
  clock: z.object({ epoch: z.number().nonnegative(), step: z.number().nonnegative() }),
  epochEnded: z.boolean().optional(),
});

/** Where training stands. The callback moves it; a clock given with a call takes precedence for that call. */
export class Session {
  readonly #program: Program;
  #epoch = 0;
  #step = 0;
  #epochEnded = false;
  #driven = false;
  #metrics: Readonly<Record<string, number>> = {};

  constructor(program: Program) {
    this.#program = program;
  }

  get clock(): Required<Clock> {
    return { epoch: this.#epoch, step: this.#step, metrics: this.#metrics };
  }

  /** The epoch with which training goes on. */
  get nextEpoch(): number {
    return this.#epochEnded ? this.#epoch + 1 : this.#epoch;
  }

  /** Whether the program moves in time and nothing has moved or set the clock so far. */
  get standsStill(): boolean {
    return !this.#driven && this.movesInTime;
  }

  /** Whether the program means something else at another time. */
  get movesInTime(): boolean {
    return movesInTime(this.#program);
  }

  /** Goes back to the beginning of training. */
  restart(): void {
    this.#epoch = 0;
    this.#step = 0;
    this.#epochEnded = false;
    this.#metrics = {};
  }

  beginEpoch(epoch: number): void {
    this.#driven = true;
    this.#epoch = epoch;
    this.#epochEnded = false;
  }
  endStep(): void {
    this.#step++;
  }
  endEpoch(): void {
    this.#epochEnded = true;
  }
  report(metrics: Readonly<Record<string, number>>): void {
    this.#metrics = { ...this.#metrics, ...metrics };
  }

  /**
   * What is live at the time that a clock shows, or else where training stands.
   *
   * @throws {ClockError} when it is no clock, or does not show a unit of time that the program moves with.
   */
  at(given?: Clock): LiveTerms {
    const clock = readClock(given);
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

  /** The weights at the end of training, whatever moves on the way: the same measure at any epoch. */
  final(): Pick<LiveTerms, "weights" | "live"> {
    const weights = finalWeights(this.#program);
    return { weights, live: indicesOfNonzero(weights) };
  }

  state(): SessionState {
    return {
      version: 1,
      program: identityOf(this.#program),
      phases: meaningInShort(this.#program),
      clock: { epoch: this.#epoch, step: this.#step },
      epochEnded: this.#epochEnded,
    };
  }

  /** @throws {TypeError} when the value is no state of a session, or that of another program. */
  restore(given: unknown): void {
    const { success, data: state } = stateSchema.safeParse(given);
    if (!success)
      throw new TypeError(
        "This is not the state of a losslang session: expected { version: 1, clock: { epoch, step } } as `state()` returns it.",
      );
    if (state.program !== undefined && state.program !== identityOf(this.#program))
      throw new TypeError(
        `This is the state of another program${differenceOf(state.phases, meaningInShort(this.#program))}.`,
      );
    this.#driven = true;
    this.#epoch = state.clock.epoch;
    this.#step = state.clock.step;
    this.#epochEnded = state.epochEnded ?? false;
  }
}

const placeOf = ({ loss, classes, head, mask }: ProgramTerm) => [loss, classes, head, mask];

const identityOf = (program: Program): string =>
  (fnv1a(JSON.stringify([meaningInShort(program), program.terms.map(placeOf), program.task])) >>> 0)
    .toString(16)
    .padStart(8, "0");

/** The first phase in which two programs differ. */
function differenceOf(saved: readonly string[] | undefined, own: readonly string[]): string {
  const at = saved ? own.findIndex((phase, i) => phase !== saved[i]) : -1;
  if (!saved || (at < 0 && saved.length <= own.length)) return "";
  const [was, is] = at < 0 ? [saved[own.length], undefined] : [saved[at], own[at]];
  return `: it has ${was ? `\`${was}\`` : "no further phase"} where this one has ${is ? `\`${is}\`` : "no further phase"}`;
}

const indicesOfNonzero = (weights: readonly number[]): readonly number[] =>
  weights.flatMap((weight, index) => (weight === 0 ? [] : [index]));
