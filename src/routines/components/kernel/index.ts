import { paddedGrid } from "../../shared/connectivity.js";
import { areas, kernelMemory } from "../../shared/kernel/memory.js";
import { type ComponentLabels, type MaskImage, NO_ROOT } from "../labels.js";
import { AT_ONCE, NAMES, PART, RUN, runKernels } from "./runs.js";

/** Beyond this many pixels the memory would not do. */
const MOST = 1 << 25;
const WORD = 4;

/** The labels of an image; undefined where kernels cannot run. */
export function labelByKernel(image: MaskImage): ComponentLabels | undefined {
  const found = named(image, "number");
  return found && { labels: found.painted(0, "words").slice(), count: found.count };
}

/** Writes the root of each pixel; false, with nothing written, where kernels cannot run. */
export function writeRootsByKernel(result: Float32Array | Float64Array, image: MaskImage): boolean {
  const singles = result instanceof Float32Array;
  const found = named(image, singles ? "single" : "pixel");
  if (found === undefined) return false;
  result.set(singles ? found.painted(NO_ROOT_BITS, "singles") : found.painted(NO_ROOT, "words"));
  return true;
}

const NO_ROOT_BITS = new Int32Array(Float32Array.of(NO_ROOT).buffer)[0]!;

/** The components of an image, by its runs along the last axis: how many they are, and an image of their names, in memory that others use next. */
function named({ mask, sizes, connectivity }: MaskImage, by: keyof typeof NAMES) {
  const found = mask.length > MOST ? undefined : runKernels();
  if (found === undefined) return undefined;
  const width = sizes.at(-1)!;
  const { cells, at: places, offsets } = paddedGrid(sizes.slice(0, -1), connectivity);
  const earlier = offsets.filter((offset) => offset < 0);
  const most = places.length * (Math.floor(width / 2) + 1);
  const at = areas({
    image: WORD * (mask.length + AT_ONCE),
    places: WORD * places.length,
    parts: PART * cells,
    offsets: WORD * earlier.length,
    runs: RUN * most,
    names: WORD * most,
  });
  const memory = kernelMemory(at.end);
  if (memory === undefined) return undefined;
  const image = { words: memory.words, singles: memory.singles };
  const imageStart = at.image / WORD;
  putTruths(memory.singles, imageStart, mask);
  memory.words.set(
    places.map((place) => place * PART),
    at.places / WORD,
  );
  memory.words.set(
    earlier.map((offset) => offset * PART),
    at.offsets / WORD,
  );
  memory.bytes.fill(0, at.parts, at.parts + PART * cells);
  const rowwise = [places.length, at.places, at.parts, at.runs] as const;
  found.findRuns(...rowwise, at.image, width);
  found.unite(...rowwise, at.names, at.offsets, earlier.length, Number(connectivity === "full"));
  return {
    count: found.name(...rowwise, width, at.names, NAMES[by]),
    painted<K extends keyof typeof image>(between: number, kind: K): (typeof image)[K] {
      found.paint(...rowwise, at.image, width, at.names, between);
      return image[kind].subarray(imageStart, imageStart + mask.length) as (typeof image)[K];
    },
  };
}

/** Singles that are more than 0.5 where values are, which rounding alone would not see to. */
function putTruths(singles: Float32Array, start: number, mask: ArrayLike<number>): void {
  if (mask instanceof Float32Array) singles.set(mask, start);
  else for (let i = 0; i < mask.length; i++) singles[start + i] = Number(mask[i]! > 0.5);
}
