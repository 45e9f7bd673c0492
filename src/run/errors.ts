/** A batch that the program cannot be applied to: what is wrong with which tensor, and where. */
export class BatchError extends Error {
  override readonly name = "BatchError";
}

/** A number that is not finite reached the loss or came out of it. */
export class NonFiniteError extends Error {
  override readonly name = "NonFiniteError";
}
