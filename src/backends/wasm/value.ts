import type { HostTensor } from "../backend.js";
import type { ImageGeometry, ImageLayout } from "./memory/geometry.js";

/** An image in the memory of the kernels. */
export interface StoredImage {
  readonly address: number;
  readonly layout: ImageLayout;
  readonly geometry: ImageGeometry;
  /** Part of another image, which has the memory. */
  readonly borrowed?: true;
}

/** A value of the backend: numbers the host has, or an image that kernels made. */
export interface WasmValue {
  readonly shape: readonly number[];
  readonly data?: HostTensor["data"];
  readonly image?: StoredImage;
}
