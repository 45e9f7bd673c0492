/**
 * The words by which threads agree, at the start of the shared memory. `open` is the number of the job at hand, 0 between jobs; a thread that takes part counts
 * itself in `active`. What a job is may be changed only while it is closed and nobody is active.
 *
 * Each thread has a part of the chunks of its own, always the same, so that what it wrote for one kernel is near when the next one reads it; chunks are handed out
 * by counting `next` of that part up. Who has done its own helps with the others'.
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
  /** How many parts there are, and for each, 16 words apart, the next chunk of it. */
  parts: 264,
  next: 272,
  /** Three words for each module: where its bytes are, how many, and which of those that had the place this one is. */
  modules: 512,
} as const;

/** Modules that can be loaded at a time. */
export const mostModules = 4096;

/** Bytes that two threads do not write to at once without slowing each other down, in words. */
export const apart = 16;

/** Threads that have room for their counters before the modules begin. */
export const mostThreads = (control.modules - control.next) / apart;
