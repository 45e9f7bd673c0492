import { isStencil, type Node } from "../../../graph/ops.js";
import type { Schedule } from "../../../passes/fuse/fuse.js";
import type { ImageLayout } from "./geometry.js";

/**
 * Which values are written where a value lies that is read for the last time: a pass that looks at no neighbours has read a pixel before it writes it. Saves the
 * memory, and fetching it. The layouts of what is so written become those of what it is written over.
 *
 * @param owned images that a run made and may overwrite.
 * @param fixed images whose layout is asked for.
 */
export function inPlace(
  { steps }: Schedule,
  dead: readonly (readonly Node[])[],
  layouts: Map<Node, ImageLayout>,
  owned: (node: Node) => boolean,
  fixed: (node: Node) => boolean,
): ReadonlyMap<Node, Node> {
  const over = new Map<Node, Node>();
  steps.forEach((step, i) => {
    if (step.kind !== "pixels" || step.nodes.some(isStencil)) return;
    const free = step.reads.filter((node) => dead[i]!.includes(node) && owned(node));
    for (const store of step.stores) {
      const wanted = layouts.get(store)!;
      const at = free.findIndex((node) => fits(layouts.get(node)!, wanted, fixed(store)));
      if (at < 0) continue;
      const [place] = free.splice(at, 1);
      over.set(store, place!);
      layouts.set(store, layouts.get(place!)!);
    }
  });
  return over;
}

const fits = (place: ImageLayout, wanted: ImageLayout, fixed: boolean): boolean =>
  place.classes === wanted.classes &&
  // An image for all samples is read again for the next one.
  place.batched &&
  wanted.batched &&
  (!fixed || place.order === wanted.order || place.classes === 1);
