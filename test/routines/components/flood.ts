/** Betti numbers and labels in the most literal way: flood filling with coordinates. The oracle of this room's tests. */

/** Steps to the neighbours of a pixel: those that differ by one in one coordinate, or by at most one in each. */
function steps(rank: number, corners: boolean): number[][] {
  let all: number[][] = [[]];
  for (let axis = 0; axis < rank; axis++) all = all.flatMap((step) => [-1, 0, 1].map((d) => [...step, d]));
  const moved = (step: number[]) => step.filter((d) => d !== 0).length;
  return all.filter((step) => (corners ? moved(step) > 0 : moved(step) === 1));
}

function coordinates(index: number, sizes: number[]): number[] {
  const result: number[] = [];
  let rest = index;
  for (const size of sizes.toReversed()) {
    result.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return result;
}

function indexOf(position: number[], sizes: number[]): number | undefined {
  let index = 0;
  for (const [axis, size] of sizes.entries()) {
    const c = position[axis]!;
    if (c < 0 || c >= size) return undefined;
    index = index * size + c;
  }
  return index;
}

/** Labels 1, 2, … of the components of the true pixels, in scan order; 0 elsewhere. */
export function floodLabels(mask: boolean[], sizes: number[], corners: boolean): { labels: number[]; count: number } {
  const labels = mask.map(() => 0);
  const moves = steps(sizes.length, corners);
  let count = 0;
  for (let seed = 0; seed < mask.length; seed++) {
    if (!mask[seed] || labels[seed] !== 0) continue;
    count++;
    labels[seed] = count;
    const pending = [seed];
    for (let pixel = pending.pop(); pixel !== undefined; pixel = pending.pop()) {
      const here = coordinates(pixel, sizes);
      for (const move of moves) {
        const next = indexOf(
          here.map((c, axis) => c + move[axis]!),
          sizes,
        );
        if (next === undefined || !mask[next] || labels[next] !== 0) continue;
        labels[next] = count;
        pending.push(next);
      }
    }
  }
  return { labels, count };
}

/** Components and holes: a hole is a background component, under the other connectivity, none of whose pixels is on the border. */
export function floodBetti(mask: boolean[], height: number, width: number, corners: boolean): [number, number] {
  const foreground = floodLabels(mask, [height, width], corners);
  const background = floodLabels(
    mask.map((inside) => !inside),
    [height, width],
    !corners,
  );
  const atBorder = new Set<number>();
  for (const [i, label] of background.labels.entries()) {
    const [y, x] = [Math.floor(i / width), i % width];
    if (label > 0 && (y === 0 || x === 0 || y === height - 1 || x === width - 1)) atBorder.add(label);
  }
  return [foreground.count, background.count - atBorder.size];
}
