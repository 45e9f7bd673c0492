/**
 * The words of shared memory by which threads synchronise. `open` is the number of the current job, 0 between jobs; a thread that takes part in it increments
 * `active`. The description of a job may be changed only while `open` is 0 and no thread is active.
 *
 * Each thread starts with its own part of the chunks, the same for every kernel, so that what it wrote for one kernel is in its core's cache when the next one reads
 * it. Chunks are taken by incrementing `next` of a part. A thread that has finished its own part takes chunks of the others'.
 */
export const control = {
  open: 256,
  active: 257,
  count: 259,
  step: 260,
  module: 261,
  entry: 262,
  /** How many threads have begun to listen. */
  ready: 263,
  /** Which threads have computed, a bit for each by its part. */
  helped: 258,
  /** How many parts there are; and for each, at a distance of 16 words, its next chunk. */
  parts: 264,
  next: 272,
  /** Three words for each module: the address of its bytes, their number, and a version, which tells it from earlier modules in the same slot. */
  modules: 512,
} as const;

/** Modules that can be loaded at a time. */
export const mostModules = 4096;

/** Words of a cache line: counters of different threads are this far apart, since writes to one line by two threads slow each other down. */
export const cacheLineWords = 16;

/** The most threads whose counters fit before the modules begin. */
export const mostThreads = (control.modules - control.next) / cacheLineWords;
