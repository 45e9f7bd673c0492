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
