import { paddedGrid } from "../shared/connectivity.js";
import { ABSENT, find } from "../shared/union-find.js";
import { type ComponentForm, type ComponentLabels, type MaskImage, NO_ROOT } from "./labels.js";

/** One scan that unites each pixel with its earlier neighbours; the first pixel of a set is its root. */
export const referenceComponents: ComponentForm = {
  label,
  writeRoots: (result, image) => {
    const { labels, count } = label(image);
    const first = new Float64Array(count + 1).fill(NO_ROOT);
    for (let i = labels.length - 1; i >= 0; i--) if (labels[i] !== 0) first[labels[i]!] = i;
    for (let i = 0; i < labels.length; i++) result[i] = first[labels[i]!]!;
  },
};

function label({ mask, sizes, connectivity }: MaskImage): ComponentLabels {
  const { cells, at, offsets } = paddedGrid(sizes, connectivity);
  const earlier = offsets.filter((offset) => offset < 0);
  const parents = new Int32Array(cells).fill(ABSENT);

  for (let i = 0; i < mask.length; i++) {
    if (!(mask[i]! > 0.5)) continue;
    const cell = at[i]!;
    parents[cell] = cell;
    let root = cell;
    for (let k = 0; k < earlier.length; k++) {
      const neighbour = cell + earlier[k]!;
      if (parents[neighbour]! === ABSENT) continue;
      const other = find(parents, neighbour);
      const first = Math.min(root, other);
      parents[Math.max(root, other)] = first;
      root = first;
    }
  }
  return labelled(parents, at);
}

/** A parent comes before its child in scan order, so one pass passes every label on. */
function labelled(parents: Int32Array<ArrayBuffer>, at: Int32Array): ComponentLabels {
  const labels = new Int32Array(at.length);
  const labelOfCell = new Int32Array(parents.length);
  let count = 0;
  for (let i = 0; i < at.length; i++) {
    const cell = at[i]!;
    const parent = parents[cell]!;
    if (parent === ABSENT) continue;
    const label = parent === cell ? ++count : labelOfCell[parent]!;
    labelOfCell[cell] = label;
    labels[i] = label;
  }
  return { labels, count };
}
