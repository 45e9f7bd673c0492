/** Images and their masks, as arrays that tensors can be made of. */
export interface Samples {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** `[count, height, width, channels]`, in 0..1. */
  readonly images: Float32Array;
  /** `[count, height, width]`: 0 and 1, or class numbers. */
  readonly masks: Float32Array;
}

/** One image with its mask. */
export interface Case {
  readonly name: string;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** `[height, width, channels]`, in 0..1. */
  readonly image: Float32Array;
  /** `[height, width]`: 0 and 1, or class numbers. */
  readonly mask: Float32Array;
}

/** A decoded picture: unsigned integers, row by row, channels interleaved. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  /** 1 grey or palette index, 2 grey and alpha, 3 RGB, 4 RGB and alpha. */
  readonly channels: 1 | 2 | 3 | 4;
  /** The value of white: 255 for 8 bits, 65535 for 16. */
  readonly maximum: number;
  readonly data: Uint8Array | Uint16Array;
  /** If present, `data` holds indices into these colours, `[red, green, blue, …]` in 0..255. */
  readonly palette?: readonly (readonly number[])[];
}

/** Training data that cannot be used; the message says which files, why, and what to do. */
export class DataError extends Error {
  override readonly name = "DataError";
}
