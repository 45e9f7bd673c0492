import { Compute } from "../compute/client.js";
import type { Compiled, Evaluated, Explained, StepTime, WeightSchedule } from "../compute/messages.js";
import { weightAtTime } from "../timeline/weights.js";
import { debounced } from "./notice.js";
import type { Store } from "./state.js";

/** Who is told what the worker finds out. */
export interface Audience {
  compiling(): void;
  /** What the compiler says of a text, which may be an older one by now. */
  compiled(compiled: Compiled, source: string): void;
  /** Another program is there, whose schedule it is. */
  scheduled(schedule: WeightSchedule, same: boolean): void;
  evaluated(evaluated: Evaluated): void;
  measured(measured: StepTime): void;
  explained(explained: Explained): void;
  /** Whether the worker is at work. */
  busy(busy: boolean): void;
  /** A question had no answer; the sentence says why. */
  failed(what: "compile" | "evaluate" | "explain", sentence: string): void;
}

/** Asks the worker whenever the state changes: for the program, its values and maps, and when nothing moves for how long a step takes. */
export class Conversation {
  readonly #compute = new Compute();
  readonly #store: Store;
  readonly #audience: Audience;
  readonly #measureSoon = debounced(350, () => this.#measure());
  #schedule: WeightSchedule | undefined;
  /** Whether time runs by itself; then nobody waits for timings. */
  running: () => boolean = () => false;

  constructor(store: Store, audience: Audience) {
    this.#store = store;
    this.#audience = audience;
    this.#compute.onbusy = (busy) => audience.busy(busy);
    const compileSoon = debounced(90, () => this.compile());
    store.when(["source"], compileSoon);
    store.when(["backend"], () => this.compile());
    store.when(["scene"], () => this.#evaluate());
    store.when(["time"], ({ time }, before) => {
      this.#evaluate();
      if (this.#liveAt(time) !== this.#liveAt(before.time)) this.#explain();
    });
  }

  get schedule(): WeightSchedule | undefined {
    return this.#schedule;
  }

  async compile(): Promise<void> {
    const { source, backend } = this.#store.now;
    this.#audience.compiling();
    try {
      const compiled = await this.#compute.ask("compile", { source, backend });
      if (!compiled) return;
      this.#audience.compiled(compiled, source);
      if (!compiled.schedule) return;
      const same = JSON.stringify(compiled.schedule) === JSON.stringify(this.#schedule);
      this.#schedule = compiled.schedule;
      this.#audience.scheduled(compiled.schedule, same);
      this.#evaluate();
      this.#explain();
    } catch (error) {
      this.#audience.failed("compile", sentence(error));
    }
  }

  async #evaluate(): Promise<void> {
    const { scene, time } = this.#store.now;
    if (!this.#schedule) return;
    try {
      const evaluated = await this.#compute.ask("evaluate", { scene, time });
      if (!evaluated) return;
      this.#audience.evaluated(evaluated);
      this.#measureSoon();
    } catch (error) {
      this.#audience.failed("evaluate", sentence(error));
    }
  }

  async #explain(): Promise<void> {
    const { scene, time } = this.#store.now;
    try {
      const explained = await this.#compute.ask("explain", { scene, time });
      if (explained) this.#audience.explained(explained);
    } catch (error) {
      this.#audience.failed("explain", sentence(error));
    }
  }

  async #measure(): Promise<void> {
    if (this.running()) return this.#measureSoon();
    const { scene, time } = this.#store.now;
    const measured = await this.#compute.ask("measure", { scene, time }).catch(() => undefined);
    if (measured) this.#audience.measured(measured);
  }

  /** Which terms count at a moment; while they are the same, so is the graph. */
  #liveAt(time: number): string {
    return (this.#schedule?.terms ?? []).map((term) => Number(weightAtTime(term, time) !== 0)).join("");
  }
}

const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error));
