import { fnv1a } from "./hash.js";

/** A stream of reproducible random numbers: the same seed gives the same numbers on every machine. */
export interface Random {
  /** Uniform in `[0, 1)`. */
  next(): number;
  /** Uniform in `[from, to)`. */
  between(from: number, to: number): number;
  /** A uniform integer in `[0, count)`; `count` is at least 1. */
  below(count: number): number;
  /** A new array with the items in random order. */
  shuffled<T>(items: readonly T[]): T[];
  /** An independent stream for a part of the work, so that one part drawing more numbers does not change another. */
  fork(label: string): Random;
}

/**
 * The one generator of random numbers: mulberry32 by Tommy Ettinger (2017, public domain), a Weyl sequence of 32 bits whose states are mixed. Its period is 2³²,
 * enough for augmentation, synthetic data and tests; not for cryptography. Training runs, figures and pictures that are published depend on its numbers.
 *
 * Forks start at the hash of seed and label.
 */
export function random(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 15), z | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number) => Math.floor(next() * count);
  return {
    next,
    below,
    between: (from, to) => from + (to - from) * next(),
    shuffled: (items) => {
      const result = [...items];
      for (let i = result.length - 1; i > 0; i--) {
        const j = below(i + 1);
        [result[i], result[j]] = [result[j]!, result[i]!];
      }
      return result;
    },
    fork: (label) => random(fnv1a(`${seed >>> 0}/${label}`)),
  };
}
