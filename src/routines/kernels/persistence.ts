import { define } from "../../wasm/encode/assembler.js";
import type { ModuleBuilder } from "../../wasm/encode/module.js";
import { Value } from "../../wasm/encode/value.js";
import type { CriticalPixels } from "../features.js";
import type { Surroundings } from "../landscape.js";
import { ALL_AROUND, MOST_PIECES, type Pieces } from "../ring.js";
import { defineJoinPeaks, defineJoinPits, PIECES } from "./joins.js";
import { defineRaise, defineSurvey, SHAPE_SHIFT, SLOPE } from "./landscape.js";
import { areas, kernels, roomFor } from "./memory.js";
import { defineRadixSort, PAIR, TABLES } from "./radix.js";
import { defineArrange } from "./sequence.js";

/** Cells are numbered in so many bits. */
const MOST_CELLS = 1 << SHAPE_SHIFT;
const WORD = 4;
const DOUBLE = 8;
/** Room for a vector that reaches beyond what it is for. */
const MARGIN = 16;

type Kernel = (...args: number[]) => number;
type Kernels = Readonly<
  Record<"raise" | "survey" | "radixSort" | "joinPeaks" | "joinPits" | "arrange" | "locate", Kernel>
>;

const persistenceKernels = kernels<Kernels>((builder) => {
  const sort = defineRadixSort(builder);
  defineRaise(builder);
  defineSurvey(builder);
  defineJoinPeaks(builder);
  defineJoinPits(builder);
  defineArrange(builder, sort);
  defineLocate(builder);
});

/** Adds the function `locate`: the pixels of framed cells, in a sequence. */
function defineLocate(builder: ModuleBuilder): void {
  const params = { cells: "i32", sequence: "i32", count: "i32", pitch: "i32", pixels: "i32" } as const;
  define(builder, "locate", params, (a, { cells, sequence, count, pitch, pixels }) => {
    const asDouble = (value: Value) => value.into<"f64">("f64", ["f64.convert_i32_s"]);
    const rows = a.let(
      new Value("f64", (code) => {
        code.f64(1);
        asDouble(pitch).write(code);
        code.op("f64.div");
      }),
    );
    a.for(0, count, (i) => {
      const cell = a.let(a.elements("i32", cells).get(a.elements("i32", sequence).get(i)));
      // Half a cell is more than the product errs by, so that this is the quotient.
      const row = asDouble(cell).add(0.5).mul(rows).into("i32", ["i32.trunc_f64_s"]);
      a.elements("i32", pixels).set(i, cell.sub(pitch).add(1).sub(row.shl(1)));
    });
    return 0;
  });
}

/** Components and holes of an image of singles; undefined where kernels cannot run, or a value is NaN. */
export function persistenceByKernels(
  values: ArrayLike<number>,
  height: number,
  width: number,
  surroundings: Surroundings,
): { peak: number; components: CriticalPixels; holes: CriticalPixels } | undefined {
  const pitch = width + 2;
  const cells = pitch * (height + 2);
  const found = cells > MOST_CELLS ? undefined : persistenceKernels();
  if (found === undefined) return undefined;
  const count = values.length;
  const at = areas({
    values: WORD * count + MARGIN,
    heights: WORD * cells + MARGIN,
    up: PAIR * cells,
    down: PAIR * cells,
    slopes: SLOPE * CHOICES,
    higher: PIECES * CHOICES,
    lower: PIECES * CHOICES,
    shapes: WORD * width + MARGIN,
    peak: WORD,
    loopCount: WORD,
    tables: TABLES,
    pairs: PAIR * (count + 1),
    others: PAIR * (count + 1),
    passes: WORD * (count + 1),
    births: WORD * (count + 1),
    deaths: WORD * (count + 1),
    lifetimes: DOUBLE * (count + 1),
    sequence: WORD * (count + 1),
    pixels: WORD * (count + 1),
  });
  const room = roomFor(at.end);
  if (room === undefined) return undefined;
  const { words, singles, bytes } = room;
  singles.set(values, at.values / WORD);
  singles.fill(0, at.values / WORD + count, at.values / WORD + count + MARGIN / WORD);
  if (found.raise(at.values, height, width, at.heights) !== 0) return undefined;
  bytes.fill(0, at.down, at.down + PAIR * cells);
  const tables = tablesOf(surroundings);
  words.set(tables.slopes, at.slopes / WORD);
  words.set(tables.higher, at.higher / WORD);
  words.set(tables.lower, at.lower / WORD);
  const passes = found.survey(at.heights, height, width, at.slopes, at.shapes, at.up, at.down, at.pairs, at.peak);
  found.radixSort(at.pairs, at.others, at.tables, at.passes, passes);
  const located = (cellsAt: number, features: number) => {
    found.locate(cellsAt, at.sequence, features, pitch, at.pixels);
    return words.slice(at.pixels / WORD, at.pixels / WORD + features);
  };
  const arranged = (features: number): CriticalPixels => {
    found.arrange(at.lifetimes, at.births, at.deaths, features, at.sequence, at.pairs, at.others, at.tables);
    return { births: located(at.births, features), deaths: located(at.deaths, features) };
  };
  const lists = [at.births, at.deaths, at.lifetimes, at.passes] as const;
  const components = arranged(found.joinPeaks(at.passes, passes, at.up, at.higher, ...lists, at.loopCount));
  const loops = words[at.loopCount / WORD]!;
  const holes = arranged(found.joinPits(at.passes, loops, at.down, at.lower, ...lists));
  const peak = words[at.peak / WORD]!;
  return { peak: peak - pitch + 1 - 2 * Math.floor(peak / pitch), components, holes };
}

/** What kernels look up for each choice of higher neighbours. */
interface Tables {
  readonly slopes: Int32Array;
  readonly higher: Int32Array;
  readonly lower: Int32Array;
}

const CHOICES = ALL_AROUND + 1;
const made = new WeakMap<Surroundings, Tables>();

function tablesOf(surroundings: Surroundings): Tables {
  const known = made.get(surroundings);
  if (known !== undefined) return known;
  const { ascent, descent, isPass, higher, lower, steps } = surroundings;
  const slopes = new Int32Array((CHOICES * SLOPE) / WORD);
  for (let shape = 0; shape < CHOICES; shape++)
    slopes.set([ascent[shape]!, descent[shape]!, isPass[shape]! * PAIR], (shape * SLOPE) / WORD);
  const tables = {
    slopes,
    higher: piecesTable(higher, steps, (shape) => shape),
    lower: piecesTable(lower, steps, (shape) => ~shape & ALL_AROUND),
  };
  made.set(surroundings, tables);
  return tables;
}

function piecesTable({ count, members }: Pieces, steps: Int32Array, chosenOf: (shape: number) => number): Int32Array {
  const table = new Int32Array((CHOICES * PIECES) / WORD);
  for (let shape = 0; shape < CHOICES; shape++) {
    const chosen = chosenOf(shape);
    const start = (shape * PIECES) / WORD;
    table[start] = count[chosen]!;
    for (let k = 0; k < count[chosen]!; k++) table[start + 1 + k] = steps[members[chosen * MOST_PIECES + k]!]!;
  }
  return table;
}
