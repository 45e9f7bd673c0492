/** A call of another library and the program that computes the same number. */
export interface Equivalent {
  /** As it is written there. */
  readonly theirs: string;
  /** What it is given: logits or probabilities, and of how many channels. */
  readonly data: string;
  readonly ours: string;
  /** A case of the oracle in which the official code computed what this call makes of some data: a test runs `ours` on them. */
  readonly case: string;
}

export interface PeerLibrary {
  readonly name: string;
  readonly repository: string;
  readonly rows: readonly Equivalent[];
}
