/**
 * Persistence by the definition: the cells of the cubical complex in the order in which they appear as the threshold falls, and
 * column reduction of their boundary matrix over Z/2. It knows neither union–find nor duality.
 */

/** A cell of a grid of doubled coordinates: an odd coordinate spans, an even one is a point. */
export interface Cell {
  readonly value: number;
  readonly place: readonly number[];
}

export const dimension = ({ place }: Cell) => place.filter((c) => c % 2 === 1).length;

/** The places of the faces of a cell, as text. */
export const facesOf = ({ place }: Cell): string[] =>
  place.flatMap((c, axis) => (c % 2 === 0 ? [] : [c - 1, c + 1].map((face) => String(place.with(axis, face)))));

/** The diagram of each dimension as pairs of values, `null` for what never dies, without features of no persistence. */
export function reducedDiagrams(
  values: ArrayLike<number>,
  sizes: readonly number[],
  construction: "vertex" | "top",
): [number, number | null][][] {
  const cells = cellsOf(values, sizes, construction);
  cells.sort((a, b) => b.value - a.value || dimension(a) - dimension(b));
  const order = new Map(cells.map((cell, i) => [String(cell.place), i]));
  const columnOfLowest = new Map<number, Set<number>>();
  const deathOf = new Map<number, number>();
  const negative = new Set<number>();
  for (const [j, cell] of cells.entries()) {
    const column = new Set(facesOf(cell).map((face) => order.get(face)!));
    for (;;) {
      const lowest = column.size === 0 ? undefined : Math.max(...column);
      if (lowest === undefined) break;
      const other = columnOfLowest.get(lowest);
      if (other === undefined) {
        columnOfLowest.set(lowest, column);
        deathOf.set(lowest, j);
        negative.add(j);
        break;
      }
      for (const i of other) if (!column.delete(i)) column.add(i);
    }
  }

  const diagrams: [number, number | null][][] = sizes.map(() => []);
  for (const [i, cell] of cells.entries()) {
    if (negative.has(i)) continue;
    const death = deathOf.get(i);
    if (death === undefined) diagrams[dimension(cell)]?.push([cell.value, null]);
    else if (cells[death]!.value !== cell.value) diagrams[dimension(cell)]!.push([cell.value, cells[death]!.value]);
  }
  return diagrams;
}

/** Vertices less edges plus squares less cubes, of what has entered at a threshold. */
export function eulerCharacteristic(
  values: ArrayLike<number>,
  sizes: readonly number[],
  construction: "vertex" | "top",
  threshold: number,
): number {
  const present = cellsOf(values, sizes, construction).filter(({ value }) => value >= threshold);
  return present.reduce((sum, cell) => sum + (-1) ** dimension(cell), 0);
}

/**
 * Where pixels are vertices, a cell between some appears with the last of them; where they are top cells, a face appears with the
 * first around it.
 */
export function cellsOf(values: ArrayLike<number>, sizes: readonly number[], construction: "vertex" | "top"): Cell[] {
  const vertex = construction === "vertex";
  const places = product(
    sizes.map((size) => Array.from({ length: vertex ? 2 * size - 1 : 2 * size + 1 }, (_, c) => c)),
  );
  return places.map((place) => {
    const around = product(
      place.map((c, axis) => pixelsAt(vertex ? c : c - 1).filter((i) => i >= 0 && i < sizes[axis]!)),
    );
    const entered = around.map((pixel) => values[pixel.reduce((index, i, axis) => index * sizes[axis]! + i, 0)]!);
    return { value: vertex ? Math.min(...entered) : Math.max(...entered), place };
  });
}

/** A pixel stands at every even coordinate; an odd one lies between two. */
const pixelsAt = (coordinate: number) =>
  coordinate % 2 === 0 ? [coordinate / 2] : [(coordinate - 1) / 2, (coordinate + 1) / 2];

const product = (lists: readonly (readonly number[])[]): number[][] =>
  lists.reduce<number[][]>((all, list) => all.flatMap((head) => list.map((last) => [...head, last])), [[]]);
