import type { Node } from "../../graph/ops.js";
import type { Code } from "../../wasm/encode/code.js";
import type { Sizes } from "./../backend.js";
import type { ImageGeometry, ImageLayout } from "./memory/geometry.js";

/** Pushes an address. */
export type Push = (code: Code) => void;

/** What emitters of kernels need to know about the executable around them. */
export interface EmitContext {
  readonly geometry: ImageGeometry;
  readonly sizes: Sizes;
  /** Instructions the engine has beyond the standard ones. */
  readonly cpu: { readonly fma: boolean };
  /** How an image in memory lies there, and where. */
  layout(node: Node): ImageLayout;
  image(node: Node): Push;
  /** Where numbers per sample and class lie, as float64. */
  table(node: Node): { readonly push: Push; readonly classes: number; readonly batched: boolean };
}
