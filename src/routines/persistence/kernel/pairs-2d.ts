import { define } from "../../../wasm/encode/assembler.js";
import type { ModuleBuilder } from "../../../wasm/encode/module.js";
import { Value } from "../../../wasm/encode/value.js";
import { areas, kernelMemory, lazyModule } from "../../shared/kernel/memory.js";
import { defineRadixSort, PAIR, TABLES } from "../../shared/kernel/radix-sort.js";
import { areSingles } from "../../shared/keys.js";
import type { Image2d, Pairs2d } from "../forms.js";
import type { PersistencePairs } from "../pairs.js";
import { ALL_AROUND, MOST_PIECES, type Pieces, type RingTables, ringTables } from "../ring.js";
import { defineFindSaddles, definePadKeys, RING_ENTRY_BYTES, SHAPE_SHIFT } from "./critical-points.js";
import { defineSortByPersistence } from "./sort.js";
import { defineUniteMaxima, defineUniteMinima, PIECES_BYTES } from "./union-2d.js";

/** Cells are numbered in so many bits. */
const MOST_CELLS = 1 << SHAPE_SHIFT;
const WORD = 4;
const DOUBLE = 8;
/** Bytes behind an area for a vector that reaches beyond its end. */
const MARGIN = 16;

type Kernel = (...args: number[]) => number;
type Kernels = Readonly<
  Record<
    "padKeys" | "findSaddles" | "radixSort" | "uniteMaxima" | "uniteMinima" | "sortByPersistence" | "locate",
    Kernel
  >
>;

const pairKernels = lazyModule<Kernels>((builder) => {
  const sort = defineRadixSort(builder);
  definePadKeys(builder);
  defineFindSaddles(builder);
  defineUniteMaxima(builder);
  defineUniteMinima(builder);
  defineSortByPersistence(builder, sort);
  defineLocate(builder);
});

/** Adds the function `locate`: the pixels of cells of the padded grid, in an order. */
function defineLocate(builder: ModuleBuilder): void {
  const params = { cells: "i32", order: "i32", count: "i32", pitch: "i32", pixels: "i32" } as const;
  define(builder, "locate", params, (a, { cells, order, count, pitch, pixels }) => {
    const asDouble = (value: Value) => value.into<"f64">("f64", ["f64.convert_i32_s"]);
    const rows = a.let(
      new Value("f64", (code) => {
        code.f64(1);
        asDouble(pitch).write(code);
        code.op("f64.div");
      }),
    );
    a.for(0, count, (i) => {
      const cell = a.let(a.elements("i32", cells).get(a.elements("i32", order).get(i)));
      // Half a cell is more than the product errs by, so that this is the quotient.
      const row = asDouble(cell).add(0.5).mul(rows).into("i32", ["i32.trunc_f64_s"]);
      a.elements("i32", pixels).set(i, cell.sub(pitch).add(1).sub(row.shl(1)));
    });
    return 0;
  });
}

/** The pairs of an image of singles; undefined where kernels cannot run, the image holds doubles, or a value is NaN. */
export function pairs2dByKernel({ values, height, width, connectivity }: Image2d): Pairs2d | undefined {
  const pitch = width + 2;
  const cells = pitch * (height + 2);
  const found = cells > MOST_CELLS || !areSingles(values) ? undefined : pairKernels();
  if (found === undefined) return undefined;
  const count = values.length;
  const at = areas({
    values: WORD * count + MARGIN,
    heights: WORD * cells + MARGIN,
    up: PAIR * cells,
    down: PAIR * cells,
    ringEntries: RING_ENTRY_BYTES * CHOICES,
    higher: PIECES_BYTES * CHOICES,
    lower: PIECES_BYTES * CHOICES,
    shapes: WORD * width + MARGIN,
    maximum: WORD,
    loopCount: WORD,
    tables: TABLES,
    pairs: PAIR * (count + 1),
    others: PAIR * (count + 1),
    saddles: WORD * (count + 1),
    births: WORD * (count + 1),
    deaths: WORD * (count + 1),
    lifetimes: DOUBLE * (count + 1),
    order: WORD * (count + 1),
    pixels: WORD * (count + 1),
  });
  const memory = kernelMemory(at.end);
  if (memory === undefined) return undefined;
  const { words, singles, bytes } = memory;
  singles.set(values, at.values / WORD);
  singles.fill(0, at.values / WORD + count, at.values / WORD + count + MARGIN / WORD);
  if (found.padKeys(at.values, height, width, at.heights) !== 0) return undefined;
  bytes.fill(0, at.down, at.down + PAIR * cells);
  const tables = tablesOf(ringTables(pitch, connectivity));
  words.set(tables.entries, at.ringEntries / WORD);
  words.set(tables.higher, at.higher / WORD);
  words.set(tables.lower, at.lower / WORD);
  const saddles = found.findSaddles(
    at.heights,
    height,
    width,
    at.ringEntries,
    at.shapes,
    at.up,
    at.down,
    at.pairs,
    at.maximum,
  );
  found.radixSort(at.pairs, at.others, at.tables, at.saddles, saddles);
  const located = (cellsAt: number, features: number) => {
    found.locate(cellsAt, at.order, features, pitch, at.pixels);
    return words.slice(at.pixels / WORD, at.pixels / WORD + features);
  };
  const sorted = (features: number): PersistencePairs => {
    found.sortByPersistence(at.lifetimes, at.births, at.deaths, features, at.order, at.pairs, at.others, at.tables);
    return { births: located(at.births, features), deaths: located(at.deaths, features) };
  };
  const lists = [at.births, at.deaths, at.lifetimes, at.saddles] as const;
  const components = sorted(found.uniteMaxima(at.saddles, saddles, at.up, at.higher, ...lists, at.loopCount));
  const loops = words[at.loopCount / WORD]!;
  const holes = sorted(found.uniteMinima(at.saddles, loops, at.down, at.lower, ...lists));
  const maximum = words[at.maximum / WORD]!;
  return { maximum: maximum - pitch + 1 - 2 * Math.floor(maximum / pitch), components, holes };
}

/** What kernels look up for each choice of higher neighbours. */
interface Tables {
  readonly entries: Int32Array;
  readonly higher: Int32Array;
  readonly lower: Int32Array;
}

const CHOICES = ALL_AROUND + 1;
const made = new WeakMap<RingTables, Tables>();

function tablesOf(ring: RingTables): Tables {
  const known = made.get(ring);
  if (known !== undefined) return known;
  const { ascent, descent, isSaddle, higher, lower, steps } = ring;
  const entries = new Int32Array((CHOICES * RING_ENTRY_BYTES) / WORD);
  for (let shape = 0; shape < CHOICES; shape++)
    entries.set([ascent[shape]!, descent[shape]!, isSaddle[shape]! * PAIR], (shape * RING_ENTRY_BYTES) / WORD);
  const tables = {
    entries,
    higher: piecesTable(higher, steps, (shape) => shape),
    lower: piecesTable(lower, steps, (shape) => ~shape & ALL_AROUND),
  };
  made.set(ring, tables);
  return tables;
}

function piecesTable({ count, members }: Pieces, steps: Int32Array, chosenOf: (shape: number) => number): Int32Array {
  const table = new Int32Array((CHOICES * PIECES_BYTES) / WORD);
  for (let shape = 0; shape < CHOICES; shape++) {
    const chosen = chosenOf(shape);
    const start = (shape * PIECES_BYTES) / WORD;
    table[start] = count[chosen]!;
    for (let k = 0; k < count[chosen]!; k++) table[start + 1 + k] = steps[members[chosen * MOST_PIECES + k]!]!;
  }
  return table;
}
