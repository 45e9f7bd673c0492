/** A computation that yields what it wants to be read, and is resumed with the results. So it is written once, and run either synchronously or asynchronously. */
export type Coroutine<Wanted, Read, Result> = Generator<Wanted, Result, Read>;

type Attempt<T> = { readonly value: T } | { readonly error: unknown };

function attempt<T>(work: () => T): Attempt<T> {
  try {
    return { value: work() };
  } catch (error) {
    return { error };
  }
}

/** A failed read is thrown at the `yield`, so that the coroutine cleans up. */
const resumed = <W, R, T>(run: Coroutine<W, R, T>, read: Attempt<R>) =>
  "error" in read ? run.throw(read.error) : run.next(read.value);

const settled = <T>(result: PromiseSettledResult<T>): T => {
  if (result.status === "rejected") throw result.reason;
  return result.value;
};

/** Runs a coroutine synchronously. */
export function runCoroutine<W, R, T>(run: Coroutine<W, R, T>, read: (wanted: W) => R): T {
  let step = run.next();
  while (!step.done) {
    const wanted = step.value;
    step = resumed(
      run,
      attempt(() => read(wanted)),
    );
  }
  return step.value;
}

/** Runs a coroutine asynchronously: it is resumed once all that it wanted has been read. */
export async function runCoroutineAsync<W, E, T>(
  run: Coroutine<W, readonly E[], T>,
  read: (wanted: W) => readonly Promise<E>[],
): Promise<T> {
  let step = run.next();
  while (!step.done) {
    // All of them are waited for, even if one fails, so that none is still being read when the run disposes of it.
    const reads = await Promise.allSettled(read(step.value));
    step = resumed(
      run,
      attempt(() => reads.map(settled)),
    );
  }
  return step.value;
}

/** Something to be done at once, or by waiting for it, whichever way the coroutine that asks for it is run. */
export interface EitherWay {
  now(): void;
  later(): Promise<void>;
}

/** Does one thing in the way the coroutine is run: `yield* either(() => readSync(x), () => read(x))`. */
export function* either<T>(now: () => T, later: () => Promise<T>): Coroutine<EitherWay, unknown, T> {
  const results: T[] = [];
  yield {
    now: () => {
      results.push(now());
    },
    later: async () => {
      results.push(await later());
    },
  };
  return results[0]!;
}

/** Runs a coroutine without waiting for anything. */
export const runNow = <T>(run: Coroutine<EitherWay, unknown, T>): T => runCoroutine(run, (step) => step.now());

/** Runs a coroutine, waiting wherever it can. */
export const runLater = <T>(run: Coroutine<EitherWay, unknown, T>): Promise<T> =>
  runCoroutineAsync(run, (step) => [step.later()]);
