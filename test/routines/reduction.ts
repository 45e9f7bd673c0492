/**
 * Persistence by the definition: the cells of the cubical complex in the order in which they appear as the threshold falls, and
 * column reduction of their boundary matrix over Z/2. It knows neither union–find nor duality.
 */

/** A cell of a grid of doubled coordinates: an odd coordinate spans, an even one is a point. */
interface Cell {
  readonly value: number;
  readonly dimension: number;
  readonly y: number;
  readonly x: number;
}

/** The diagram of each dimension as pairs of values, `null` for what never dies, without features of no persistence. */
export function reducedDiagrams(
  values: ArrayLike<number>,
  height: number,
  width: number,
  construction: "vertex" | "top",
): [number, number | null][][] {
  const cells = construction === "vertex" ? vertexCells(values, height, width) : topCells(values, height, width);
  cells.sort((a, b) => b.value - a.value || a.dimension - b.dimension);
  const place = new Map(cells.map((cell, i) => [`${cell.y},${cell.x}`, i]));
  const faces = ({ y, x }: Cell) => [
    ...(y % 2 === 0 ? [] : [`${y - 1},${x}`, `${y + 1},${x}`]),
    ...(x % 2 === 0 ? [] : [`${y},${x - 1}`, `${y},${x + 1}`]),
  ];

  const columnOfLowest = new Map<number, Set<number>>();
  const deathOf = new Map<number, number>();
  const negative = new Set<number>();
  for (const [j, cell] of cells.entries()) {
    const column = new Set(faces(cell).map((face) => place.get(face)!));
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

  const diagrams: [number, number | null][][] = [[], []];
  for (const [i, cell] of cells.entries()) {
    if (negative.has(i)) continue;
    const death = deathOf.get(i);
    if (death === undefined) diagrams[cell.dimension]?.push([cell.value, null]);
    else if (cells[death]!.value !== cell.value) diagrams[cell.dimension]!.push([cell.value, cells[death]!.value]);
  }
  return diagrams;
}

/** Pixels are the vertices; an edge or square appears with the last of its vertices. */
function vertexCells(values: ArrayLike<number>, height: number, width: number): Cell[] {
  const cells: Cell[] = [];
  for (let y = 0; y <= 2 * height - 2; y++) {
    for (let x = 0; x <= 2 * width - 2; x++) {
      const rows = y % 2 === 0 ? [y / 2] : [(y - 1) / 2, (y + 1) / 2];
      const columns = x % 2 === 0 ? [x / 2] : [(x - 1) / 2, (x + 1) / 2];
      const corners = rows.flatMap((r) => columns.map((c) => values[r * width + c]!));
      cells.push({ value: Math.min(...corners), dimension: (y % 2) + (x % 2), y, x });
    }
  }
  return cells;
}

/** Pixels are the squares; an edge or vertex appears with the first square around it. */
function topCells(values: ArrayLike<number>, height: number, width: number): Cell[] {
  const cells: Cell[] = [];
  for (let y = 0; y <= 2 * height; y++) {
    for (let x = 0; x <= 2 * width; x++) {
      const rows = y % 2 === 1 ? [(y - 1) / 2] : [y / 2 - 1, y / 2].filter((r) => r >= 0 && r < height);
      const columns = x % 2 === 1 ? [(x - 1) / 2] : [x / 2 - 1, x / 2].filter((c) => c >= 0 && c < width);
      const around = rows.flatMap((r) => columns.map((c) => values[r * width + c]!));
      cells.push({ value: Math.max(...around), dimension: (y % 2) + (x % 2), y, x });
    }
  }
  return cells;
}
