import type { Assembler } from "../../../wasm/encode/assembler.js";
import type { Elements } from "../../../wasm/encode/elements.js";
import type { Local, Value } from "../../../wasm/encode/value.js";

/** Parents of members, by their numbers. */
export type ForestElements = Elements<"i32">;

/**
 * Writes the search for the root of a member's set; it halves the path on the way.
 *
 * Two steps are taken before anything is asked, since a root is its own parent: how short a short path is no processor can predict.
 */
export function emitFind(a: Assembler, parents: ForestElements, member: Value): Local {
  const node = a.let(member);
  a.loop(({ exit }) => {
    const grandparent = a.let(parents.get(parents.get(node)));
    parents.set(node, grandparent);
    node.set(grandparent);
    exit(parents.get(node).eq(node));
  });
  return node;
}
