import type { HostTensor } from "../backend.js";
import type { Geometry, ImageLayout } from "./geometry.js";

/** An image in the memory of the kernels. */
export interface Image {
  readonly address: number;
  readonly layout: ImageLayout;
  readonly geometry: Geometry;
}

/** A value of the backend: numbers the host has, or an image that kernels made. */
export interface Value {
  readonly shape: readonly number[];
  readonly data?: HostTensor["data"];
  readonly image?: Image;
}
