import type { Answers, FromWorker, QuestionKind, ToWorker } from "./messages.js";
import { answer } from "./session.js";

/** The part of a worker's scope that is used; the page's types have no name for it. */
interface Scope {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker, transfer: Transferable[]): void;
}
const scope = self as unknown as Scope;

/** Questions are answered one after the other: what is compiled must not change under a computation. */
let last: Promise<void> = Promise.resolve();

scope.onmessage = ({ data }) => {
  last = last.then(async () => {
    try {
      const found = await answered(data);
      scope.postMessage({ id: data.id, answer: found }, buffersOf(found));
    } catch (error) {
      scope.postMessage({ id: data.id, failure: error instanceof Error ? error.message : String(error) }, []);
    }
  });
};

const answered = (data: ToWorker): Promise<Answers[QuestionKind]> =>
  (answer[data.kind] as (question: unknown) => Promise<Answers[QuestionKind]>)(data.question);

/** Gradients change hands instead of being copied. */
function buffersOf(found: Answers[QuestionKind]): Transferable[] {
  if (!("gradient" in found)) return [];
  return [found.gradient.buffer as ArrayBuffer, ...found.terms.map(({ gradient }) => gradient.buffer as ArrayBuffer)];
}
