import type { Answers, FromWorker, QuestionKind, Questions, ToWorker } from "./messages.js";

/** Which question goes first when several wait. */
const order: readonly QuestionKind[] = ["compile", "evaluate", "explain", "measure"];

interface Waiting {
  readonly kind: QuestionKind;
  readonly question: Questions[QuestionKind];
  resolve(answer: Answers[QuestionKind] | undefined): void;
  reject(error: Error): void;
}

/**
 * The worker that compiles and computes, as the page talks to it: one question at a time, and of those that wait only the newest of each kind. The page is
 * thus never behind its user by more than one computation, however long that takes.
 */
export class Compute {
  readonly #worker: Worker;
  readonly #waiting = new Map<QuestionKind, Waiting>();
  #asked: (Waiting & { readonly id: number }) | undefined;
  #count = 0;
  /** Told whenever the worker begins or ends its work. */
  onbusy: (busy: boolean) => void = () => {};

  constructor() {
    this.#worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "compute" });
    this.#worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#receive(data);
    this.#worker.onerror = (event) => this.#fail(new Error(event.message || "the compiler could not be loaded"));
  }

  /** The answer, or `undefined` if a newer question of the kind took this one's place. Rejects with a sentence for people. */
  ask<K extends QuestionKind>(kind: K, question: Questions[K]): Promise<Answers[K] | undefined> {
    this.#waiting.get(kind)?.resolve(undefined);
    // What is asked of an older text is of no interest once there is a newer one.
    if (kind === "compile") this.#drop(order.slice(1));
    return new Promise((resolve, reject) => {
      this.#waiting.set(kind, { kind, question, resolve: resolve as Waiting["resolve"], reject });
      this.#next();
    });
  }

  #drop(kinds: readonly QuestionKind[]): void {
    for (const kind of kinds) {
      this.#waiting.get(kind)?.resolve(undefined);
      this.#waiting.delete(kind);
    }
  }

  #next(): void {
    if (this.#asked) return;
    const kind = order.find((k) => this.#waiting.has(k));
    this.onbusy(kind !== undefined);
    if (!kind) return;
    const waiting = this.#waiting.get(kind)!;
    this.#waiting.delete(kind);
    this.#asked = { ...waiting, id: ++this.#count };
    this.#worker.postMessage({ id: this.#count, kind, question: waiting.question } as ToWorker);
  }

  #receive(message: FromWorker): void {
    const asked = this.#asked;
    if (asked?.id !== message.id) return;
    this.#asked = undefined;
    if ("failure" in message) asked.reject(new Error(message.failure));
    else asked.resolve(message.answer);
    this.#next();
  }

  #fail(error: Error): void {
    this.#asked?.reject(error);
    this.#asked = undefined;
    this.#next();
  }
}
