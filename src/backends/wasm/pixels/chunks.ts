import { isPrediction } from "../../../graph/inputs.js";
import { kindOf } from "../../../graph/ops/axes.js";
import type { Node } from "../../../graph/ops.js";
import { NotFinite } from "../../backend.js";
import type { ImageGeometry } from "../memory/geometry.js";

/** Pixels of a chunk: small enough for float32 sums to keep their digits and for threads to share the work, large enough to be worth a call. */
const chunkPixels = 4096;

/** How the rows of all images are cut into pieces of work. */
export interface Chunks {
  readonly rows: number;
  readonly perImage: number;
  readonly count: number;
}

export function chunksOf({ rows, pitch, images }: ImageGeometry): Chunks {
  const each = Math.max(1, Math.min(rows, Math.round(chunkPixels / pitch)));
  const perImage = Math.ceil(rows / each);
  return { rows: each, perImage, count: perImage * images };
}

/** Where a reduction's results of each chunk lie among the numbers the chunk writes. */
export interface PartialReduction {
  readonly node: Node<"sum" | "reduceMax" | "reduceMin">;
  readonly first: number;
  readonly count: number;
}

export interface ChunkResults {
  readonly partials: readonly PartialReduction[];
  /** Where the sums of x − x lie for each input x that must be finite: a sum is 0 if all entries are finite, else NaN. */
  readonly watched: readonly { readonly node: Node; readonly at: number }[];
  /** Numbers each chunk writes. */
  readonly width: number;
}

/**
 * Combines the partial results of a kernel's chunks, always in the same order, so that the result is identical for any number of threads.
 *
 * @param from the index of the first number of the first chunk in memory.
 * @param tableOf the index at which the entries of a reduction begin in memory.
 * @throws {NotFinite} if an input that must be finite is not.
 */
export function combineChunks(
  f64: Float64Array,
  { count, perImage }: Chunks,
  { partials, watched, width }: ChunkResults,
  from: number,
  tableOf: (node: Node) => number,
): void {
  for (const { node, at } of watched) {
    let sum = 0;
    for (let chunk = 0; chunk < count; chunk++) sum += f64[from + chunk * width + at]!;
    if (sum !== 0 && isPrediction(node)) throw new NotFinite(node);
  }
  for (const { node, first, count: entries } of partials) {
    const target = tableOf(node);
    const perSample = node.axes.some((axis) => kindOf(axis) === "batch");
    const batched = node.args[0]!.axes.some((axis) => kindOf(axis) === "batch");
    const images = perSample ? count / perImage : 1;
    f64.fill(initial[node.op], target, target + images * entries);
    const join = joins[node.op];
    for (let chunk = 0; chunk < (batched ? count : perImage); chunk++) {
      const to = target + (perSample ? Math.floor(chunk / perImage) * entries : 0);
      const start = from + chunk * width + first;
      for (let i = 0; i < entries; i++) f64[to + i] = join(f64[to + i]!, f64[start + i]!);
    }
  }
}

const initial = { sum: 0, reduceMax: Number.NEGATIVE_INFINITY, reduceMin: Number.POSITIVE_INFINITY } as const;
const joins = { sum: (a: number, b: number) => a + b, reduceMax: Math.max, reduceMin: Math.min } as const;
