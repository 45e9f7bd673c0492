import type { Assembler } from "../../wasm/encode/assembler.js";
import type { Elements } from "../../wasm/encode/elements.js";
import type { Local, Value } from "../../wasm/encode/value.js";

/** Parents of members, by their numbers. */
export type Forest = Elements<"i32">;

/** Writes the search for the root of a member's set; it halves the path on the way. */
export function find(a: Assembler, parents: Forest, member: Value): Local {
  const node = a.let(member);
  const parent = a.let(parents.get(node));
  a.while(parent.ne(node), ({ exit }) => {
    const grandparent = a.let(parents.get(parent));
    a.if(grandparent.eq(parent), () => {
      node.set(parent);
      exit();
    });
    parents.set(node, grandparent);
    node.set(grandparent);
    parent.set(parents.get(node));
  });
  return node;
}
