/** One image with its mask. */
export interface Case {
  readonly name: string;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** `[height, width, channels]`, in 0..1 where the file says what white is. */
  readonly image: Float32Array;
  /** `[height, width]`: 0 and 1, or class numbers. */
  readonly mask: Float32Array;
  /** The volume of which it is a slice. */
  readonly volume?: string;
}

/** Data that cannot be used; the message says which files, why, and what to do. */
export class DataError extends Error {
  override readonly name = "DataError";
}
