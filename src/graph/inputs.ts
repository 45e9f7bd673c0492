import type { Axis } from "./ops/axes.js";
import type { Attributes, Node } from "./ops.js";
import type { FittedForm } from "./views.js";

/** What an input of a graph stands for. */
export type InputRef =
  /** What the network gives: of the named head, or the only one. */
  | { readonly kind: "prediction"; readonly head?: string }
  /** The target as masks, whose content is checked. */
  | { readonly kind: "target" }
  /** The target as numbers of any kind. */
  | { readonly kind: "field" }
  /** Which pixels count. */
  | { readonly kind: "mask"; readonly name: string }
  /** A further tensor, in one of the forms it may have. */
  | { readonly kind: "given"; readonly name: string; readonly form: FittedForm }
  /** The size of a pixel along a spatial axis. */
  | { readonly kind: "spacing"; readonly axis: Axis }
  /** The weight of a term of the program, by its index. */
  | { readonly kind: "weight"; readonly term: number };

/** The name under which an input is bound and printed. Nothing is read from it: what an input stands for is said by its reference. */
export function inputName(ref: InputRef): string {
  switch (ref.kind) {
    case "prediction":
      return ref.head === undefined ? "prediction" : `prediction:${ref.head}`;
    case "target":
    case "field":
      return ref.kind;
    case "mask":
      return `mask:${ref.name}`;
    case "given":
      return `given:${ref.name}:${ref.form}`;
    case "spacing":
      return `spacing:${ref.axis}`;
    case "weight":
      return `weight:${ref.term}`;
  }
}

/** The attributes of an input that stands for something. */
export const inputAttributes = (ref: InputRef, axes: readonly Axis[]): Attributes["input"] => ({
  name: inputName(ref),
  axes,
  ref,
});

export const isPrediction = (node: Node): node is Node<"input"> =>
  node.op === "input" && node.attributes.ref?.kind === "prediction";

/** The head that a prediction belongs to; none where predictions have no names. */
export const headOf = ({ attributes: { ref } }: Node<"input">): string | undefined =>
  ref?.kind === "prediction" ? ref.head : undefined;
