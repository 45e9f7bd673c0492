import { define } from "../../../wasm/encode/assembler.js";
import type { ModuleBuilder } from "../../../wasm/encode/module.js";
import { areas, kernelMemory, lazyModule } from "../../shared/kernel/memory.js";
import type { Entered, Entering } from "../forms.js";

const WORD = 4;
/** Of `NO_CELL`, as a byte. */
const NO_DIMENSION = 0xff;
/** Of a cell that never enters. */
const ALL_BITS = 0xff;

const params = {
  order: "i32",
  pixelCount: "i32",
  at: "i32",
  missing: "i32",
  steps: "i32",
  stepCount: "i32",
  next: "i32",
  turn: "i32",
  places: "i32",
  pixels: "i32",
  entered: "i32",
} as const;

/**
 * Lets pixels enter, one after the other.
 *
 * @param order the address of the pixels in their order, `at` of the cell of each.
 * @param missing the address of a byte for each cell: its dimension, until it has entered.
 * @param steps the address of what to add to a cell to reach those around it, of which there are `stepCount`.
 * @param next the address of two words for each dimension: which entry the next cell of it will be, and which place it will have there.
 * @param turn what follows in a place after the one before: 1, or −1 where the order goes backwards.
 * @returns 0.
 */
type Enter = (...args: { [K in keyof typeof params]: number }[keyof typeof params][]) => number;

const entering = lazyModule<{ readonly enter: Enter }>(defineEnter);

/** Each cell's place and pixel, and the cells in the order in which they enter, dimension by dimension; undefined where kernels cannot run. */
export function enterByKernel({ pixelOrder, at, dimensions, around, ...given }: Entering): Entered | undefined {
  const found = entering();
  const { starts, count, backwards } = given;
  const cells = dimensions.length;
  const total = starts.at(-1)! + count.at(-1)!;
  const area = areas({
    order: WORD * pixelOrder.length,
    at: WORD * at.length,
    missing: cells,
    steps: WORD * around.length,
    next: 2 * WORD * count.length,
    places: WORD * cells,
    pixels: WORD * cells,
    entered: WORD * total,
  });
  const memory = found && kernelMemory(area.end);
  if (found === undefined || memory === undefined) return undefined;
  const { words } = memory;
  words.set(backwards ? pixelOrder.toReversed() : pixelOrder, area.order / WORD);
  words.set(at, area.at / WORD);
  memory.bytes.set(dimensions, area.missing);
  words.set(around, area.steps / WORD);
  for (let d = 0; d < count.length; d++) {
    const place = backwards ? count[d]! - 1 : 0;
    words[area.next / WORD + 2 * d] = starts[d]! + place;
    words[area.next / WORD + 2 * d + 1] = place;
  }
  memory.bytes.fill(ALL_BITS, area.places, area.places + WORD * cells);
  memory.bytes.fill(0, area.pixels, area.pixels + WORD * cells);
  found.enter(
    area.order,
    pixelOrder.length,
    area.at,
    area.missing,
    area.steps,
    around.length,
    area.next,
    backwards ? -1 : 1,
    area.places,
    area.pixels,
    area.entered,
  );
  const copied = (from: number, length: number) => words.slice(from / WORD, from / WORD + length);
  return {
    places: copied(area.places, cells),
    pixels: copied(area.pixels, cells),
    entered: copied(area.entered, total),
  };
}

function defineEnter(builder: ModuleBuilder): void {
  define(builder, "enter", params, (a, p) => {
    const [order, at, steps] = [p.order, p.at, p.steps].map((base) => a.elements("i32", base));
    const [places, pixels, entered] = [p.places, p.pixels, p.entered].map((base) => a.elements("i32", base));
    const missing = a.elements("u8", p.missing);
    a.for(0, p.pixelCount, (i) => {
      const pixel = a.let(order!.get(i));
      const center = a.let(at!.get(pixel));
      a.for(0, p.stepCount, (k) => {
        const cell = a.let(steps!.get(k).add(center));
        const dimension = a.let(missing.get(cell));
        a.if(dimension.ne(NO_DIMENSION), () => {
          missing.set(cell, NO_DIMENSION);
          const next = a.elements("i32", a.let(dimension.shl(3).add(p.next)));
          const [entry, place] = [a.let(next.get(0)), a.let(next.get(1))];
          next.set(0, entry.add(p.turn));
          next.set(1, place.add(p.turn));
          places!.set(cell, place);
          pixels!.set(cell, pixel);
          entered!.set(entry, cell);
        });
      });
    });
    return 0;
  });
}
