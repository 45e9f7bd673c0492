/**
 * The words by which threads agree, at the start of the shared memory. `open` is the number of the job at hand, 0 between jobs; a thread that takes part counts
 * itself in `active`, and chunks are handed out by counting `next` up. What a job is may be changed only while it is closed and nobody is active.
 */
export const control = {
  open: 256,
  active: 257,
  next: 258,
  count: 259,
  step: 260,
  module: 261,
  entry: 262,
  /** How many threads have begun to listen. */
  ready: 263,
  /** Three words for each module: where its bytes are, how many, and which of those that had the place this one is. */
  modules: 512,
} as const;

/** Modules that can be loaded at a time. */
export const mostModules = 4096;
