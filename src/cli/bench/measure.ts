import type { Clock } from "../../schedule/clock.js";
import { compiled } from "../compiled.js";
import type { CompileSettings } from "../flags.js";
import type { Invocation } from "../host.js";
import type { Spec } from "../spec.js";
import { absence, activate, type Implementation } from "./implementations.js";
import { type Stepper, stepper } from "./step.js";
import { type Patience, rounded, type StepTiming, timed } from "./timing.js";

/** A specification with everything a step of it needs. */
export interface Subject {
  readonly name: string;
  readonly spec: Spec;
  readonly shape: readonly number[];
  readonly settings: CompileSettings;
  readonly clock: Clock;
  readonly fresh?: boolean;
  /** Timed in turn with it. */
  readonly against?: Spec;
}

/** What came of timing one subject in one way: a timing, or the reason why there is none. */
export interface Measured {
  readonly workload: string;
  readonly contender: Implementation["name"];
  readonly timing?: StepTiming;
  /** Of the specification it was timed in turn with. */
  readonly against?: StepTiming;
  /** The implementation cannot run here. */
  readonly absent?: string;
  /** It can, but not this. */
  readonly failed?: string;
}

/** Ratios near 1 are told from few milliseconds: they take more rounds than others. */
const roundsInTurn = 5;

export async function measure(
  { name, spec, shape, settings, clock, fresh = false, against }: Subject,
  implementation: Implementation,
  patience: Patience,
  session: Invocation,
): Promise<Measured> {
  const about = { workload: name, contender: implementation.name };
  const held: { dispose(): void }[] = [];
  let missing: string | undefined;
  try {
    const steps: Stepper[] = [];
    for (const each of against ? [spec, against] : [spec]) {
      const { loss, tensors } = await compiled(
        each,
        { ...settings, backend: implementation.backend },
        session,
        async (of) => {
          missing = await activate(implementation, of);
        },
      );
      if (missing !== undefined) return { ...about, absent: missing };
      const prepared = stepper(loss, shape, { fresh, clock }, tensors);
      held.push(prepared);
      steps.push(prepared);
    }
    const runs = against ? roundsInTurn * patience.runs : patience.runs;
    const [timing, other] = await timed(
      steps.map(({ step }) => step),
      { ...patience, runs },
    );
    const enqueued = implementation.device === "webgpu" ? await steps[0]!.enqueued(timing!.ms_resident) : undefined;
    const all = { ...timing!, ...(enqueued !== undefined && { ms_enqueued: rounded(enqueued) }) };
    return { ...about, timing: all, ...(other && { against: other }) };
  } catch (error) {
    const absent = missing ?? absence(error);
    if (absent !== undefined) return { ...about, absent };
    if (!(error instanceof Error)) throw error;
    return { ...about, failed: error.message };
  } finally {
    for (const each of held) each.dispose();
  }
}
