/**
 * The skeleton of a binary mask: lines one pixel thin, with as many pieces and holes as the mask has.
 *
 * Borders are peeled off from above, below, left and right in turn, one layer at a time. A pixel goes only if it is no end of a line and if its removal changes
 * neither pieces (8-connected) nor holes (4-connected), which its eight neighbours decide (Yokoi's connectivity number is 1). Pixels outside count as background.
 *
 * Sources: Yokoi, Toriwaki, Fukumura. An analysis of topological properties of digitized binary pictures using local features. CGIP 4, 1975;
 * Rosenfeld. A characterization of parallel thinning algorithms. Information and Control 29, 1975.
 *
 * @param mask `[height, width]`, foreground above 0.5.
 * @returns `[height, width]` of 0 and 1, a subset of the mask.
 */
export function thin(mask: ArrayLike<number>, height: number, width: number): Uint8Array {
  // A frame of background saves every bounds check.
  const stride = width + 2;
  const framed = new Uint8Array(stride * (height + 2));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) if (mask[y * width + x]! > 0.5) framed[(y + 1) * stride + x + 1] = 1;
  }
  const ring = [1, 1 - stride, -stride, -stride - 1, -1, stride - 1, stride, stride + 1];
  const sides = [-stride, stride, -1, 1];

  let alive = Array.from(framed.keys()).filter((at) => framed[at] === 1);
  for (let removed = true; removed; ) {
    removed = false;
    for (const side of sides) {
      const layer = alive.filter((at) => framed[at + side] === 0 && isRemovable(framed, at, ring));
      // Decided together, so that a layer goes evenly; checked again one by one, because neighbours in it may have gone.
      for (const at of layer) {
        if (connectivity(framed, at, ring) !== 1) continue;
        framed[at] = 0;
        removed = true;
      }
      alive = alive.filter((at) => framed[at] === 1);
    }
  }

  const skeleton = new Uint8Array(height * width);
  for (let y = 0; y < height; y++) {
    skeleton.set(framed.subarray((y + 1) * stride + 1, (y + 1) * stride + 1 + width), y * width);
  }
  return skeleton;
}

function isRemovable(framed: Uint8Array, at: number, ring: readonly number[]): boolean {
  let neighbours = 0;
  for (const step of ring) neighbours += framed[at + step]!;
  return neighbours > 1 && connectivity(framed, at, ring) === 1;
}

/** Yokoi's number for 8-connected foreground: into how many pieces the neighbourhood falls without the pixel; `ring` goes round from a side neighbour. */
function connectivity(framed: Uint8Array, at: number, ring: readonly number[]): number {
  let pieces = 0;
  for (let k = 0; k < 8; k += 2) {
    const side = 1 - framed[at + ring[k]!]!;
    const corner = 1 - framed[at + ring[k + 1]!]!;
    const next = 1 - framed[at + ring[(k + 2) % 8]!]!;
    pieces += side - side * corner * next;
  }
  return pieces;
}
